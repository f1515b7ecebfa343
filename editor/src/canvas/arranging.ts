/** Brings the selected parts into line or spreads them; a group moves with all that is in it. */
import { moveNodes } from "../model/actions";
import { type Arrangement, arranged } from "../model/align";
import type { FlowDocument, Position } from "../model/document";
import { outermost, withInside } from "../model/groups";
import type { Commands } from "./commands";
import type { Box } from "./place";
import { announce } from "./view";

/** The selected parts that can be arranged: those inside of another one go with it. */
export function arrangeable({ store, document, screen }: Commands): (Box & { id: string })[] {
  return outermost(document, store.getState().selection.nodes).flatMap((id) => {
    const box = screen.box(id);
    return box ? [{ id, ...box }] : [];
  });
}

/** One step of undo. */
export function arrange(commands: Commands, how: Arrangement): void {
  const boxes = arrangeable(commands);
  if (boxes.length < 2) return;
  const places = arranged(boxes, how);
  const moves = new Map<string, Position>();
  for (const { id, x, y } of boxes) {
    const to = places.get(id) ?? { x, y };
    for (const [part, place] of shifted(commands.document, id, { x: to.x - x, y: to.y - y }))
      moves.set(part, place);
  }
  commands.store.getState().act({ ...moveNodes(moves), name: "arrange" });
  announce(commands.view, commands.t("canvas.said.arranged"));
}

/** The new places of a part and all that is in it. */
export function shifted(document: FlowDocument, id: string, by: Position): Map<string, Position> {
  const inside = withInside(document, [id]);
  const parts = [...document.nodes, ...(document.notes ?? [])].filter((part) => inside.has(part.id));
  return new Map(parts.map(({ id, position: { x, y } }) => [id, { x: x + by.x, y: y + by.y }]));
}
