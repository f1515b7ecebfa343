/** What leads from one document to another, part by part, and one document that shows both. */
import type { FlowDocument, FlowEdge, FlowNode } from "./document";
import { isEqual } from "./equal";

/** `moved`: it stands elsewhere and is the same otherwise. */
export type Look = "added" | "removed" | "changed" | "moved";

export interface FlowDiff {
  /** The later document with what was removed from the earlier one, at its old place. */
  readonly drawn: FlowDocument;
  /** How nodes, notes and groups differ, by their ids in `drawn`; what is the same is missing. */
  readonly nodes: ReadonlyMap<string, Look>;
  readonly notes: ReadonlyMap<string, Look>;
  readonly groups: ReadonlyMap<string, Look>;
  /** An edge is there or not: one that leads elsewhere is another. */
  readonly edges: ReadonlyMap<string, "added" | "removed">;
  /** The parts of the flow as a whole that differ. */
  readonly whole: readonly ("name" | "description" | "settings" | "tests")[];
  readonly isSame: boolean;
}

const WHOLE = ["name", "description", "settings", "tests"] as const;

export function diffOf(before: FlowDocument, after: FlowDocument): FlowDiff {
  const nodes = compareAll(before.nodes, after.nodes);
  const notes = compareAll(before.notes ?? [], after.notes ?? []);
  const groups = compareAll(before.groups ?? [], after.groups ?? []);
  const edges = compareEdges(before.edges, after.edges);
  const whole = WHOLE.filter((part) => !isEqual(before[part] ?? null, after[part] ?? null));
  return {
    drawn: {
      ...after,
      nodes: nodes.drawn,
      edges: edges.drawn,
      ...(notes.drawn.length > 0 && { notes: notes.drawn }),
      ...(groups.drawn.length > 0 && { groups: groups.drawn }),
    },
    nodes: nodes.looks,
    notes: notes.looks,
    groups: groups.looks,
    edges: edges.looks,
    whole,
    isSame: nodes.looks.size + notes.looks.size + groups.looks.size + edges.looks.size + whole.length === 0,
  };
}

interface Part {
  id: string;
  position?: unknown;
}

function compareAll<T extends Part>(before: readonly T[], after: readonly T[]) {
  const old = new Map(before.map((part) => [part.id, part]));
  const looks = new Map<string, Look>();
  for (const part of after) {
    const look = lookOf(old.get(part.id), part);
    if (look !== undefined) looks.set(part.id, look);
  }
  const now = new Set(after.map(({ id }) => id));
  const removed = before.filter(({ id }) => !now.has(id));
  for (const { id } of removed) looks.set(id, "removed");
  return { looks, drawn: [...after, ...removed] };
}

function lookOf<T extends Part>(old: T | undefined, part: T): Look | undefined {
  if (old === undefined) return "added";
  if (isEqual(old, part)) return undefined;
  return isEqual({ ...old, position: null }, { ...part, position: null }) ? "moved" : "changed";
}

function compareEdges(before: readonly FlowEdge[], after: readonly FlowEdge[]) {
  const old = new Set(before.map(wayOf));
  const now = new Set(after.map(wayOf));
  const taken = new Set(after.map(({ id }) => id));
  const looks = new Map<string, "added" | "removed">();
  for (const edge of after) if (!old.has(wayOf(edge))) looks.set(edge.id, "added");
  const removed = before
    .filter((edge) => !now.has(wayOf(edge)))
    .map((edge) => ({ ...edge, id: freeId(edge.id, taken) }));
  for (const { id } of removed) looks.set(id, "removed");
  return { looks, drawn: [...after, ...removed] };
}

/** Edges are a set: their order and their ids say nothing. */
const wayOf = ({ source, sourceHandle, target }: FlowEdge): string =>
  JSON.stringify([source, sourceHandle, target]);

/** Another edge may have the id by now. */
function freeId(id: string, taken: Set<string>): string {
  let free = id;
  while (taken.has(free)) free = `${free}-`;
  taken.add(free);
  return free;
}

/** How many parts of each look there are, for a sentence. */
export function countLooks(looks: ReadonlyMap<string, Look>): Record<Look, number> {
  const counts = { added: 0, removed: 0, changed: 0, moved: 0 };
  for (const look of looks.values()) counts[look] += 1;
  return counts;
}

/** A node as it was and as it is; one of the two may be missing. */
export function sidesOf(before: FlowDocument, after: FlowDocument, id: string) {
  const of = ({ nodes }: FlowDocument): FlowNode | undefined => nodes.find((node) => node.id === id);
  return { before: of(before), after: of(after) };
}
