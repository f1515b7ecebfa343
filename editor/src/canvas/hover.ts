/** Remembers the edge under the pointer a moment longer, so that the pointer can reach the plus on it. */
import type { CanvasView } from "./view";

const LINGER = 180;
const leaving = new WeakMap<CanvasView, ReturnType<typeof setTimeout>>();

export function keepHover(view: CanvasView, edgeId: string): void {
  clearTimeout(leaving.get(view));
  if (view.getState().hoverEdge !== edgeId) view.setState({ hoverEdge: edgeId });
}

/** Show which edge what is being dragged would be put into. */
export function showDropEdge(view: CanvasView, edgeId: string | undefined): void {
  const dropEdge = edgeId ?? null;
  if (view.getState().dropEdge !== dropEdge) view.setState({ dropEdge });
}

export function leaveEdge(view: CanvasView, edgeId: string): void {
  clearTimeout(leaving.get(view));
  const forget = () => view.getState().hoverEdge === edgeId && view.setState({ hoverEdge: null });
  leaving.set(view, setTimeout(forget, LINGER));
}
