/** What differs in the settings of a node, field by field, with the titles of its form. */
import type { TFunction } from "i18next";
import { lasting } from "./amounts";
import type { FlowNode } from "./document";
import { isEqual } from "./equal";
import type { NodeType } from "./nodeTypes";
import { sayRules } from "./rules";
import { fieldsOf, isObject, type JsonSchema, memberOf, type Resolved, resolve, titleOf } from "./schema";
import { withoutSecrets } from "./secrets";

/** `before` and `after` in words; undefined where there was or is nothing. */
export interface FieldChange {
  /** "Message › Text" */
  path: string[];
  before: string | undefined;
  after: string | undefined;
}

/** A pasted megabyte is no difference that anybody reads. */
const MAX_VALUE = 2_000;
const MAX_DEPTH = 12;
export const MAX_CHANGES = 100;
const SECRET = "•••";

/** At most MAX_CHANGES of them, in the order of the form. */
export function fieldChanges(
  before: FlowNode | undefined,
  after: FlowNode | undefined,
  typeOf: (tag: string) => NodeType | undefined,
  t: TFunction,
): FieldChange[] {
  const found: FieldChange[] = [];
  const tag = (after ?? before)?.type ?? "";
  const isOther = before !== undefined && after !== undefined && before.type !== after.type;
  if (isOther) add(found, [t("history.field.type")], titleOfType(before), titleOfType(after));
  add(found, [t("history.field.name")], before?.name || undefined, after?.name || undefined);
  for (const flag of ["disabled", "pinned"] as const)
    if ((before?.[flag] ?? false) !== (after?.[flag] ?? false))
      add(found, [t(`history.field.${flag}`)], yesNo(before?.[flag]), yesNo(after?.[flag]));
  const root = (typeOf(tag)?.schema ?? { properties: {} }) as JsonSchema;
  // Settings of another type have nothing to do with these.
  const old = isOther ? {} : (before?.config ?? {});
  walk({ found, root, t, depth: 0, path: [] }, old, after?.config ?? {}, resolve(root, root));
  return found.slice(0, MAX_CHANGES);

  function titleOfType(node: FlowNode): string {
    return typeOf(node.type)?.title || node.type;
  }
  function yesNo(value: boolean | undefined): string {
    return value ? t("words.yes") : t("words.no");
  }
}

/** The same for settings that are no node's, such as those of the flow. */
export function settingChanges(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  schema: JsonSchema,
  t: TFunction,
): FieldChange[] {
  const found: FieldChange[] = [];
  walk({ found, root: schema, t, depth: 0, path: [] }, before, after, resolve(schema, schema));
  return found.slice(0, MAX_CHANGES);
}

interface Place {
  found: FieldChange[];
  root: JsonSchema;
  t: TFunction;
  depth: number;
  path: string[];
}

function walk(place: Place, before: unknown, after: unknown, shape: Resolved): void {
  if (isEqual(before, after) || place.found.length >= MAX_CHANGES) return;
  const schema = place.depth < MAX_DEPTH ? schemaOfBoth(shape, before, after, place.t) : undefined;
  if (schema !== undefined) {
    walkObject(place, before as Settings, after as Settings, schema);
  } else if (place.depth < MAX_DEPTH && isRows(before) && isRows(after)) {
    walkRows(place, before, after, shape);
  } else {
    add(place.found, place.path, sayValue(before, shape, place), sayValue(after, shape, place));
  }
}

type Settings = Record<string, unknown>;

/** What describes both; nothing when they are of different shapes, or of one that is read as a whole. */
function schemaOfBoth(
  shape: Resolved,
  before: unknown,
  after: unknown,
  t: TFunction,
): JsonSchema | undefined {
  if (!isObject(before) || !isObject(after)) return undefined;
  // A sentence says more than its parts.
  if (sayRules(before, t) !== "" || sayRules(after, t) !== "") return undefined;
  if (shape.union !== undefined) {
    const member = memberOf(shape, before);
    return member !== undefined && member === memberOf(shape, after) ? member.schema : undefined;
  }
  if (shape.ui.widget === "duration") return undefined;
  return shape.schema.properties === undefined ? undefined : shape.schema;
}

function walkObject(
  place: Place,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  schema: JsonSchema,
): void {
  const fields = fieldsOf(schema, place.root);
  const known = new Set(fields.map(({ name }) => name));
  for (const field of fields) {
    const deeper = { ...place, depth: place.depth + 1, path: [...place.path, field.title] };
    // What is left out is as the server takes it.
    const [old, now] = [before, after].map((side) => side[field.name] ?? field.defaultValue);
    walk(deeper, old, now, field);
  }
  // Kept as received, so there may be settings that no form shows.
  const others = new Set([...Object.keys(before), ...Object.keys(after)].filter((name) => !known.has(name)));
  for (const name of others) {
    if (name === shapeTag(schema)) continue;
    const deeper = { ...place, depth: place.depth + 1, path: [...place.path, titleOf(name)] };
    walk(deeper, before[name], after[name], ANYTHING);
  }
}

const ANYTHING: Resolved = { schema: {}, isNullable: true, ui: {} };

const shapeTag = (schema: JsonSchema): string | undefined =>
  Object.entries(schema.properties ?? {}).find(([, property]) => property.const !== undefined)?.[0];

type Rows = Record<string, unknown>[];

const isRows = (value: unknown): value is Rows => Array.isArray(value) && value.every(isObject);

/** Rows with ids are the same wherever they stand; others are told by their place. */
function walkRows(place: Place, before: Rows, after: Rows, shape: Resolved): void {
  const items = isObject(shape.schema.items)
    ? resolve(shape.schema.items as JsonSchema, place.root)
    : ANYTHING;
  const hasIds = [...before, ...after].every(({ id }) => typeof id === "string");
  const keys = (rows: Rows) => rows.map((row, at) => (hasIds ? String(row.id) : String(at)));
  const [old, now] = [keys(before), keys(after)];
  for (const key of new Set([...now, ...old])) {
    const at = now.includes(key) ? now.indexOf(key) : old.indexOf(key);
    const deeper = { ...place, depth: place.depth + 1, path: [...place.path, `${at + 1}`] };
    walk(deeper, before[old.indexOf(key)], after[now.indexOf(key)], items);
  }
  const kept = now.filter((key) => old.includes(key));
  if (
    !isEqual(
      kept,
      old.filter((key) => now.includes(key)),
    )
  )
    add(place.found, [...place.path, place.t("history.field.order")], old.join(", "), now.join(", "));
}

function add(found: FieldChange[], path: string[], before: string | undefined, after: string | undefined) {
  if (before !== after) found.push({ path, before, after });
  else if (before === SECRET) found.push({ path, before, after });
}

function sayValue(value: unknown, shape: Resolved, { root, t }: Place): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const { ui, schema } = shape;
  if (ui.widget === "secret" || schema.format === "password") return SECRET;
  if (typeof value === "boolean") return value ? t("words.yes") : t("words.no");
  if (typeof value === "string") return cut(ui.labels?.[value] ?? value);
  if (typeof value === "number") return String(value);
  const told = withoutSecrets(value, schema, root);
  return cut(memberWord(shape, value) ?? (sayRules(value, t) || lasting(value, t) || JSON.stringify(told)));
}

/** A shape that says nothing but its kind, such as "every time". */
function memberWord(shape: Resolved, value: unknown): string | undefined {
  const member = memberOf(shape, value);
  return member !== undefined && isObject(value) && Object.keys(value).length === 1
    ? member.title
    : undefined;
}

const cut = (text: string): string => (text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text);
