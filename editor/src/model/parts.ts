/** Everything that stands on the canvas: nodes, notes and groups, which share their ids. */
import type { FlowDocument, Group, Note } from "./document";
import { outermost } from "./groups";

type Parts = Pick<FlowDocument, "nodes" | "notes" | "groups">;

export const noteOf = ({ notes = [] }: Parts, id: string): Note | undefined =>
  notes.find((note) => note.id === id);

export const groupOf = ({ groups = [] }: Parts, id: string): Group | undefined =>
  groups.find((group) => group.id === id);

export const idsOf = ({ nodes, notes = [], groups = [] }: Parts): string[] =>
  [...nodes, ...notes, ...groups].map(({ id }) => id);

/** What `after` has and `before` has not, without what lies inside another part of it: what an action added, to select it. */
export function addedParts(before: FlowDocument, after: FlowDocument): string[] {
  const known = new Set(idsOf(before));
  return outermost(
    after,
    idsOf(after).filter((id) => !known.has(id)),
  );
}
