/** How the rows of a list are drawn: as cards with a name in their heading, or as single fields on a line. */
import { type Field, fieldsOf, type JsonSchema, type Resolved, resolve } from "../model/schema";
import { type Kind, kindOf } from "./kind";

const NAMES = ["label", "name", "title"];

export interface RowSpec {
  /** "branch": what one row is called. */
  noun: string;
  kind: Kind;
  items: Resolved;
  /** The field that is drawn as the row's heading. */
  name: Field | undefined;
  /** What the card does not draw below its heading. */
  except: readonly string[];
}

/** `isPorts`: the rows are ways out, whose ids the editor makes. */
export function rowSpecOf(items: JsonSchema, root: JsonSchema, noun: string, isPorts: boolean): RowSpec {
  const resolved = resolve(items, root);
  const fields = fieldsOf(resolved.schema, root);
  const name = NAMES.map((one) => fields.find((field) => field.name === one)).find(
    (field) => field !== undefined && kindOf(field, root) === "text" && !field.ui.multiline,
  );
  const hidden = isPorts ? ["id"] : [];
  const except = name === undefined ? hidden : [...hidden, name.name];
  return { noun, kind: kindOf(resolved, root), items: resolved, name, except };
}

/** A row that is one value as a field of its own. */
export const rowField = (spec: RowSpec, title: string): Field => ({
  ...spec.items,
  name: "",
  title,
  isRequired: true,
  defaultValue: undefined,
});
