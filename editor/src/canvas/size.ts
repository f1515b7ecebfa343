/** How large a card is and where its handles are, from what it says alone: nothing is measured on the screen. */
import { type Bubble, piecesOf } from "../model/bubble";

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

/** The measures of bubble.module.css. */
const BUBBLE = { padding: 14, line: 18, small: 16, media: 76, letters: 34, maxLines: 4 };

export interface Size {
  width: number;
  height: number;
}

/** What stands on a card between its head and its ports: a sentence, or the bubble of a message. */
export interface Body {
  sentence: string;
  bubble: Bubble | undefined;
}

/** The lines a sentence takes on a card: one or two, the rest is cut. */
export const linesOf = (sentence: string): number => (widthOf(sentence) > LETTERS_A_LINE ? 2 : 1);

/** The lines of a bubble's text; the rest is cut. */
export function bubbleLines({ text }: Bubble): number {
  const shown = piecesOf(text)
    .map((piece) => piece.text)
    .join("");
  const lines = shown.split("\n").map((line) => Math.ceil(Math.max(1, widthOf(line)) / BUBBLE.letters));
  return text === ""
    ? 0
    : Math.min(
        BUBBLE.maxLines,
        lines.reduce((sum, each) => sum + each, 0),
      );
}

export function bodyHeight({ sentence, bubble }: Body): number {
  if (bubble === undefined) return linesOf(sentence) * LINE;
  const header = bubble.header === "" ? 0 : BUBBLE.line;
  const footer = bubble.footer === "" ? 0 : BUBBLE.small;
  const media = bubble.media === undefined ? 0 : BUBBLE.media;
  return BUBBLE.padding + media + header + bubbleLines(bubble) * BUBBLE.line + footer;
}

const topHeight = (body: number) => PADDING + HEADER + GAP + body + PADDING;

/** `body` is the height of what stands between head and ports, of which so many have a row. */
export function sizeOf(body: number, rows: number): Size {
  return { width: CARD_WIDTH, height: topHeight(body) + rows * PORT_ROW };
}

/** The middle of port number `at`, from the top of the card. */
export function portY(body: number, rows: number, at: number): number {
  if (rows === 0) return sizeOf(body, rows).height / 2;
  return topHeight(body) + at * PORT_ROW + PORT_ROW / 2;
}

export const snapped = ({ x, y }: { x: number; y: number }) => ({
  x: Math.round(x / GRID) * GRID,
  y: Math.round(y / GRID) * GRID,
});

function widthOf(text: string): number {
  let letters = 0;
  for (const letter of text) letters += (letter.codePointAt(0) ?? 0) > 0x2e80 ? 2 : 1;
  return letters;
}
