/** Where the view begins: on the whole flow when it can be read like that, else on its first card. */
import type { Position } from "../model/document";
import type { Size } from "./size";

const PADDING = 64;
/** Smaller than this, cards cannot be read and the view begins at the first one instead. */
const READABLE = 0.4;

interface Card {
  position: Position;
  width?: number;
  height?: number;
}

export function startView(cards: readonly Card[], area: Size): Position & { zoom: number } {
  if (cards.length === 0) return { x: 0, y: 0, zoom: 1 };
  const left = Math.min(...cards.map((card) => card.position.x));
  const top = Math.min(...cards.map((card) => card.position.y));
  const right = Math.max(...cards.map((card) => card.position.x + (card.width ?? 0)));
  const bottom = Math.max(...cards.map((card) => card.position.y + (card.height ?? 0)));
  const fits = Math.min(
    1,
    (area.width - 2 * PADDING) / (right - left),
    (area.height - 2 * PADDING) / (bottom - top),
  );
  if (fits >= READABLE) {
    return {
      x: (area.width - (left + right) * fits) / 2,
      y: (area.height - (top + bottom) * fits) / 2,
      zoom: fits,
    };
  }
  const [first] = cards as [Card];
  return { x: PADDING - first.position.x, y: area.height / 3 - first.position.y, zoom: 1 };
}
