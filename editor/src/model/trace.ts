/** What an execution did, as marks on the nodes and edges of its flow. */
import type { Step } from "../types";
import type { FlowDocument } from "./document";

interface NodeMark {
  status: Step["status"];
  visits: number;
  isCurrent: boolean;
}

export interface Trace {
  readonly nodes: ReadonlyMap<string, NodeMark>;
  /** The ids of the edges that were travelled. */
  readonly edges: ReadonlySet<string>;
}

/** The trace of the steps in order; the last one given is the current one. */
export function traceOf({ edges: all }: Pick<FlowDocument, "edges">, steps: readonly Step[]): Trace {
  const nodes = new Map<string, NodeMark>();
  const edges = new Set<string>();
  const byPort = new Map(all.map((edge) => [`${edge.source} ${edge.sourceHandle}`, edge.id]));
  steps.forEach((step, at) => {
    const visits = (nodes.get(step.nodeId)?.visits ?? 0) + 1;
    nodes.set(step.nodeId, { status: step.status, visits, isCurrent: at === steps.length - 1 });
    const edge = byPort.get(`${step.nodeId} ${step.port}`);
    if (edge !== undefined && at < steps.length - 1) edges.add(edge);
  });
  return { nodes, edges };
}
