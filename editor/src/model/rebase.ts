/** Puts what one person changed on top of what another saved meanwhile: both are kept, and where both changed the same, mine counts. */
import type { FlowDocument, FlowEdge } from "./document";
import { isEqual } from "./equal";
import { freeName, nameOf } from "./flowTests";
import { freshIds } from "./ids";

export interface Rebased {
  document: FlowDocument;
  /** How many settings both changed, so that theirs gave way. */
  clashes: number;
}

/** `base` is what both began with. */
export function rebase(base: FlowDocument, own: FlowDocument, theirs: FlowDocument): Rebased {
  const mine = withOwnNames(base, own, theirs);
  const nodes = mergeParts(base.nodes, mine.nodes, theirs.nodes);
  const notes = mergeParts(base.notes ?? [], mine.notes ?? [], theirs.notes ?? []);
  const groups = mergeParts(base.groups ?? [], mine.groups ?? [], theirs.groups ?? []);
  const settings = mergeKeys(base.settings, mine.settings, theirs.settings);
  const name = pick(base.name, mine.name, theirs.name);
  const description = pick(base.description, mine.description, theirs.description);
  const tests = mergeTests(base.tests, mine.tests, theirs.tests);
  const present = new Set(nodes.parts.map(({ id }) => id));
  const standing = new Set([
    ...present,
    ...notes.parts.map(({ id }) => id),
    ...groups.parts.map(({ id }) => id),
  ]);
  const framed = groups.parts
    .map((group) => ({ ...group, members: group.members.filter((id) => standing.has(id)) }))
    .filter(({ members }) => members.length > 0);
  const edges = mergeEdges(base.edges, mine.edges, theirs, present);
  return {
    document: {
      formatVersion: theirs.formatVersion,
      name: name.value,
      description: description.value,
      nodes: nodes.parts,
      edges: edges.parts,
      settings: settings.value,
      ...(notes.parts.length > 0 && { notes: notes.parts }),
      ...(framed.length > 0 && { groups: framed }),
      ...(tests.value.length > 0 && { tests: tests.value }),
    },
    clashes: [nodes, edges, notes, groups, settings, name, description, tests].reduce(
      (sum, { clashes }) => sum + clashes,
      0,
    ),
  };
}

/** New parts are named alike by everybody: where both added one of a name, mine gets another, in my edges and groups as well. */
function withOwnNames(base: FlowDocument, mine: FlowDocument, theirs: FlowDocument): FlowDocument {
  const [old, own, other] = [base, mine, theirs].map(partsOf);
  const fresh = freshIds([...(own?.keys() ?? []), ...(other?.keys() ?? [])]);
  const names = new Map<string, string>();
  for (const [id, part] of own ?? []) {
    if (!old?.has(id) && other?.has(id) && !isEqual(other.get(id), part)) names.set(id, fresh(id));
  }
  if (names.size === 0) return mine;
  const nameOf = (id: string) => names.get(id) ?? id;
  const renamed = <T extends { id: string }>(parts: readonly T[]) =>
    parts.map((part) => (names.has(part.id) ? { ...part, id: nameOf(part.id) } : part));
  return {
    ...mine,
    nodes: renamed(mine.nodes),
    edges: mine.edges.map((edge) => ({ ...edge, source: nameOf(edge.source), target: nameOf(edge.target) })),
    ...(mine.notes && { notes: renamed(mine.notes) }),
    ...(mine.groups && {
      groups: renamed(mine.groups).map((group) => ({ ...group, members: group.members.map(nameOf) })),
    }),
  };
}

const partsOf = ({ nodes, notes, groups }: FlowDocument): ReadonlyMap<string, { id: string }> =>
  new Map([...nodes, ...(notes ?? []), ...(groups ?? [])].map((part) => [part.id, part]));

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
    const found = mergePart(old?.get(id), own?.get(id), other?.get(id));
    clashes += found.clashes;
    return found.value === undefined ? [] : [found.value];
  });
  return { parts, clashes };
}

/** Of a part that both changed each setting counts by itself: who moves a card leaves what another writes in it. */
function mergePart<T extends { id: string }>(
  base: T | undefined,
  mine: T | undefined,
  theirs: T | undefined,
) {
  const isSettled = [mine, theirs].some((part) => part === undefined || isEqual(part, base));
  if (isSettled || base === undefined) return pick(base, mine, theirs);
  const [old, own, other] = [base, mine, theirs].map((part) => part as Settings) as [
    Settings,
    Settings,
    Settings,
  ];
  if (old.type !== own.type || old.type !== other.type) return pick<T | undefined>(base, mine, theirs);
  const config = mergeKeys(configOf(old), configOf(own), configOf(other));
  const rest = mergeKeys(withoutConfig(old), withoutConfig(own), withoutConfig(other));
  const value = { ...rest.value, ...("config" in old && { config: config.value }) } as unknown as T;
  return { value, clashes: rest.clashes + config.clashes };
}

type Tests = NonNullable<FlowDocument["tests"]>;

/** Tests are parts that are found by their names; where both added one of a name, mine gets another. */
function mergeTests(base: Tests = [], mine: Tests = [], theirs: Tests = []) {
  const [old, other] = [base, theirs].map((tests) => new Map(tests.map((test) => [nameOf(test), test])));
  const own: Tests = [];
  for (const test of mine) {
    const [name, twin] = [nameOf(test), other?.get(nameOf(test))];
    const isFree = old?.has(name) || twin === undefined || isEqual(twin, test);
    own.push(isFree ? test : { ...test, name: freeName(name, [...theirs, ...mine, ...own]) });
  }
  const { parts, clashes } = mergeParts(testParts(base), testParts(own), testParts(theirs));
  return { value: parts.map(({ config }) => config), clashes };
}

/** A file may hold two tests of one name: those are told apart by their order. */
function testParts(tests: Tests) {
  const seen = new Map<string, number>();
  return tests.map((test) => {
    const name = nameOf(test);
    seen.set(name, (seen.get(name) ?? 0) + 1);
    return { id: `${seen.get(name)} ${name}`, config: test };
  });
}

const configOf = ({ config }: Settings): Settings => (config ?? {}) as Settings;

const withoutConfig = ({ config: _, ...rest }: Settings): Settings => rest;

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

/**
 * A way out leads to one place: mine where both chose one. An edge without one of its nodes is none; those of a node that they
 * deleted and that I keep stay. What falls away and was new on one side is told as a clash.
 */
function mergeEdges(
  base: readonly FlowEdge[],
  mine: readonly FlowEdge[],
  theirs: Pick<FlowDocument, "nodes" | "edges">,
  present: ReadonlySet<string>,
): { parts: FlowEdge[]; clashes: number } {
  const before = new Set(base.map(wayOf));
  const own = new Set(mine.map(wayOf));
  const alive = new Set(theirs.nodes.map(({ id }) => id));
  const isKeptByMe = ({ source, target }: FlowEdge) => !alive.has(source) || !alive.has(target);
  const added = mine.filter((edge) => !before.has(wayOf(edge)) || isKeptByMe(edge));
  const ports = new Map(added.map((edge) => [portOf(edge), wayOf(edge)]));
  const isTheirs = (edge: FlowEdge) => !before.has(wayOf(edge));
  const given = theirs.edges.filter((edge) => ports.has(portOf(edge)));
  const kept = theirs.edges.filter(
    (edge) => !ports.has(portOf(edge)) && (own.has(wayOf(edge)) || isTheirs(edge)),
  );
  const taken = new Set(kept.map(({ id }) => id));
  const renamed = added.map((edge) => (taken.has(edge.id) ? { ...edge, id: freeId(edge.id, taken) } : edge));
  const stands = ({ source, target }: FlowEdge) => present.has(source) && present.has(target);
  const overruled = given.filter((edge) => isTheirs(edge) && ports.get(portOf(edge)) !== wayOf(edge));
  const fallen = [...kept.filter(isTheirs), ...added.filter(isTheirs)].filter((edge) => !stands(edge));
  return { parts: [...kept, ...renamed].filter(stands), clashes: overruled.length + fallen.length };
}

function freeId(id: string, taken: ReadonlySet<string>): string {
  let free = `${id}_2`;
  while (taken.has(free)) free = `${free}_2`;
  return free;
}

const wayOf = ({ source, sourceHandle, target }: FlowEdge) => JSON.stringify([source, sourceHandle, target]);
const portOf = ({ source, sourceHandle }: FlowEdge) => JSON.stringify([source, sourceHandle]);
