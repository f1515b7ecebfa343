/** The numbers of a period, at the nodes and edges of the flow that is drawn. */
import type { components } from "../generated/api";
import type { FlowDocument } from "./document";

export type FlowCounts = components["schemas"]["FlowCounts"];
export type NodeNumbers = Omit<FlowCounts["nodes"][number], "nodeId">;
/** How often an edge was taken, and the share of its node's visits that is, from 0 to 1. */
export type EdgeNumbers = Pick<FlowCounts["ports"][number], "taken" | "share">;

export interface Numbers {
  readonly nodes: ReadonlyMap<string, NodeNumbers>;
  readonly edges: ReadonlyMap<string, EdgeNumbers>;
}

/** Every edge has numbers where its node was visited: one that nobody took says so. */
export function numbersOf(edges: FlowDocument["edges"], counts: FlowCounts): Numbers {
  const found = new Map(counts.nodes.map(({ nodeId, ...numbers }) => [nodeId, numbers]));
  const byPort = new Map(counts.ports.map((port) => [placeOf(port.nodeId, port.port), port]));
  return {
    nodes: found,
    edges: new Map(
      edges.flatMap(({ id, source, sourceHandle }) => {
        const port = byPort.get(placeOf(source, sourceHandle));
        if (port) return [[id, { taken: port.taken, share: port.share }] as const];
        return found.get(source)?.visits ? [[id, { taken: 0, share: 0 }] as const] : [];
      }),
    ),
  };
}

type End = Pick<FlowCounts["ends"][number], "executions" | "share">;

/** The outcome of an end that says none. */
const USUAL = "end";
const NOBODY: End = { executions: 0, share: 0 };

/** How those that entered came to an end: by status, and by the outcomes that have a name, the most usual first. */
export function endsOf({ ends }: FlowCounts) {
  const all = (status: string): End =>
    ends.find((end) => end.status === status && end.outcome === null) ?? NOBODY;
  const named = ends.flatMap(({ outcome, executions, share }) =>
    outcome === null || outcome === USUAL ? [] : [{ outcome, executions, share }],
  );
  return { completed: all("Completed"), failed: all("Failed"), named };
}

/** How many nodes were visited and are not drawn any more. */
export function goneOf(nodes: FlowDocument["nodes"], counts: FlowCounts): number {
  const drawn = new Set(nodes.map(({ id }) => id));
  return counts.nodes.filter(({ nodeId, visits }) => visits > 0 && !drawn.has(nodeId)).length;
}

const placeOf = (node: string, port: string) => JSON.stringify([node, port]);

/** "37 %": whole percents, but nothing that happened is nothing, and almost all is not all. */
export function percentOf(share: number): number {
  const percent = Math.round(share * 100);
  if (share > 0 && percent === 0) return 1;
  return share < 1 && percent === 100 ? 99 : percent;
}
