/** Puts copies of parts into a document: everything gets an id of its own, and edges and groups follow. */
import { action, type News } from "./action";
import { type Fragment, fragmentOf } from "./clipboard";
import {
  type FlowDocument,
  type FlowEdge,
  type FlowNode,
  type Group,
  type Position,
  pointOf,
} from "./document";
import { isTrigger } from "./graph";
import { joined, listed } from "./groupActions";
import { nestingOf, outermost } from "./groups";
import type { Action } from "./history";
import { edgeIds, freshIds } from "./ids";
import { cornerOf } from "./layout";
import { idsOf } from "./parts";

const OFFSET = 40;

/** Adds copied parts with fresh ids, the upper left corner of all at `at`. */
export const paste = (fragment: Fragment, at: Position): Action =>
  action("paste", (document) => pasted(document, fragment, at, new Map()));

/** Copies parts beside themselves; the copies are in the groups that the parts are in. */
export function duplicate(ids: Iterable<string>): Action {
  const chosen = [...ids];
  return action("duplicate", (document) => {
    const fragment = fragmentOf(document, chosen);
    const { x, y } = cornerOf(placesOf(fragment));
    const { parents } = nestingOf(document);
    const homes = new Map(outermost(document, chosen).map((id) => [id, parents.get(id)]));
    return pasted(document, fragment, { x: x + OFFSET, y: y + OFFSET }, homes);
  });
}

const placesOf = ({ nodes, notes = [] }: Fragment): Position[] =>
  [...nodes, ...notes].map(({ position }) => position);

function pasted(
  document: FlowDocument,
  fragment: Fragment,
  at: Position,
  homes: ReadonlyMap<string, string | undefined>,
): News {
  const corner = cornerOf(placesOf(fragment));
  const ids = newIds(document, fragment);
  const placed = <T extends { id: string; position: Position }>(part: T): T => ({
    ...part,
    id: ids.idFor(part),
    position: pointOf({ x: part.position.x - corner.x + at.x, y: part.position.y - corner.y + at.y }),
  });
  const { notes = [], groups = [] } = document;
  const nodes = fragment.nodes.map(placed);
  return {
    nodes: [...document.nodes, ...nodes],
    edges: [...document.edges, ...edgesOf(document, fragment, ids.idOf)],
    notes: listed([...notes, ...(fragment.notes ?? []).map(placed)]),
    groups: listed([...atHome(groups, homes, ids.idOf), ...groupsOf(fragment, ids)]),
  };
}

type IdOf = (old: string) => string | undefined;

interface NewIds {
  /** Where edges and groups lead that name an old id: to the first part that had it. */
  idOf: IdOf;
  idFor(part: { id: string }): string;
}

/** New ids for all parts of the fragment; two that shared one get one each. */
function newIds(document: FlowDocument, { nodes, notes = [], groups = [] }: Fragment): NewIds {
  const fresh = freshIds(idsOf(document));
  const firsts = new Map<string, string>();
  const own = new Map<{ id: string }, string>();
  for (const part of [...nodes, ...notes, ...groups]) {
    const id = fresh(part.id);
    own.set(part, id);
    if (!firsts.has(part.id)) firsts.set(part.id, id);
  }
  return { idOf: (old) => firsts.get(old), idFor: (part) => own.get(part) as string };
}

function edgesOf(document: FlowDocument, fragment: Fragment, idOf: IdOf): FlowEdge[] {
  const nodes = new Map(fragment.nodes.toReversed().map((node) => [node.id, node] as [string, FlowNode]));
  const nextId = edgeIds(document.edges);
  const ports = new Set<string>();
  return fragment.edges.flatMap(({ source, sourceHandle, target }) => {
    const [from, to] = [nodes.get(source), nodes.get(target)];
    const port = JSON.stringify([source, sourceHandle]);
    if (from === undefined || to === undefined || isTrigger(to) || ports.has(port)) return [];
    ports.add(port);
    return [{ id: nextId(), source: idOf(source) as string, sourceHandle, target: idOf(target) as string }];
  });
}

/** The copied groups around the copies, each part in one; one that would be empty is left out. */
function groupsOf({ groups = [] }: Fragment, { idOf, idFor }: NewIds): Group[] {
  const held = new Set<string>();
  return groups.flatMap((group) => {
    const free = group.members.filter((id) => !held.has(id));
    for (const id of free) held.add(id);
    const members = free.flatMap((id) => idOf(id) ?? []);
    return members.length > 0 ? [{ ...group, id: idFor(group), members }] : [];
  });
}

function atHome(
  groups: readonly Group[],
  homes: ReadonlyMap<string, string | undefined>,
  idOf: IdOf,
): readonly Group[] {
  let after = groups;
  for (const [id, home] of homes) {
    const copy = idOf(id);
    if (home !== undefined && copy !== undefined) after = joined(after, home, [copy]);
  }
  return after;
}
