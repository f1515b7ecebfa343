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
export const successorsOf = (document: FlowDocument, id: string): string[] => [
  ...new Set(edgesOutOf(document, id).map((edge) => edge.target)),
];

/** The nodes one edge before `id`, each once. */
export const predecessorsOf = (document: FlowDocument, id: string): string[] => [
  ...new Set(edgesInto(document, id).map((edge) => edge.source)),
];

export const edgesOutOf = (document: FlowDocument, id: string): Edges => sides(document).out.get(id) ?? [];

export const edgesInto = (document: FlowDocument, id: string): Edges => sides(document).into.get(id) ?? [];

/** Whether a way leads from `from` to `to`. */
export const isReachable = (document: FlowDocument, from: string, to: string): boolean =>
  descendantsOf(document, from).has(to);

export const edgeOfPort = (document: FlowDocument, id: string, port: string): FlowEdge | undefined =>
  edgesOutOf(document, id).find((edge) => edge.sourceHandle === port);

export const nodeOf = (document: FlowDocument, id: string): FlowNode | undefined =>
  byId(document.nodes).get(id);

/** The ids of the nodes that `after` has and `before` has not: what an action added, to select it. */
export function addedNodes(before: FlowDocument, after: FlowDocument): string[] {
  const known = byId(before.nodes);
  return after.nodes.filter((node) => !known.has(node.id)).map((node) => node.id);
}

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
const nodesById = new WeakMap<readonly FlowNode[], ReadonlyMap<string, FlowNode>>();

function sides({ edges }: FlowDocument): Sides {
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
