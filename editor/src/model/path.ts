/** Places in a node's settings: `branches[0].when.all[1].value` as a list of keys and positions. */

export type Path = readonly (string | number)[];

/** The path that the server's `field` names; text between brackets that is no number stays a key. */
export function parsePath(text: string): (string | number)[] {
  return [...text.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map(([, inside, key]) =>
    inside === undefined ? (key as string) : /^\d+$/.test(inside) ? Number(inside) : inside,
  );
}

export const formatPath = (path: Path): string =>
  path.map((part, at) => (typeof part === "number" ? `[${part}]` : at === 0 ? part : `.${part}`)).join("");

/** What is found at the path; undefined when there is nothing, and never what an object inherits. */
export function getIn(value: unknown, path: Path): unknown {
  let found = value;
  for (const part of path) {
    if (!isContainer(found) || !Object.hasOwn(found, part)) return undefined;
    found = (found as Record<string | number, unknown>)[part];
  }
  return found;
}

/** The value with another one at the path, sharing all the rest; undefined takes the key or the row out. */
export function setIn(value: unknown, path: Path, replacement: unknown): unknown {
  const [part, ...rest] = path;
  if (part === undefined) return replacement;
  const changed = setIn(getIn(value, [part]), rest, replacement);
  return typeof part === "number" ? setRow(value, part, changed) : setKey(value, part, changed);
}

function setRow(value: unknown, at: number, row: unknown): unknown[] {
  const rows = Array.isArray(value) ? value : [];
  if (row === undefined) return rows.filter((_, index) => index !== at);
  // A position far behind the end would leave holes, which JSON does not have.
  const index = Math.min(at, rows.length);
  return index === rows.length ? [...rows, row] : rows.with(index, row);
}

function setKey(value: unknown, key: string, field: unknown): Record<string, unknown> {
  const fields = isContainer(value) && !Array.isArray(value) ? value : {};
  // A computed key makes a field even of "__proto__"; an assignment would change the prototype.
  if (field !== undefined) return { ...fields, [key]: field };
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key));
}

const isContainer = (value: unknown): value is object => typeof value === "object" && value !== null;
