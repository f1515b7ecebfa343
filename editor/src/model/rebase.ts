/** Puts what one person changed on top of what another saved meanwhile: both are kept, and where both changed the same part, mine counts. */
import type { FlowDocument, FlowEdge } from "./document";
import { isEqual } from "./equal";

export interface Rebased {
  document: FlowDocument;
  /** How many parts both changed, so that theirs gave way. */
  clashes: number;
}

/** `base` is what both began with. */
export function rebase(base: FlowDocument, mine: FlowDocument, theirs: FlowDocument): Rebased {
  const nodes = mergeParts(base.nodes, mine.nodes, theirs.nodes);
  const notes = mergeParts(base.notes ?? [], mine.notes ?? [], theirs.notes ?? []);
  const groups = mergeParts(base.groups ?? [], mine.groups ?? [], theirs.groups ?? []);
  const settings = mergeKeys(base.settings, mine.settings, theirs.settings);
  const name = pick(base.name, mine.name, theirs.name);
  const description = pick(base.description, mine.description, theirs.description);
  const tests = pick(base.tests, mine.tests, theirs.tests);
  const present = new Set(nodes.parts.map(({ id }) => id));
  const standing = new Set([
    ...present,
    ...notes.parts.map(({ id }) => id),
    ...groups.parts.map(({ id }) => id),
  ]);
  const framed = groups.parts.map((group) => ({
    ...group,
    members: group.members.filter((id) => standing.has(id)),
  }));
  return {
    document: {
      formatVersion: theirs.formatVersion,
      name: name.value,
      description: description.value,
      nodes: nodes.parts,
      edges: mergeEdges(base.edges, mine.edges, theirs.edges, present),
      settings: settings.value,
      ...(notes.parts.length > 0 && { notes: notes.parts }),
      ...(framed.length > 0 && { groups: framed }),
      ...(tests.value !== undefined && { tests: tests.value }),
    },
    clashes: [nodes, notes, groups, settings, name, description, tests].reduce(
      (sum, { clashes }) => sum + clashes,
      0,
    ),
  };
}

function pick<T>(base: T, mine: T, theirs: T): { value: T; clashes: number } {
  if (isEqual(mine, base)) return { value: theirs, clashes: 0 };
  return { value: mine, clashes: isEqual(theirs, base) || isEqual(mine, theirs) ? 0 : 1 };
}

/** In their order; what I added comes last. What is gone on one side and untouched on the other is gone. */
function mergeParts<T extends { id: string }>(base: readonly T[], mine: readonly T[], theirs: readonly T[]) {
  const [old, own, other] = [base, mine, theirs].map(
    (parts) => new Map(parts.map((part) => [part.id, part])),
  );
  let clashes = 0;
  const ids = new Set([...theirs, ...mine].map(({ id }) => id));
  const parts = [...ids].flatMap((id) => {
    const found = pick(old?.get(id), own?.get(id), other?.get(id));
    clashes += found.clashes;
    return found.value === undefined ? [] : [found.value];
  });
  return { parts, clashes };
}

function mergeKeys(base: Settings, mine: Settings, theirs: Settings): { value: Settings; clashes: number } {
  let clashes = 0;
  const value: Settings = {};
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const found = pick(base[key], mine[key], theirs[key]);
    clashes += found.clashes;
    if (found.value !== undefined) value[key] = found.value;
  }
  return { value, clashes };
}

type Settings = Record<string, unknown>;

/** A way out leads to one place: mine where both chose one. An edge without one of its nodes is none. */
function mergeEdges(
  base: readonly FlowEdge[],
  mine: readonly FlowEdge[],
  theirs: readonly FlowEdge[],
  present: ReadonlySet<string>,
): FlowEdge[] {
  const before = new Set(base.map(wayOf));
  const own = new Set(mine.map(wayOf));
  const added = mine.filter((edge) => !before.has(wayOf(edge)));
  const ports = new Set(added.map(portOf));
  const kept = theirs.filter(
    (edge) => !ports.has(portOf(edge)) && (own.has(wayOf(edge)) || !before.has(wayOf(edge))),
  );
  const taken = new Set(kept.map(({ id }) => id));
  const renamed = added.map((edge) => (taken.has(edge.id) ? { ...edge, id: freeId(edge.id, taken) } : edge));
  return [...kept, ...renamed].filter(({ source, target }) => present.has(source) && present.has(target));
}

function freeId(id: string, taken: ReadonlySet<string>): string {
  let free = `${id}_2`;
  while (taken.has(free)) free = `${free}_2`;
  return free;
}

const wayOf = ({ source, sourceHandle, target }: FlowEdge) => JSON.stringify([source, sourceHandle, target]);
const portOf = ({ source, sourceHandle }: FlowEdge) => JSON.stringify([source, sourceHandle]);
