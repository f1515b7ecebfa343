/** Decides from a field's schema how the form draws it; hints only refine what the schema says. */

import { UNITS } from "../model/amounts";
import { isObject, type JsonSchema, type Resolved, resolve, typeOf } from "../model/schema";

export type Kind =
  | "constant"
  | "text"
  | "secret"
  | "template"
  | "expression"
  | "variable"
  | "cron"
  | "timezone"
  | "node"
  | "flow"
  | "window"
  | "media"
  | "number"
  | "boolean"
  | "choice"
  | "duration"
  | "rules"
  | "tags"
  | "rows"
  | "struct"
  | "union"
  | "mixed"
  | "dictionary"
  | "json";

const TEXT_WIDGETS: readonly string[] = [
  ...["template", "expression", "variable", "secret", "cron", "timezone", "node", "media"],
];

export function kindOf(resolved: Resolved, root: JsonSchema): Kind {
  const { schema, union, ui } = resolved;
  if (schema.const !== undefined || schema.enum?.length === 1) return "constant";
  if (schema.enum !== undefined) return schema.enum.every(isScalar) ? "choice" : "json";
  if (union !== undefined) return "union";
  if (schema.anyOf !== undefined) return "mixed";
  switch (typeOf(schema)) {
    case "string":
      return textKind(schema, ui.widget);
    case "integer":
    case "number":
      return ui.widget === "flow" ? "flow" : "number";
    case "boolean":
      return "boolean";
    case "array":
      return listKind(resolved, root);
    case "object":
      return objectKind(resolved, root);
    default:
      return "json";
  }
}

function textKind(schema: JsonSchema, widget: string | undefined): Kind {
  if (schema.format === "password") return "secret";
  return TEXT_WIDGETS.includes(widget ?? "") ? (widget as Kind) : "text";
}

/** Plain texts are chips; everything else that has one shape is a list of rows. */
function listKind({ schema, ui }: Resolved, root: JsonSchema): Kind {
  if (schema.prefixItems !== undefined || !isObject(schema.items)) return "json";
  const items = resolve(schema.items, root);
  if (ui.widget === "tags") return "tags";
  return kindOf(items, root) === "text" ? "tags" : "rows";
}

function objectKind({ schema, ui }: Resolved, root: JsonSchema): Kind {
  const names = Object.keys(schema.properties ?? {});
  if (ui.widget === "window") return "window";
  if (ui.widget === "duration" || isDuration(schema)) return "duration";
  if (ui.widget === "rules" || isRules(schema, root)) return "rules";
  if (names.length > 0) return "struct";
  if (!isObject(schema.additionalProperties)) return schema.properties === undefined ? "json" : "struct";
  const values = kindOf(resolve(schema.additionalProperties, root), root);
  return values === "text" || values === "template" ? "dictionary" : "json";
}

function isDuration(schema: JsonSchema): boolean {
  const properties = Object.entries(schema.properties ?? {});
  return (
    properties.length > 1 &&
    properties.every(([name, { type }]) => (UNITS as readonly string[]).includes(name) && type === "integer")
  );
}

/** Lists `all` and `any` of comparisons, or an `expression`. */
function isRules(schema: JsonSchema, root: JsonSchema): boolean {
  const { all, any, expression } = schema.properties ?? {};
  if (all === undefined || any === undefined || expression === undefined) return false;
  const { items } = resolve(all, root).schema;
  const rule = isObject(items) ? resolve(items, root).schema.properties : undefined;
  return rule?.field !== undefined && rule.op !== undefined && rule.value !== undefined;
}

const isScalar = (value: unknown): boolean => value === null || typeof value !== "object";

/** Whether the value is one this kind of field can show; what is missing can be shown by every kind. */
export function fits(kind: Kind, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  switch (kind) {
    case "text":
    case "secret":
    case "template":
    case "expression":
    case "variable":
    case "cron":
    case "timezone":
    case "node":
    case "media":
      return typeof value === "string";
    case "number":
    case "flow":
      return typeof value === "number";
    case "boolean":
      return typeof value === "boolean";
    case "choice":
      return isScalar(value);
    case "tags":
      return Array.isArray(value) && value.every((item) => typeof item === "string");
    case "rows":
      return Array.isArray(value);
    case "dictionary":
      return isObject(value) && Object.values(value).every((item) => typeof item === "string");
    case "duration":
    case "rules":
    case "window":
    case "struct":
    case "union":
      return isObject(value);
    default:
      return true;
  }
}

/** The member of a mixed field, such as text or number, that the value belongs to. */
export function mixedIndex(members: readonly JsonSchema[], value: unknown, root: JsonSchema): number {
  const at = members.findIndex((member) => {
    const resolved = resolve(member, root);
    const kind = kindOf(resolved, root);
    return value !== undefined && value !== null && kind !== "json" && fits(kind, value);
  });
  return Math.max(0, at);
}
