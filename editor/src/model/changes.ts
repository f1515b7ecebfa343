/** What one step changed in a document: its patches, which apply in both directions. */
import type { FlowDocument } from "./document";

/**
 * immer's own patches copy the values they put back, so that after an undo every node would be a new object
 * and the canvas would draw them all; these put back the very objects that were there before.
 */
export type Change = FieldChange | RowsChange | SpliceChange;

type Key = keyof FlowDocument;

interface FieldChange {
  kind: "field";
  key: Key;
  before: unknown;
  after: unknown;
}

/** Rows of a list that were replaced where they stand. */
interface RowsChange {
  kind: "rows";
  key: Key;
  rows: { at: number; before: unknown; after: unknown }[];
}

/** A part of a list that gave way to another, which may be longer or shorter. */
interface SpliceChange {
  kind: "splice";
  key: Key;
  at: number;
  before: readonly unknown[];
  after: readonly unknown[];
}

/** What leads from one document to the other; empty when they say the same. */
export function changesBetween(before: FlowDocument, after: FlowDocument): Change[] {
  if (before === after) return [];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)] as Key[]);
  return [...keys].flatMap((key) => changeOf(key, before[key], after[key]) ?? []);
}

/** Whether they change what the document says, not only which objects say it. */
export const isChange = (changes: readonly Change[]): boolean =>
  changes.some((change) =>
    change.kind === "rows"
      ? change.rows.some((row) => differs(row.before, row.after))
      : differs(change.before, change.after),
  );

const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);

export const redone = (document: FlowDocument, changes: readonly Change[]): FlowDocument =>
  changes.reduce((at, change) => applied(at, change, "before", "after"), document);

export const undone = (document: FlowDocument, changes: readonly Change[]): FlowDocument =>
  changes.reduce((at, change) => applied(at, change, "after", "before"), document);

function changeOf(key: Key, before: unknown, after: unknown): Change | undefined {
  if (before === after) return undefined;
  if (!Array.isArray(before) || !Array.isArray(after)) return { kind: "field", key, before, after };
  return before.length === after.length ? rowsChange(key, before, after) : spliceChange(key, before, after);
}

function rowsChange(key: Key, before: readonly unknown[], after: readonly unknown[]): Change | undefined {
  const rows: RowsChange["rows"] = [];
  before.forEach((row, at) => {
    if (row !== after[at]) rows.push({ at, before: row, after: after[at] });
  });
  return rows.length > 0 ? { kind: "rows", key, rows } : undefined;
}

function spliceChange(key: Key, before: readonly unknown[], after: readonly unknown[]): Change {
  const shorter = Math.min(before.length, after.length);
  let at = 0;
  while (at < shorter && before[at] === after[at]) at += 1;
  let tail = 0;
  while (tail < shorter - at && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const middle = (rows: readonly unknown[]) => rows.slice(at, rows.length - tail);
  return { kind: "splice", key, at, before: middle(before), after: middle(after) };
}

type Side = "before" | "after";

function applied(document: FlowDocument, change: Change, from: Side, to: Side): FlowDocument {
  if (change.kind === "field") return withField(document, change.key, change[to]);
  const list = [...(document[change.key] as unknown[])];
  if (change.kind === "splice") list.splice(change.at, change[from].length, ...change[to]);
  else for (const row of change.rows) list[row.at] = row[to];
  return { ...document, [change.key]: list };
}

/** A field that a document may leave out is not there when it has no value. */
function withField(document: FlowDocument, key: Key, value: unknown): FlowDocument {
  if (value !== undefined) return { ...document, [key]: value };
  const { [key]: _, ...others } = document;
  return others as FlowDocument;
}
