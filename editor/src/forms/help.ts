/** The words around a field: its help, its placeholder, the names of its choices. */
import type { TFunction } from "i18next";
import { type Field, type JsonSchema, titleOf } from "../model/schema";
import type { Kind } from "./kind";

/** What the schema says about this field; what it says about a whole class says nothing about the field. */
export function helpOf(field: Field, kind: Kind, root: JsonSchema, t: TFunction): string | undefined {
  const { description } = field.schema;
  const said = isOfClass(description, root) ? undefined : description;
  if (kind === "variable") return said ?? t("forms.variableHelp");
  return kind === "expression" ? (said ?? t("forms.expressionHelp")) : said;
}

const isOfClass = (description: string | undefined, root: JsonSchema): boolean =>
  Object.values(root.$defs ?? {}).some((one) => one.description === description);

/** What an empty field shows: an example, else what the server takes when there is nothing. */
export function placeholderOf({ ui, schema, defaultValue }: Field): string | undefined {
  if (ui.placeholder !== undefined) return ui.placeholder;
  const example = schema.examples?.[0] ?? defaultValue;
  return typeof example === "string" || typeof example === "number" ? String(example) : undefined;
}

/** `starts_with` as "Starts with", unless the schema has a word for it; a code such as ES stays. */
export function labelOf(value: unknown, field: { ui: { labels?: Record<string, string> } }): string {
  const text = String(value);
  return field.ui.labels?.[text] ?? (/[a-z]/.test(text) ? titleOf(text) : text);
}

/** "MessageReceived" as "Message received": the name of a class, for people. */
export const classTitle = (schema: JsonSchema, otherwise: string): string =>
  schema.title === undefined ? otherwise : titleOf(schema.title.replace(/^[^.]*\./, ""));
