/** The changes of groups: they are made, taken apart, named and coloured, and go when nothing is left in them. */
import { action } from "./action";
import type { Group } from "./document";
import { nestingOf, outermost } from "./groups";
import type { Action } from "./history";
import { freshId } from "./ids";
import { idsOf } from "./parts";

/** What the server takes. */
export const MAX_GROUP_NAME = 100;
export const MAX_GROUPS = 500;

/** Puts a frame around these parts; inside of the group they were all in, if they were. */
export const groupParts = (ids: Iterable<string>): Action => {
  const chosen = [...ids];
  return action("group", (document) => {
    const known = new Set(idsOf(document));
    const members = outermost(document, chosen).filter((id) => known.has(id));
    if (members.length === 0) return {};
    const { parents } = nestingOf(document);
    const [parent, ...others] = new Set(members.map((id) => parents.get(id)));
    const group: Group = { id: freshId("group", known), members, name: "", colour: "grey" };
    const rest = taken(document.groups ?? [], new Set(members));
    const inside = others.length === 0 && parent !== undefined ? joined(rest, parent, [group.id]) : rest;
    return { groups: listed([...inside, group]) };
  });
};

/** Takes the frames of these groups away; parts that are no groups are taken out of theirs. */
export const ungroup = (ids: Iterable<string>): Action => {
  const chosen = new Set(ids);
  return action("ungroup", (document) => {
    const { groups = [] } = document;
    const gone = new Set(groups.filter(({ id }) => chosen.has(id)).map(({ id }) => id));
    if (gone.size === 0) return { groups: listed(taken(groups, chosen)) };
    return {
      groups: listed(groups.reduce((left, { id }) => (gone.has(id) ? opened(left, id) : left), groups)),
    };
  });
};

export const changeGroup = (id: string, news: Partial<Pick<Group, "name" | "colour">>): Action =>
  action("group", ({ groups = [] }) => ({
    groups: listed(groups.map((group) => (group.id === id ? { ...group, ...news } : group))),
  }));

/** Takes parts that are in no group into one. */
export const joinGroup = (id: string, parts: readonly string[]): Action =>
  action("group", ({ groups = [] }) => ({ groups: listed(joined(groups, id, parts)) }));

/** The groups with these parts in one of them. */
export const joined = (groups: readonly Group[], id: string, parts: readonly string[]): Group[] =>
  groups.map((group) => (group.id === id ? { ...group, members: [...group.members, ...parts] } : group));

/** The groups without these parts; one that was left empty goes, and so may the one around it. */
export function taken(groups: readonly Group[], parts: ReadonlySet<string>): Group[] {
  const left = groups.map((group) =>
    group.members.some((id) => parts.has(id))
      ? { ...group, members: group.members.filter((id) => !parts.has(id)) }
      : group,
  );
  const empty = new Set(left.filter(({ members }) => members.length === 0).map(({ id }) => id));
  return empty.size === 0
    ? left
    : taken(
        left.filter(({ id }) => !empty.has(id)),
        empty,
      );
}

/** A document says nothing of groups when it has none. */
export const listed = <T>(rows: readonly T[]): T[] | undefined => (rows.length > 0 ? [...rows] : undefined);

/** The groups without this one; what was in it is in the group around it, at its place. */
function opened(groups: readonly Group[], id: string): Group[] {
  const members = groups.find((group) => group.id === id)?.members ?? [];
  return groups
    .filter((group) => group.id !== id)
    .map((group) =>
      group.members.includes(id)
        ? { ...group, members: group.members.flatMap((member) => (member === id ? members : [member])) }
        : group,
    );
}
