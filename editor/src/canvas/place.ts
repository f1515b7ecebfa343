/** Where a new card goes: beside its port, into the gap of an edge, or where nothing is in the way. */
import type { Position } from "../model/document";
import { CARD_WIDTH, type Size, snapped } from "./size";

/** The room between two cards in a row: enough for an edge and its plus. */
export const GAP = 96;
const STEP = 24;
const MARGIN = 16;
const MAX_STEPS = 200;

export interface Box extends Position, Size {}

/**
 * The place right of `source`, moved down until it covers no card: `level` below its top, or without one beside its
 * middle, off the grid when need be, because a wire that is not quite straight looks like a mistake.
 */
export function placeAfter(
  source: Box,
  level: number | undefined,
  size: Size,
  others: readonly Box[],
): Position {
  const { x } = snapped({ x: source.x + source.width + GAP, y: 0 });
  return free({ x, y: source.y + (level ?? (source.height - size.height) / 2) }, size, others);
}

/** `at`, on the grid and moved down until a card of that size covers no other. */
export const freePlace = (at: Position, size: Size, others: readonly Box[]): Position =>
  free(snapped(at), size, others);

function free(at: Position, size: Size, others: readonly Box[]): Position {
  const place = { ...at };
  for (let step = 0; step < MAX_STEPS; step += 1) {
    if (!others.some((other) => overlaps({ ...place, ...size }, other))) return place;
    place.y += STEP;
  }
  return place;
}

/** How far the cards behind an edge must move right to let a new card in between. */
export function roomNeeded(source: Box, target: Box): number {
  const gap = target.x - (source.x + source.width);
  const needed = CARD_WIDTH + 2 * GAP;
  return gap < 0 || gap >= needed - GAP ? 0 : snapped({ x: needed - gap, y: 0 }).x;
}

const overlaps = (one: Box, other: Box) =>
  one.x < other.x + other.width + MARGIN &&
  other.x < one.x + one.width + MARGIN &&
  one.y < other.y + other.height + MARGIN &&
  other.y < one.y + one.height + MARGIN;
