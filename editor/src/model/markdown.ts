/** The little Markdown that sticky notes are written in, as plain data: nothing of it ever becomes HTML by itself. */

export type Inline =
  | { kind: "text" | "code"; text: string }
  | { kind: "bold" | "italic" | "struck"; parts: Inline[] }
  | { kind: "link"; href: string; parts: Inline[] };

export type Block =
  | { kind: "paragraph" | "heading"; lines: Inline[][] }
  | { kind: "bullets"; items: Inline[][] }
  /** `start`: what the first one is numbered. */
  | { kind: "numbers"; start: number; items: Inline[][] };

/** Paragraphs, headings and lists, in order. */
export function parseMarkdown(text: string): Block[] {
  const blocks: Block[] = [];
  let isOpen = false;
  for (const line of text.split("\n")) {
    const block = blockOf(line);
    const last = blocks.at(-1);
    if (block === undefined) isOpen = false;
    else if (isOpen && last !== undefined && last.kind === block.kind && block.kind !== "heading")
      extend(last, block);
    else blocks.push(block);
    if (block !== undefined) isOpen = true;
  }
  return blocks;
}

/** What one line is; undefined for an empty one. */
function blockOf(line: string): Block | undefined {
  const [, bullet] = /^\s*[-*•]\s+(.*)$/.exec(line) ?? [];
  if (bullet !== undefined) return { kind: "bullets", items: [inlines(bullet)] };
  const [, start, item] = /^\s*(\d{1,3})[.)]\s+(.*)$/.exec(line) ?? [];
  if (item !== undefined) return { kind: "numbers", start: Number(start), items: [inlines(item)] };
  const [, heading] = /^#{1,3}\s+(.*)$/.exec(line) ?? [];
  if (heading !== undefined) return { kind: "heading", lines: [inlines(heading)] };
  return line.trim() === "" ? undefined : { kind: "paragraph", lines: [inlines(line)] };
}

function extend(last: Block, more: Block): void {
  if ("items" in last && "items" in more) last.items.push(...more.items);
  if ("lines" in last && "lines" in more) last.lines.push(...more.lines);
}

const MARK =
  /`([^`]+)`|\*\*(.+?)\*\*|\*(\S.*?)\*|(?<!\w)_(\S.*?)_(?!\w)|\[([^\]]+)\]\(([^()\s]+)\)|(https?:\/\/[^\s<>()]*[^\s<>().,;:!?])/;
const MAX_DEPTH = 6;

function inlines(text: string, depth = 0): Inline[] {
  const found: Inline[] = [];
  let rest = text;
  for (let mark = find(rest, depth); mark !== null; mark = find(rest, depth)) {
    if (mark.index > 0) found.push({ kind: "text", text: rest.slice(0, mark.index) });
    found.push(marked(mark, depth + 1));
    rest = rest.slice(mark.index + mark[0].length);
  }
  if (rest !== "") found.push({ kind: "text", text: rest });
  return found;
}

const find = (text: string, depth: number) => (depth < MAX_DEPTH ? MARK.exec(text) : null);

function marked(mark: RegExpExecArray, depth: number): Inline {
  const [all, code, bold, star, line, words, target, address] = mark;
  if (code !== undefined) return { kind: "code", text: code };
  if (bold !== undefined) return { kind: "bold", parts: inlines(bold, depth) };
  const italic = star ?? line;
  if (italic !== undefined) return { kind: "italic", parts: inlines(italic, depth) };
  if (address !== undefined) return { kind: "link", href: address, parts: [{ kind: "text", text: address }] };
  if (words !== undefined && target !== undefined && isSafe(target)) {
    return { kind: "link", href: target, parts: inlines(words, depth) };
  }
  return { kind: "text", text: all };
}

/** Only what leads to a page or a letter: an address may not run anything. */
const isSafe = (address: string): boolean => /^(https?:\/\/|mailto:)/i.test(address);
