/** What a part of the settings starts as when a person adds it: the schema's least, with something to edit in it. */
import {
  emptyMember,
  emptyValue,
  fieldsOf,
  isObject,
  type JsonSchema,
  newRow,
  type Resolved,
  resolve,
} from "../model/schema";
import { kindOf } from "./kind";
import { newRule } from "./rules";

// A schema may contain itself.
const MAX_DEPTH = 8;

export function startOf(resolved: Resolved, root: JsonSchema): unknown {
  return furnished(emptyValue(resolved.schema, root), resolved, root);
}

/** A new row of a list: with an id of its own where rows have one. */
export const startRow = (items: JsonSchema, root: JsonSchema, rows: readonly unknown[]): unknown =>
  furnished(newRow(items, root, rows), resolve(items, root), root);

/** A member of a union: its tag and what it needs. */
export function startMember(union: NonNullable<Resolved["union"]>, tag: string, root: JsonSchema): unknown {
  const member = union.members.find((one) => String(one.tag) === tag);
  if (member === undefined) return undefined;
  return furnished(emptyMember(member, union.tagField, root), resolve(member.schema, root), root);
}

function furnished(value: unknown, resolved: Resolved, root: JsonSchema, depth = 0): unknown {
  const kind = kindOf(resolved, root);
  if (kind === "duration") return isObject(value) && Object.keys(value).length > 0 ? value : { hours: 1 };
  if (kind === "rules")
    return isObject(value) && Object.keys(value).length > 0 ? value : { all: [newRule()] };
  if (kind !== "struct" || !isObject(value) || depth > MAX_DEPTH) return value;
  const parts = fieldsOf(resolved.schema, root)
    .filter((field) => field.name in value)
    .map((field) => [field.name, furnished(value[field.name], field, root, depth + 1)]);
  return { ...value, ...Object.fromEntries(parts) };
}
