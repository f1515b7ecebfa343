/** A message's text with WhatsApp's marks: *bold*, _italic_, ~struck~, `code` and ```monospace```. */
import type { Inline } from "./markdown";

// A mark holds on one line, no space may stand inside of it, and no letter, digit or second mark outside; monospace may span lines.
const MARK =
  /```([\s\S]+?)```|`([^`\n]+)`|(?<![\p{L}\p{N}])([*_~])(?<!\3\3)(?!\3)(\S|\S.*?\S)\3(?!\3|[\p{L}\p{N}])/u;
const KINDS = { "*": "bold", _: "italic", "~": "struck" } as const;
const MAX_DEPTH = 3;
/** WhatsApp takes no longer message; what is longer is shown as it stands. */
const MAX_TEXT = 4_096;

export function chatText(text: string, depth = 0): Inline[] {
  const found: Inline[] = [];
  let rest = text;
  for (let mark = find(rest, depth); mark !== null; mark = find(rest, depth)) {
    if (mark.index > 0) found.push({ kind: "text", text: rest.slice(0, mark.index) });
    const [all, block, code, sign, inner = ""] = mark;
    const mono = block ?? code;
    if (mono !== undefined) found.push({ kind: "code", text: mono });
    else found.push({ kind: KINDS[sign as keyof typeof KINDS], parts: chatText(inner, depth + 1) });
    rest = rest.slice(mark.index + all.length);
  }
  if (rest !== "") found.push({ kind: "text", text: rest });
  return found;
}

const find = (text: string, depth: number) =>
  depth < MAX_DEPTH && text.length <= MAX_TEXT ? MARK.exec(text) : null;
