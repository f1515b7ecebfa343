/** Colours the selected note or group. */
import type { Group, Note } from "../model/document";
import { changeGroup } from "../model/groupActions";
import { type COLOURS, changeNote } from "../model/noteActions";
import { groupOf, noteOf } from "../model/parts";
import type { Commands } from "./commands";

/** The note or the group that is all that is selected. */
export function chosenAside({ document, store }: Commands): Note | Group | undefined {
  const { nodes } = store.getState().selection;
  const [only] = nodes;
  if (only === undefined || nodes.size > 1) return undefined;
  return noteOf(document, only) ?? groupOf(document, only);
}

export function colour({ document, store }: Commands, id: string, to: (typeof COLOURS)[number]): void {
  const change = noteOf(document, id) ? changeNote(id, { colour: to }) : changeGroup(id, { colour: to });
  store.getState().act(change);
}
