/** A step's settings as title and value, read with the help of the node type's schema. */
import type { TFunction } from "i18next";
import { formatDateTime, isMoment } from "../i18n/format";
import { translated } from "../i18n/sentences";
import { lasting } from "../model/amounts";
import type { Names } from "../model/names";
import { type Field, fieldsOf, isObject, type JsonSchema, memberOf, titleOf } from "../model/schema";
import { sayWindow } from "../model/waits";

export interface Fact {
  title: string;
  value: string;
}

/** What was set, without defaults, secrets and the rows that `portsFrom` names. */
export function factsOf(
  input: Record<string, unknown>,
  type: { schema: JsonSchema; portsFrom: string | null },
  t: TFunction,
  names?: Names,
): Fact[] {
  const root = type.schema;
  return fieldsOf(root, root)
    .filter(({ name }) => name !== type.portsFrom)
    .flatMap((field) => factsOfField(input[field.name], field, root, t, names));
}

/**
 * What came out, when it is an object of plain values; undefined for what is deeper than that. `schema` is of the settings, which name
 * some of it.
 */
export function plainFacts(
  value: unknown,
  schema?: JsonSchema,
  above: readonly string[] = [],
): Fact[] | undefined {
  if (!isObject(value)) return undefined;
  const facts = Object.entries(value).map(([name, part]): Fact[] | undefined => {
    const path = [...above, above.length === 0 ? titleOfNote(name, schema) : name];
    if (isObject(part)) return path.length > 1 ? undefined : plainFacts(part, schema, path);
    if (Array.isArray(part) && part.some(isObject)) return undefined;
    return [{ title: path.join(": "), value: plainText(part) }];
  });
  return facts.every((each) => each !== undefined) ? facts.flat() : undefined;
}

/** A name that somebody else chose stays as it is, though it may be a word of ours. */
function titleOfNote(name: string, schema: JsonSchema | undefined): string {
  const title = schema?.properties?.[name]?.title;
  if (title) return title;
  return NOTES.has(name) ? translated(titleOf(name)) : name;
}

/** What the engine and its nodes note of a step. */
const NOTES: ReadonlySet<string> = new Set([
  ...["attempts", "awaits", "buttons", "collected", "error", "event", "flow", "goal", "localTime", "matched"],
  ...["message", "outcome", "reached", "reply", "returned", "share", "status", "tested", "timezone", "to"],
  ...["variables", "waitUntil"],
]);

function plainText(value: unknown): string {
  if (Array.isArray(value)) return value.map(plainText).join(", ");
  if (typeof value !== "string") return value === null ? "–" : JSON.stringify(value);
  return isMoment(value) ? formatDateTime(value) : value;
}

function factsOfField(value: unknown, field: Field, root: JsonSchema, t: TFunction, names?: Names): Fact[] {
  const { title, ui, schema, union } = field;
  if (isNothing(value) || value === field.defaultValue) return [];
  if (ui.hidden || ui.widget === "secret" || schema.format === "password") return [];
  const text = sayValue(value, field, t, names);
  if (text !== undefined) return [{ title, value: text }];
  const member = memberOf(field, value);
  const inner = member?.schema ?? schema;
  const facts = fieldsOf(inner, root)
    .filter(({ name, schema: part }) => name !== union?.tagField && part.enum?.length !== 1)
    .flatMap((part) => factsOfField((value as Record<string, unknown>)[part.name], part, root, t, names));
  return facts.length > 0 || member === undefined ? facts : [{ title, value: member.title }];
}

/** A value in words; undefined for an object whose fields have to be named one by one. */
function sayValue(value: unknown, { ui, schema }: Field, t: TFunction, names?: Names): string | undefined {
  if (typeof value === "string" && ui.labels?.[value] !== undefined) return ui.labels[value];
  if (typeof value === "boolean") return t(value ? "words.yes" : "words.no");
  if (ui.widget === "flow" && typeof value === "number") return names?.flow(value) ?? String(value);
  if (Array.isArray(value) && !value.some(isObject)) return value.join(", ");
  if (Array.isArray(value) && value.every(isPlain)) return value.map(sayRow).join(", ");
  if (ui.widget === "window") return sayWindow(value, t);
  if (!isObject(value)) return typeof value === "string" ? value : JSON.stringify(value);
  return lasting(value, t) || (schema.properties === undefined ? JSON.stringify(value) : undefined);
}

/** A row of texts and numbers: "city: Madrid". */
const sayRow = (row: object): string => Object.values(row).join(": ");

const isPlain = (row: unknown): row is object =>
  isObject(row) && Object.values(row).every((part) => typeof part === "string" || typeof part === "number");

const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
