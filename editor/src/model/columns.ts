/** A plain layout in columns, for flows that the good one cannot take. */
import type { FlowEdge, Position } from "./document";
import { groupBy } from "./groupBy";

export interface Size {
  width: number;
  height: number;
}

export type Box = Size & { readonly id: string };
export type Wire = Pick<FlowEdge, "source" | "target">;

export const BETWEEN_RANKS = 96;
export const BETWEEN_NODES = 40;

/** Each box one column right of the first that leads to it, below those that came before it. */
export function inColumns(boxes: readonly Box[], wires: readonly Wire[]): Position[] {
  const columns = columnsOf(boxes, wires);
  const widest = Math.max(0, ...boxes.map((box) => box.width));
  const bottoms = new Map<number, number>();
  return boxes.map(({ id, height }) => {
    const column = columns.get(id) ?? 0;
    const y = bottoms.get(column) ?? 0;
    bottoms.set(column, y + height + BETWEEN_NODES);
    return { x: column * (widest + BETWEEN_RANKS), y };
  });
}

function columnsOf(boxes: readonly Box[], wires: readonly Wire[]): Map<string, number> {
  const outOf = groupBy(wires, (wire) => wire.source);
  const columns = new Map<string, number>();
  for (const { id } of boxes) {
    const column = columns.get(id) ?? 0;
    columns.set(id, column);
    for (const { target } of outOf.get(id) ?? []) {
      if (!columns.has(target)) columns.set(target, column + 1);
    }
  }
  return columns;
}
