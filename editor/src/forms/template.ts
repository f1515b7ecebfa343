/** Finds the variables in a template and in an expression, and what is being typed in them. */
export interface Name {
  from: number;
  to: number;
  path: string;
}

export interface Place {
  from: number;
  to: number;
  names: Name[];
}

const PLACES = /\{\{([\s\S]*?)\}\}|\{%([\s\S]*?)%\}/g;
const TOKENS = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\d[\w.]*|[A-Za-z_]\w*(?:\s*\.\s*\w+)*|\||\./g;
const WORDS = new Set(
  "and or not in is if elif else endif defined true false none True False None null".split(" "),
);

/** The `{{ … }}` and `{% … %}` of a text with the variables they read; `offset` is added to every position. */
export function placesOf(text: string, offset = 0): Place[] {
  return [...text.matchAll(PLACES)].map((match) => {
    const inner = match[1] ?? match[2] ?? "";
    const from = offset + match.index;
    return { from, to: from + match[0].length, names: namesOf(inner, from + 2) };
  });
}

/** The dotted names an expression reads: no filters, functions, keywords or texts. */
export function namesOf(expression: string, offset = 0): Name[] {
  const names: Name[] = [];
  let before = "";
  for (const match of expression.matchAll(TOKENS)) {
    const token = match[0];
    const from = offset + match.index;
    const isName = /^[A-Za-z_]/.test(token) && before !== "|" && before !== ".";
    const isOther = /^\s*(\(|=(?!=))/.test(
      expression.slice(match.index + token.length, match.index + token.length + 40),
    );
    if (isName && !isOther && !WORDS.has(token)) {
      names.push({ from, to: from + token.length, path: token.replace(/\s/g, "") });
    }
    before = token;
  }
  return names;
}

// A text may be megabytes; what is said about it need not know all of it.
const MAX_READ = 20_000;

/** The names that a template or an expression reads and none of the variables is; each once. */
export function unknownIn(text: string, isExpression: boolean, variables: readonly string[]): string[] {
  const read = text.slice(0, MAX_READ);
  const names = isExpression ? namesOf(read) : placesOf(read).flatMap((place) => place.names);
  return [...new Set(names.map(({ path }) => path))].filter((path) => !isKnown(path, variables));
}

/** What is typed at the end of `before`, inside a `{{` that is still open; null outside of one. */
export function typedIn(before: string): string | null {
  const open = before.lastIndexOf("{{");
  if (open < 0 || before.indexOf("}}", open) >= 0) return null;
  const inside = before.slice(open + 2);
  // Behind a bar stands a filter, between quotes a text.
  const match = /(?:^|[^\w.|'"])([A-Za-z_][\w.]*)?$/.exec(inside);
  return match === null || /\|\s*\w*$/.test(inside) ? null : (match[1] ?? "");
}

/** What goes in for a chosen variable: braces when there are none around, and the closing ones only when they are missing. */
export function insertion(path: string, before: string, after: string): { text: string; skip: number } {
  if (!isOpen(before)) return { text: `{{ ${path} }}`, skip: 0 };
  const lead = /\{\{$/.test(before) ? " " : "";
  const closers = /^[ \t]*\}{1,2}/.exec(after)?.[0] ?? "";
  const isClosedLater = closers === "" && /^[^{}\n]*\}\}/.test(after);
  return isClosedLater
    ? { text: `${lead}${path}`, skip: 0 }
    : { text: `${lead}${path} }}`, skip: closers.length };
}

const isOpen = (before: string): boolean => before.lastIndexOf("{{") > before.lastIndexOf("}}");

/** Whether a name is one of the variables, a part of one, or lies in one whose parts are not listed (`contact.fields`). */
export function isKnown(path: string, variables: readonly string[]): boolean {
  if (variables.length === 0) return true;
  return variables.some(
    (known) =>
      known === path ||
      known.startsWith(`${path}.`) ||
      (isOpenEnded(known, variables) && path.startsWith(`${known}.`)),
  );
}

/** Whether more may lie below this variable: nothing lists its parts. */
const isOpenEnded = (known: string, variables: readonly string[]): boolean =>
  !variables.some((other) => other.startsWith(`${known}.`));
