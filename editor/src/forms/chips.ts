/** Splits typed or pasted text into chips. */
const OPEN = "([{";
const CLOSE = ")]}";

/** The pieces between commas, semicolons, tabs and line breaks; a comma inside brackets belongs to a pattern such as a{1,2}. */
export function split(text: string): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (OPEN.includes(char)) depth++;
    else if (CLOSE.includes(char)) depth = Math.max(0, depth - 1);
    else if (char === "\n" || char === "\t" || (depth === 0 && (char === "," || char === ";"))) {
      pieces.push(text.slice(start, at));
      start = at + 1;
      depth = 0;
    }
  }
  pieces.push(text.slice(start));
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== "");
}

/** Whether typing `text` has just finished a chip. */
export const isFinished = (text: string): boolean => /[,;]$/.test(text) && split(`${text}x`).length > 1;

/** The chips with the new ones behind them, each once. */
export const joined = (chips: readonly string[], more: readonly string[]): string[] => [
  ...new Set([...chips, ...more]),
];
