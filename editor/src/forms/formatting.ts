/** WhatsApp's marks around a part of a text: put there, or taken away when they are there already. */

export type Mark = "*" | "_" | "~" | "```";

/** What replaces the text from `from` to `to`, and what is selected afterwards. */
export interface Wrapped {
  from: number;
  to: number;
  insert: string;
  select: { from: number; to: number };
}

/** A mark holds on one line only, and no space may stand inside of it; monospace may span lines. */
export function wrapped(text: string, from: number, to: number, mark: Mark): Wrapped {
  const { start, end } = trimmed(text, from, to);
  const outside =
    text.slice(start - mark.length, start) === mark && text.slice(end, end + mark.length) === mark;
  if (start < end && outside) {
    const inner = text.slice(start, end);
    const at = start - mark.length;
    return { from: at, to: end + mark.length, insert: inner, select: { from: at, to: at + inner.length } };
  }
  const chosen = text.slice(start, end);
  const insert = mark === "```" ? toggled(chosen, mark) : lineByLine(chosen, mark);
  const isNew = chosen === "";
  const inside = isNew ? { from: start + mark.length, to: start + mark.length } : undefined;
  return { from: start, to: end, insert, select: inside ?? { from: start, to: start + insert.length } };
}

const lineByLine = (text: string, mark: Mark): string => {
  const lines = text.split("\n");
  const full = lines.filter((line) => line.trim() !== "");
  const isMarked = full.length > 0 && full.every((line) => isWrapped(line.trim(), mark));
  return lines
    .map((line) => {
      const { start, end } = trimmed(line, 0, line.length);
      const core = line.slice(start, end);
      if (core === "" && lines.length > 1) return line;
      const changed = isMarked ? without(core, mark) : isWrapped(core, mark) ? core : `${mark}${core}${mark}`;
      return line.slice(0, start) + changed + line.slice(end);
    })
    .join("\n");
};

const toggled = (text: string, mark: Mark): string =>
  isWrapped(text, mark) ? without(text, mark) : `${mark}${text}${mark}`;

const isWrapped = (text: string, mark: Mark): boolean =>
  text.length > 2 * mark.length && text.startsWith(mark) && text.endsWith(mark);

const without = (text: string, mark: Mark): string => text.slice(mark.length, -mark.length);

function trimmed(text: string, from: number, to: number): { start: number; end: number } {
  const chosen = text.slice(from, to);
  if (chosen.trim() === "") return { start: to, end: to };
  return {
    start: from + chosen.length - chosen.trimStart().length,
    end: to - (chosen.length - chosen.trimEnd().length),
  };
}
