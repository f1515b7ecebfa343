/** Reads the JSON Schema of a node's settings: references, optional values, unions, and what a new value looks like. */
import { freshId } from "./ids";
import type { JsonSchema, Ui } from "./jsonSchema";

export type { JsonSchema, Ui } from "./jsonSchema";
export { formatPath, getIn, type Path, parsePath, setIn } from "./path";

/** One of the shapes of a tagged union: the value's tag field holds `tag`. */
export interface Member {
  tag: string | number;
  title: string;
  schema: JsonSchema;
}

/** `schema` without references and without its null; `union` when it is one of several tagged shapes. */
export interface Resolved {
  schema: JsonSchema;
  isNullable: boolean;
  union?: { tagField: string; members: Member[] };
  ui: Ui;
}

export interface Field extends Resolved {
  name: string;
  title: string;
  isRequired: boolean;
  /** What the server takes when the key is missing. */
  defaultValue: unknown;
}

// A schema may refer to itself; a chain of references this long says nothing any more.
const MAX_REFERENCES = 32;

/** The schema with what it refers to put in its place; hints beside a reference win over those behind it. */
export function resolve(schema: JsonSchema, root: JsonSchema): Resolved {
  let isNullable = false;
  let found = schema;
  for (let turn = 0; turn < MAX_REFERENCES; turn += 1) {
    const inner = follow(found, root) ?? only(found);
    if (inner === undefined) break;
    isNullable ||= hasNull(found);
    found = merged(inner, found);
  }
  isNullable ||= hasNull(found);
  return { schema: found, isNullable, union: unionOf(found, root), ui: uiOf(found) };
}

/** The fields of an object's schema, as a form shows them. */
export function fieldsOf(schema: JsonSchema, root: JsonSchema): Field[] {
  const fields = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const resolved = resolve(property, root);
    return {
      ...resolved,
      name,
      // A struct's title is the name of its class; only a title given to this very field is for people.
      title: titleOf(name, property),
      isRequired: schema.required?.includes(name) ?? false,
      defaultValue: property.default,
    };
  });
  return fields.toSorted((a, b) => (a.ui.order ?? 0) - (b.ui.order ?? 0));
}

/** The member that the value's tag names, else none. */
export function memberOf(resolved: Resolved, value: unknown): Member | undefined {
  const { union } = resolved;
  if (union === undefined || !isObject(value)) return undefined;
  return union.members.find((member) => member.tag === value[union.tagField]);
}

/** What a new value starts as: as little as the schema allows; undefined where only a person can choose. */
export function emptyValue(schema: JsonSchema, root: JsonSchema = schema, depth = 0): unknown {
  const { schema: found, union, isNullable, ui } = resolve(schema, root);
  if (found.default !== undefined && found.default !== null) return structuredClone(found.default);
  if (found.const !== undefined) return found.const;
  if (found.enum !== undefined) return found.enum[0];
  if (ui.widget === "duration") return { hours: 1 };
  if (ui.widget === "flow" || ui.widget === "node") return undefined;
  if (ui.widget === "window")
    return { days: ["mon", "tue", "wed", "thu", "fri"], opens: "09:00", closes: "17:00" };
  if (depth > MAX_REFERENCES) return null;
  if (union !== undefined) return emptyMember(union.members[0] as Member, union.tagField, root, depth);
  if (found.anyOf?.[0] !== undefined) return emptyValue(found.anyOf[0], root, depth + 1);
  switch (typeOf(found)) {
    case "object":
      return emptyObject(found, root, depth);
    case "array":
      return emptyRows(found, root, depth);
    case "integer":
    case "number":
      return found.minimum ?? 0;
    case "boolean":
      return false;
    case "string":
      return "";
    case "null":
      return null;
    default:
      return isNullable ? null : "";
  }
}

export const emptyMember = (member: Member, tagField: string, root: JsonSchema, depth = 0) => ({
  [tagField]: member.tag,
  ...(emptyValue(member.schema, root, depth + 1) as Record<string, unknown>),
});

/** A new row for a list: with a fresh id where the rows have one. */
export function newRow(items: JsonSchema, root: JsonSchema, rows: readonly unknown[], depth = 0): unknown {
  const row = emptyValue(items, root, depth + 1);
  const { schema } = resolve(items, root);
  if (!isObject(row) || typeof row.id !== "string" || row.id !== "") return row;
  const taken = new Set(rows.map((other) => (isObject(other) ? String(other.id) : "")));
  return { ...row, id: freshId(`${snake(schema.title ?? "row").replaceAll(/\W+/g, "_")}_1`, taken) };
}

/** "saveTo" → "Save to"; a title in the schema wins. */
export function titleOf(name: string, schema?: JsonSchema): string {
  if (schema?.title) return schema.title;
  const words = snake(name)
    .replaceAll(/[_.-]+/g, " ")
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The schema's type, null left out. */
export const typeOf = (schema: JsonSchema): string | undefined =>
  Array.isArray(schema.type) ? schema.type.find((type) => type !== "null") : schema.type;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const snake = (name: string): string => name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();

const uiOf = (schema: JsonSchema): Ui => (isObject(schema["x-ui"]) ? (schema["x-ui"] as Ui) : {});

function follow(schema: JsonSchema, root: JsonSchema): JsonSchema | undefined {
  const name = schema.$ref?.replace("#/$defs/", "");
  if (name === undefined || !Object.hasOwn(root.$defs ?? {}, name)) return undefined;
  return root.$defs?.[name];
}

const optionsOf = (schema: JsonSchema): JsonSchema[] | undefined => schema.anyOf ?? schema.oneOf;

const isNull = (schema: JsonSchema): boolean => schema.type === "null" || schema.const === null;

const hasNull = (schema: JsonSchema): boolean =>
  (Array.isArray(schema.type) && schema.type.includes("null")) || (optionsOf(schema)?.some(isNull) ?? false);

/** What is left of `anyOf: [X, null]`: X, or the choice without its null. */
function only(schema: JsonSchema): JsonSchema | undefined {
  const options = optionsOf(schema);
  const rest = options?.filter((option) => !isNull(option));
  if (options === undefined || rest === undefined || rest.length === 0) return undefined;
  if (rest.length === 1) return rest[0];
  return rest.length < options.length || schema.oneOf ? { anyOf: rest } : undefined;
}

function merged(inner: JsonSchema, outer: JsonSchema): JsonSchema {
  const { $ref: _, anyOf: __, oneOf: ___, ...beside } = outer;
  const ui = { ...uiOf(inner), ...uiOf(outer) };
  return { ...inner, ...beside, ...(Object.keys(ui).length > 0 ? { "x-ui": ui } : {}) };
}

function unionOf(schema: JsonSchema, root: JsonSchema): Resolved["union"] {
  const options = schema.anyOf?.map((option) => resolve(option, root).schema) ?? [];
  const [first] = options;
  if (first === undefined || options.some((option) => option.properties === undefined)) return undefined;
  const tagField = schema.discriminator?.propertyName ?? tagFieldOf(options);
  if (tagField === undefined) return undefined;
  const members = options.flatMap((option) => {
    const tag = tagIn(option, tagField);
    return tag === undefined ? [] : [{ tag, title: memberTitle(option, tag), schema: option }];
  });
  return members.length > 0 ? { tagField, members } : undefined;
}

/** The shape's title, unless that is the bare name of its class. */
const memberTitle = ({ title }: JsonSchema, tag: string | number): string =>
  title && !/[a-z][A-Z]/.test(title) ? title : titleOf(String(tag));

const tagFieldOf = (options: JsonSchema[]): string | undefined =>
  Object.keys(options[0]?.properties ?? {}).find((name) =>
    options.every((option) => tagIn(option, name) !== undefined),
  );

function tagIn(schema: JsonSchema, field: string): string | number | undefined {
  const property = schema.properties?.[field];
  const tag = property?.const ?? (property?.enum?.length === 1 ? property.enum[0] : undefined);
  return typeof tag === "string" || typeof tag === "number" ? tag : undefined;
}

/** The required fields, and of fields of which exactly one is set the first. */
function emptyObject(schema: JsonSchema, root: JsonSchema, depth: number): Record<string, unknown> {
  const choices = new Set<string>();
  const fields = fieldsOf(schema, root).filter(({ isRequired, ui: { choice } }) => {
    const isFirst = choice !== undefined && !choices.has(choice);
    if (choice !== undefined) choices.add(choice);
    return isRequired || isFirst;
  });
  const values = fields.map(
    (field) => [field.name, emptyValue(schema.properties?.[field.name] ?? {}, root, depth + 1)] as const,
  );
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function emptyRows(schema: JsonSchema, root: JsonSchema, depth: number): unknown[] {
  const { items } = schema;
  if (!isObject(items) || !schema.minItems || depth > MAX_REFERENCES) return [];
  const rows: unknown[] = [];
  while (rows.length < schema.minItems) rows.push(newRow(items, root, rows, depth + 1));
  return rows;
}
