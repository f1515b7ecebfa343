/** A plain layout in columns, for flows that the good one cannot take. */
import type { FlowEdge, FlowNode, Position } from "./document";
import { groupBy } from "./groupBy";

export interface Size {
  width: number;
  height: number;
}

export const BETWEEN_RANKS = 96;
export const BETWEEN_NODES = 40;

/** Each node one column right of the first that leads to it, below those that came before it. */
export function inColumns(
  nodes: readonly FlowNode[],
  edges: readonly FlowEdge[],
  sizeOf: (id: string) => Size,
): Position[] {
  const columns = columnsOf(nodes, edges);
  const widest = Math.max(0, ...nodes.map((node) => sizeOf(node.id).width));
  const bottoms = new Map<number, number>();
  return nodes.map(({ id }) => {
    const column = columns.get(id) ?? 0;
    const y = bottoms.get(column) ?? 0;
    bottoms.set(column, y + sizeOf(id).height + BETWEEN_NODES);
    return { x: column * (widest + BETWEEN_RANKS), y };
  });
}

function columnsOf(nodes: readonly FlowNode[], edges: readonly FlowEdge[]): Map<string, number> {
  const outOf = groupBy(edges, (edge) => edge.source);
  const columns = new Map<string, number>();
  for (const { id } of nodes) {
    const column = columns.get(id) ?? 0;
    columns.set(id, column);
    for (const { target } of outOf.get(id) ?? []) {
      if (!columns.has(target)) columns.set(target, column + 1);
    }
  }
  return columns;
}
