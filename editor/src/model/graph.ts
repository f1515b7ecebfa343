/** Questions about the way from node to node. */
import type { FlowDocument, FlowEdge, FlowNode } from "./document";
import { groupBy } from "./groupBy";

type Edges = readonly FlowEdge[];

/** The nodes from which `id` is reached; `id` itself only when a way leads back to it. */
export const ancestorsOf = (document: FlowDocument, id: string): Set<string> =>
  reached(id, (at) =>
    sides(document)
      .into.get(at)
      ?.map((edge) => edge.source),
  );

/** The nodes that are reached from `id`; `id` itself only when a way leads back to it. */
export const descendantsOf = (document: FlowDocument, id: string): Set<string> =>
  reached(id, (at) =>
    sides(document)
      .out.get(at)
      ?.map((edge) => edge.target),
  );

/** The nodes one edge after `id`, each once. */
const successorsOf = (document: FlowDocument, id: string): string[] => [
  ...new Set(edgesOutOf(document, id).map((edge) => edge.target)),
];

export const edgesOutOf = (document: FlowDocument, id: string): Edges => sides(document).out.get(id) ?? [];

export const edgesInto = (document: FlowDocument, id: string): Edges => sides(document).into.get(id) ?? [];

export const edgeOfPort = (document: FlowDocument, id: string, port: string): FlowEdge | undefined =>
  edgesOutOf(document, id).find((edge) => edge.sourceHandle === port);

export const nodeOf = (document: FlowDocument, id: string): FlowNode | undefined =>
  byId(document.nodes).get(id);

/** Every node once, as one reads: from each trigger along its ways, upper ones first; at last what nothing leads to. */
export function orderFromTriggers(document: FlowDocument): string[] {
  const order = new Set<string>();
  const nodes = byId(document.nodes);
  const starts = document.nodes.toSorted(
    (a, b) => Number(isRoot(document, b)) - Number(isRoot(document, a)) || upperFirst(a, b),
  );
  for (const start of [...starts.filter(isTrigger), ...starts]) {
    const ahead = [start];
    for (let node = ahead.pop(); node !== undefined; node = ahead.pop()) {
      if (order.has(node.id)) continue;
      order.add(node.id);
      const next = successorsOf(document, node.id).flatMap((id) => nodes.get(id) ?? []);
      ahead.push(...next.sort(upperFirst).reverse());
    }
  }
  return [...order];
}

/** The ids of the edges that close a cycle: each leads back to a node that the way to it came through. */
export function cycleEnds({ edges }: FlowDocument): ReadonlySet<string> {
  const known = endsOfCycles.get(edges);
  if (known !== undefined) return known;
  const ends = new Set<string>();
  const { into, out } = sides({ edges });
  const isDone = new Map<string, boolean>();
  // Where nothing leads to, ways begin: seen from there an edge leads back that does not from elsewhere.
  const starts = [...out.keys()].toSorted((a, b) => Number(into.has(a)) - Number(into.has(b)));
  for (const start of starts) if (!isDone.has(start)) walkWays(start, out, isDone, ends);
  endsOfCycles.set(edges, ends);
  return ends;
}

/** Walks all ways from `start` in depth; a node is under way (false in `isDone`) until all that follows it was seen. */
function walkWays(start: string, out: Sides["out"], isDone: Map<string, boolean>, ends: Set<string>): void {
  const way = [{ id: start, next: 0 }];
  isDone.set(start, false);
  for (let at = way.at(-1); at !== undefined; at = way.at(-1)) {
    const edge = out.get(at.id)?.[at.next];
    at.next += 1;
    if (edge === undefined) {
      isDone.set(at.id, true);
      way.pop();
    } else if (isDone.get(edge.target) === false) ends.add(edge.id);
    else if (!isDone.has(edge.target)) {
      isDone.set(edge.target, false);
      way.push({ id: edge.target, next: 0 });
    }
  }
}

/** A trigger only starts: nothing leads into it. */
export const isTrigger = (node: Pick<FlowNode, "type">): boolean => node.type === "trigger";

const isRoot = (document: FlowDocument, node: FlowNode): boolean =>
  edgesInto(document, node.id).length === 0 && edgesOutOf(document, node.id).length > 0;

const upperFirst = (a: FlowNode, b: FlowNode): number =>
  a.position.y - b.position.y || a.position.x - b.position.x;

function reached(start: string, next: (id: string) => string[] | undefined): Set<string> {
  const found = new Set<string>();
  const ahead = [start];
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    for (const other of next(id) ?? []) {
      if (found.has(other)) continue;
      found.add(other);
      ahead.push(other);
    }
  }
  return found;
}

interface Sides {
  into: Map<string, FlowEdge[]>;
  out: Map<string, FlowEdge[]>;
}

// A list is never changed in place, so what was found out about it stays true as long as it lives.
const sidesOfEdges = new WeakMap<Edges, Sides>();
const endsOfCycles = new WeakMap<Edges, ReadonlySet<string>>();
const nodesById = new WeakMap<readonly FlowNode[], ReadonlyMap<string, FlowNode>>();

function sides({ edges }: Pick<FlowDocument, "edges">): Sides {
  const known = sidesOfEdges.get(edges);
  if (known !== undefined) return known;
  const found = { into: groupBy(edges, (edge) => edge.target), out: groupBy(edges, (edge) => edge.source) };
  sidesOfEdges.set(edges, found);
  return found;
}

/** The nodes by their id; of two with the same id the first. */
function byId(nodes: readonly FlowNode[]): ReadonlyMap<string, FlowNode> {
  const known = nodesById.get(nodes);
  if (known !== undefined) return known;
  const found = new Map(nodes.toReversed().map((node) => [node.id, node]));
  nodesById.set(nodes, found);
  return found;
}
