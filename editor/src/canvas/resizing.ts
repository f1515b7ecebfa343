/** Resizes the selected notes by keyboard; steps in a row are one step of undo. */
import { changeNote } from "../model/noteActions";
import type { Commands } from "./commands";
import { GRID } from "./size";
import type { Direction } from "./walk";

const BY: Record<Direction, [number, number]> = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };

/** Answers whether a note is selected. */
export function resizeNotes({ store, document }: Commands, way: Direction): boolean {
  const { selection, act } = store.getState();
  const notes = (document.notes ?? []).filter(({ id }) => selection.nodes.has(id));
  const [across, down] = BY[way];
  for (const { id, width, height } of notes) {
    act(changeNote(id, { width: width + across * GRID, height: height + down * GRID }), "resize");
  }
  return notes.length > 0;
}
