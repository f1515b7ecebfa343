/** Takes secrets out of settings before they leave the editor. */
import { fieldsOf, isObject, type JsonSchema, memberOf, resolve } from "./schema";

/** The settings, or a part of them, with every field empty that the schema marks as a secret; `root` is what it refers to. */
export const withoutSecrets = <Value>(value: Value, schema: JsonSchema, root: JsonSchema = schema): Value =>
  cleaned(value, schema, root) as Value;

function cleaned(value: unknown, schema: JsonSchema, root: JsonSchema): unknown {
  const resolved = resolve(schema, root);
  const shape = memberOf(resolved, value)?.schema ?? resolved.schema;
  if (resolved.ui.widget === "secret" || shape.format === "password") return isObject(value) ? {} : "";
  if (Array.isArray(value)) {
    const { items } = shape;
    return isObject(items) ? value.map((row) => cleaned(row, items as JsonSchema, root)) : value;
  }
  return isObject(value) ? cleanedFields(value, shape, root) : value;
}

function cleanedFields(value: Record<string, unknown>, shape: JsonSchema, root: JsonSchema) {
  const fields = new Map(fieldsOf(shape, root).map((field) => [field.name, field.schema]));
  const others = isObject(shape.additionalProperties)
    ? (shape.additionalProperties as JsonSchema)
    : undefined;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => {
      const schema = fields.get(name) ?? others;
      return [name, schema === undefined ? part : cleaned(part, schema, root)];
    }),
  );
}
