/** Resizes the selected notes by keyboard; steps in a row are one step of undo. */
import { changeNote } from "../model/noteActions";
import type { Commands } from "./commands";
import { GRID } from "./size";
import type { Direction } from "./walk";

const BY: Record<Direction, [number, number]> = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };

/** Answers whether a note is selected. */
export function resizeNotes(commands: Commands, way: Direction): boolean {
  const { selection } = commands.store.getState();
  const notes = (commands.document.notes ?? []).filter(({ id }) => selection.nodes.has(id));
  const [across, down] = BY[way];
  const changes = notes.map(({ id, width, height }) =>
    changeNote(id, { width: width + across * GRID, height: height + down * GRID }),
  );
  commands.actUntilRest(`resize:${notes.map(({ id }) => id).join(" ")}`, changes);
  return notes.length > 0;
}
