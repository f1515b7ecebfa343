/** What the schema of a test says about its parts. */
import { type Field, fieldsOf, isObject, type JsonSchema, resolve } from "../model/schema";

export interface RulesSchema {
  expression: Field | undefined;
  maxRules: number;
  /** The parts of one rule. */
  field: Field | undefined;
  op: Field | undefined;
  value: Field | undefined;
}

const known = new WeakMap<JsonSchema, RulesSchema>();

/** Read once for each schema: many rows ask. */
export function rulesSchema(schema: JsonSchema, root: JsonSchema): RulesSchema {
  const found = known.get(schema) ?? read(schema, root);
  known.set(schema, found);
  return found;
}

function read(schema: JsonSchema, root: JsonSchema): RulesSchema {
  const parts = fieldsOf(schema, root);
  const named = (list: readonly Field[], name: string) => list.find((field) => field.name === name);
  const all = named(parts, "all");
  // It is one also where the schema has no hint that says so.
  const expression = named(parts, "expression");
  const items = all?.schema.items;
  const rule = isObject(items) ? fieldsOf(resolve(items, root).schema, root) : [];
  return {
    expression: expression && { ...expression, ui: { ...expression.ui, widget: "expression" } },
    maxRules: all?.schema.maxItems ?? Number.POSITIVE_INFINITY,
    field: named(rule, "field"),
    op: named(rule, "op"),
    value: named(rule, "value"),
  };
}
