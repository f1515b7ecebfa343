/** How large a card is and where its handles are, from what it says alone: nothing is measured on the screen. */

export const CARD_WIDTH = 264;
export const GRID = 8;
/** The side of a handle, which is as wide as card.module.css draws it. */
export const HANDLE = 12;

const PADDING = 12;
const HEADER = 28;
const GAP = 8;
const LINE = 19;
const PORT_ROW = 28;
/** About the letters that fit one line of a card; a wide letter (Chinese, emoji) counts as two. */
const LETTERS_A_LINE = 36;

export interface Size {
  width: number;
  height: number;
}

/** The lines a sentence takes on a card: one or two, the rest is cut. */
export function linesOf(sentence: string): number {
  let letters = 0;
  for (const letter of sentence) letters += (letter.codePointAt(0) ?? 0) > 0x2e80 ? 2 : 1;
  return letters > LETTERS_A_LINE ? 2 : 1;
}

const bodyHeight = (lines: number) => PADDING + HEADER + GAP + lines * LINE + PADDING;

/** A single way out needs no row of its own: its handle sits at the middle of the card. */
const rowsOf = (ports: number) => (ports > 1 ? ports : 0);

export function sizeOf(lines: number, ports: number): Size {
  return { width: CARD_WIDTH, height: bodyHeight(lines) + rowsOf(ports) * PORT_ROW };
}

/** The middle of port number `at`, from the top of the card. */
export function portY(lines: number, ports: number, at: number): number {
  if (rowsOf(ports) === 0) return sizeOf(lines, ports).height / 2;
  return bodyHeight(lines) + at * PORT_ROW + PORT_ROW / 2;
}

export const snapped = ({ x, y }: { x: number; y: number }) => ({
  x: Math.round(x / GRID) * GRID,
  y: Math.round(y / GRID) * GRID,
});
