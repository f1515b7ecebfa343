/** Tidies up: places nodes from left to right along their edges. */

import { BETWEEN_NODES, BETWEEN_RANKS, inColumns, type Size } from "./columns";
import type { FlowDocument, FlowEdge, FlowNode, Position } from "./document";
import { orderFromTriggers } from "./graph";
import { groupBy } from "./groupBy";
import { type NodeTypes, portsOf } from "./nodeTypes";
import { idsIn } from "./rows";

export type { Size } from "./columns";

/**
 * New positions for all nodes, or for `ids` alone; the upper left corner of what is placed stays where it was.
 * Branches stand in the order of their ports: those of rows as the settings have them, others as `types` says.
 */
export async function tidy(
  document: FlowDocument,
  sizeOf: (id: string) => Size,
  ids?: Iterable<string>,
  types?: NodeTypes,
): Promise<Map<string, Position>> {
  const chosen = new Set(ids ?? document.nodes.map((node) => node.id));
  const byId = new Map(document.nodes.map((node) => [node.id, node]));
  const nodes = orderFromTriggers(document)
    .filter((id) => chosen.has(id))
    .flatMap((id) => byId.get(id) ?? []);
  if (nodes.length === 0) return new Map();
  const edges = document.edges.filter(({ source, target }) => chosen.has(source) && chosen.has(target));
  return anchored(nodes, await placed(nodes, inPortOrder(nodes, edges, types), sizeOf));
}

/** Where dagre puts the nodes; it is fetched when somebody first tidies up. */
async function placed(
  nodes: readonly FlowNode[],
  edges: readonly FlowEdge[],
  sizeOf: (id: string) => Size,
): Promise<Position[]> {
  const { Graph, layout } = await import("@dagrejs/dagre");
  const graph = new Graph<object, Size & Position, object>({ multigraph: true });
  graph.setGraph({ rankdir: "LR", ranksep: BETWEEN_RANKS, nodesep: BETWEEN_NODES });
  // dagre keeps its nodes in plain objects, where "__proto__" is no key, and bare numbers would lose their order.
  const names = new Map(nodes.map((node, at) => [node.id, `n${at}`]));
  for (const node of nodes) graph.setNode(`${names.get(node.id)}`, { ...sizeOf(node.id), x: 0, y: 0 });
  edges.forEach(({ source, target }, at) => {
    if (source !== target) graph.setEdge(`${names.get(source)}`, `${names.get(target)}`, {}, `e${at}`);
  });
  // Its search for fewer crossings turns branches upside down where it is all the same to it; people keep their order.
  const done = isLaidOut(() => layout(graph, { disableOptimalOrderHeuristic: true }));
  if (!done) return inColumns(nodes, edges, sizeOf);
  return nodes.map((_, at) => {
    const { x, y, width, height } = graph.node(`n${at}`);
    return { x: x - width / 2, y: y - height / 2 };
  });
}

/** Whether dagre got through: it calls itself once for each node of a way, and a way of 2,000 is too long for that. */
function isLaidOut(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The edges as their nodes come and, from one node, as its ports come: so dagre lays the branches out. */
function inPortOrder(
  nodes: readonly FlowNode[],
  edges: readonly FlowEdge[],
  types: NodeTypes | undefined,
): FlowEdge[] {
  const outOf = groupBy(edges, (edge) => edge.source);
  return nodes.flatMap((node) => {
    const ports = portOrder(node, types);
    const placeOf = (edge: FlowEdge) => ports.get(edge.sourceHandle) ?? ports.size;
    return (outOf.get(node.id) ?? []).toSorted((a, b) => placeOf(a) - placeOf(b));
  });
}

function portOrder(node: FlowNode, types: NodeTypes | undefined): Map<string, number> {
  const rows = Object.values(node.config).flatMap(idsIn);
  const names = [...rows, ...portsOf(node, types?.get(node.type)).map((port) => port.name)];
  return new Map([...new Set(names)].map((name, at) => [name, at]));
}

function anchored(nodes: readonly FlowNode[], places: readonly Position[]): Map<string, Position> {
  const before = cornerOf(nodes.map((node) => node.position));
  const after = cornerOf(places);
  const moved = ({ x, y }: Position) => ({
    x: Math.round(x - after.x + before.x),
    y: Math.round(y - after.y + before.y),
  });
  return new Map(nodes.map((node, at) => [node.id, moved(places[at] ?? node.position)]));
}

/** The upper left corner of all these places. */
export const cornerOf = (places: readonly Position[]): Position =>
  places.reduce((corner, { x, y }) => ({ x: Math.min(corner.x, x), y: Math.min(corner.y, y) }), {
    ...(places[0] ?? { x: 0, y: 0 }),
  });
