/** Opens the list of node types beside what was pressed. */
import type { Wire } from "../model/actions";
import type { Position } from "../model/document";
import type { CanvasView } from "./view";

export function openPicker(view: CanvasView, beside: Element, wire: Wire): void {
  const { right, top } = beside.getBoundingClientRect();
  view.setState({ picker: { kind: "node", x: right + 8, y: top - 12, wire } });
}

/** Open it where a wire was dropped; the new card's middle is `at` in the flow. */
export function openPickerAt(view: CanvasView, place: Position, wire: Wire | undefined, at: Position): void {
  view.setState({ picker: { kind: "node", ...place, ...(wire && { wire }), at } });
}
