/** Tidies up: places nodes from left to right along their edges. */

import type { Size } from "./columns";
import type { FlowDocument, FlowEdge, FlowNode, Position } from "./document";
import { orderFromTriggers } from "./graph";
import { groupBy } from "./groupBy";
import { type NodeTypes, portsOf } from "./nodeTypes";
import { aroundPinned } from "./pinned";
import type { Job } from "./placed";
import { idsIn } from "./rows";

export type { Size } from "./columns";

/** What works out the places: `placed` itself, or `placedAside` where a page must go on answering. */
export type Place = (job: Job) => Position[] | Promise<Position[]>;

/**
 * New positions for all nodes, or for `ids` alone; pinned ones stay, and without one the upper left corner of all.
 * Branches stand in the order of their ports: those of rows as the settings have them, others as `types` says.
 */
export async function tidy(
  document: FlowDocument,
  place: Place,
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
  const boxes = nodes.map(({ id }) => ({ id, ...sizeOf(id) }));
  const wires = inPortOrder(nodes, edges, types).map(({ source, target }) => ({ source, target }));
  return aroundPinned(nodes, anchored(nodes, await place({ boxes, wires })), sizeOf);
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
  const pin = nodes.findIndex((node) => node.pinned);
  const before = nodes[pin]?.position ?? cornerOf(nodes.map((node) => node.position));
  const after = places[pin] ?? cornerOf(places);
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
