/** How edges follow when nodes come, go and are wired: every function returns the new list of edges. */
import type { FlowDocument, FlowEdge, FlowNode } from "./document";
import { edgeOfPort, edgesOutOf, isTrigger, nodeOf } from "./graph";
import { edgeIds } from "./ids";

/** Where a new node is put in: behind a port, or in the middle of an edge. */
export type Wire = { kind: "after"; source: string; port: string } | { kind: "onEdge"; edgeId: string };

/** From a port of one node to another node. */
export interface Way {
  source: string;
  port: string;
  target: string;
}

/** Whether an edge may lead this way: both nodes are there, and a trigger only starts. */
export function isAllowed(document: FlowDocument, { source, target }: Way): boolean {
  const end = nodeOf(document, target);
  return nodeOf(document, source) !== undefined && end !== undefined && !isTrigger(end);
}

/** With an edge along the way, in place of the one its port had. */
export function linked(document: FlowDocument, way: Way, wantedId?: string): FlowEdge[] {
  const { edges } = document;
  const isTaken = wantedId === undefined || edges.some((edge) => edge.id === wantedId);
  const id = isTaken ? edgeIds(edges)() : wantedId;
  return [...edges.filter((edge) => !leaves(edge, way)), edgeAlong(way, id)];
}

/** With the edge led another way; the edge that the port had goes. */
export function rerouted({ edges }: FlowDocument, edgeId: string, way: Way): FlowEdge[] {
  return edges.flatMap((edge) => {
    if (edge.id === edgeId) return [edgeAlong(way, edgeId)];
    return leaves(edge, way) ? [] : [edge];
  });
}

/**
 * With the new node behind a port or on an edge; what came after comes after its `firstPort`. Without one the node takes
 * the port for itself. The same when impossible.
 */
export function spliced(
  document: FlowDocument,
  node: FlowNode,
  firstPort: string | undefined,
  wire: Wire,
): FlowEdge[] {
  const { edges } = document;
  const old =
    wire.kind === "onEdge"
      ? edges.find(({ id }) => id === wire.edgeId)
      : edgeOfPort(document, wire.source, wire.port);
  const start = wire.kind === "after" ? wire : old && { source: old.source, port: old.sourceHandle };
  if (start === undefined || isTrigger(node) || nodeOf(document, start.source) === undefined) return edges;
  const isLast = firstPort === undefined && wire.kind === "after";
  if (old === undefined || isLast) return linked(document, { ...start, target: node.id });
  if (firstPort === undefined) return edges;
  const onward = edgeAlong({ source: node.id, port: firstPort, target: old.target }, edgeIds(edges)());
  return [...edges.map((edge) => (edge === old ? { ...edge, target: node.id } : edge)), onward];
}

/** Without the nodes and the edges; what led into a deleted part leads on to where its only way out led. */
export function healed(
  document: FlowDocument,
  nodeIds: ReadonlySet<string>,
  gone: ReadonlySet<string>,
): FlowEdge[] {
  return document.edges.flatMap((edge) => {
    if (nodeIds.has(edge.source)) return [];
    if (!nodeIds.has(edge.target)) return gone.has(edge.id) ? [] : [edge];
    const target = onlyExit(document, edge.target, nodeIds);
    const isWay = target !== undefined && target !== edge.source;
    return isWay && isAllowed(document, { source: edge.source, port: edge.sourceHandle, target })
      ? [{ ...edge, target }]
      : [];
  });
}

/** The one node outside of `inside` that ways from `start` through it come out at. */
function onlyExit(document: FlowDocument, start: string, inside: ReadonlySet<string>): string | undefined {
  const exits = new Set<string>();
  const seen = new Set([start]);
  const ahead = [start];
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    for (const { target } of edgesOutOf(document, id)) {
      if (!inside.has(target)) exits.add(target);
      else if (!seen.has(target)) {
        seen.add(target);
        ahead.push(target);
      }
    }
  }
  return exits.size === 1 ? [...exits][0] : undefined;
}

const leaves = (edge: FlowEdge, { source, port }: Way): boolean =>
  edge.source === source && edge.sourceHandle === port;

const edgeAlong = ({ source, port, target }: Way, id: string): FlowEdge => ({
  id,
  source,
  sourceHandle: port,
  target,
});
