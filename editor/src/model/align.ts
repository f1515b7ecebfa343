/** Brings boxes into line, or spreads them evenly. */

import type { Position } from "./document";
import { boundsOf } from "./groups";

export const ALIGNMENTS = ["left", "centre", "right", "top", "middle", "bottom"] as const;
export const SPREADS = ["across", "down"] as const;
export type Arrangement = (typeof ALIGNMENTS)[number] | (typeof SPREADS)[number];

interface Box extends Position {
  id: string;
  width: number;
  height: number;
}

/** New places: in line with the edge or the middle of all, or with gaps of one size between the first and the last. */
export function arranged(boxes: readonly Box[], how: Arrangement): Map<string, Position> {
  if (how === "across") return spread(boxes, "x", "width");
  if (how === "down") return spread(boxes, "y", "height");
  const all = boundsOf(boxes);
  return new Map(boxes.map((box) => [box.id, rounded(LINES[how](box, all))]));
}

const LINES: Record<(typeof ALIGNMENTS)[number], (box: Box, all: Omit<Box, "id">) => Position> = {
  left: ({ y }, all) => ({ x: all.x, y }),
  centre: ({ y, width }, all) => ({ x: all.x + (all.width - width) / 2, y }),
  right: ({ y, width }, all) => ({ x: all.x + all.width - width, y }),
  top: ({ x }, all) => ({ x, y: all.y }),
  middle: ({ x, height }, all) => ({ x, y: all.y + (all.height - height) / 2 }),
  bottom: ({ x, height }, all) => ({ x, y: all.y + all.height - height }),
};

function spread(boxes: readonly Box[], side: "x" | "y", size: "width" | "height"): Map<string, Position> {
  const inOrder = boxes.toSorted((a, b) => a[side] - b[side]);
  const filled = inOrder.reduce((sum, box) => sum + box[size], 0);
  const gap = (boundsOf(boxes)[size] - filled) / Math.max(1, boxes.length - 1);
  let at = inOrder[0]?.[side] ?? 0;
  return new Map(
    inOrder.map((box) => {
      const place = rounded({ x: box.x, y: box.y, [side]: at });
      at += box[size] + gap;
      return [box.id, place];
    }),
  );
}

const rounded = ({ x, y }: Position): Position => ({ x: Math.round(x), y: Math.round(y) });
