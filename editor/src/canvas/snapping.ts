/** Where what is dragged comes to lie: in line with a neighbour when one is near, else on the grid. */
import type { Position } from "../model/document";
import type { Box } from "./place";
import { GRID } from "./size";

/** A line from one place of the flow to another, across or down. */
export interface Guide {
  x: number;
  y: number;
  length: number;
  isDown: boolean;
}

/** So near, in pixels of the screen, a line holds what is dragged. */
const REACH = 6;

type Axis = "x" | "y";
const SIZE = { x: "width", y: "height" } as const;

interface Match {
  by: number;
  at: number;
  other: Box;
}

/**
 * How far to move instead of `by`: `box` is what is dragged as a whole, `handle` the place of the card that is held,
 * both where the drag began.
 */
export function snappedMove(
  box: Box,
  handle: Position,
  by: Position,
  others: readonly Box[],
  zoom: number,
): { by: Position; guides: Guide[] } {
  const reach = REACH / zoom;
  const across = nearest(box, by.x, others, "x", reach);
  const down = nearest(box, by.y, others, "y", reach);
  const move = { x: across?.by ?? onGrid(handle.x, by.x), y: down?.by ?? onGrid(handle.y, by.y) };
  const moved = { ...box, x: box.x + move.x, y: box.y + move.y };
  const guides = [across && guide(moved, across, "x"), down && guide(moved, down, "y")];
  return { by: move, guides: guides.filter((line) => line !== undefined) };
}

const onGrid = (start: number, by: number): number => Math.round((start + by) / GRID) * GRID - start;

/** The line of a neighbour that one of ours comes nearest to. */
function nearest(box: Box, by: number, others: readonly Box[], axis: Axis, reach: number): Match | undefined {
  let best: Match | undefined;
  let distance = reach;
  for (const other of others) {
    for (const [at, line] of pairsOf(linesOf(other, axis), linesOf(box, axis))) {
      const off = at - (line + by);
      if (Math.abs(off) >= distance) continue;
      distance = Math.abs(off);
      best = { by: by + off, at, other };
    }
  }
  return best;
}

type Lines = [start: number, middle: number, end: number];

/** Middles belong together, and edges do: an edge on a middle is in line with nothing that one sees. */
const pairsOf = ([start, middle, end]: Lines, [ownStart, ownMiddle, ownEnd]: Lines): [number, number][] => [
  [start, ownStart],
  [end, ownEnd],
  [middle, ownMiddle],
  [start, ownEnd],
  [end, ownStart],
];

const linesOf = (box: Box, axis: Axis): Lines => {
  const size = box[SIZE[axis]];
  return [box[axis], box[axis] + size / 2, box[axis] + size];
};

function guide(box: Box, { at, other }: Match, axis: Axis): Guide {
  const along = axis === "x" ? "y" : "x";
  const from = Math.min(box[along], other[along]);
  const to = Math.max(box[along] + box[SIZE[along]], other[along] + other[SIZE[along]]);
  const place = axis === "x" ? { x: at, y: from } : { x: from, y: at };
  return { ...place, length: to - from, isDown: axis === "x" };
}
