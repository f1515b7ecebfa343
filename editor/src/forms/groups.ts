/** Brings the fields of which exactly one is set (the hint `choice`) together, at the place of the first. */
import type { Field } from "../model/schema";

interface FieldGroup {
  choice: string | undefined;
  fields: [Field, ...Field[]];
}

export function grouped(fields: readonly Field[]): FieldGroup[] {
  const groups: FieldGroup[] = [];
  for (const field of fields) {
    const { choice } = field.ui;
    const group = choice === undefined ? undefined : groups.find((other) => other.choice === choice);
    if (group === undefined) groups.push({ choice, fields: [field] });
    else group.fields.push(field);
  }
  return groups;
}

/** Whether a field means nothing beside these values (the hint `unless`); what is not given counts as its default. */
export const isIdle = (field: Field, values: Record<string, unknown>, fields: readonly Field[]): boolean =>
  Object.entries(field.ui.unless ?? {}).some(([name, value]) => {
    const given = values[name] ?? fields.find((other) => other.name === name)?.schema.default;
    return given === value;
  });

/** The field of a choice that is set; none when none is. */
export const chosenOf = (fields: readonly Field[], values: Record<string, unknown>): string | undefined =>
  fields.find(({ name }) => values[name] !== undefined && values[name] !== null)?.name;

/** What it is called that none of the fields is set, where that may be. */
export const noneOf = (fields: readonly Field[]): string | undefined =>
  fields.find(({ ui }) => ui.none !== undefined)?.ui.none;

/** The object with only `name` of the choice set; with none of them when the value is undefined. */
export function withChosen(
  values: Record<string, unknown>,
  fields: readonly Field[],
  name: string,
  value: unknown,
): Record<string, unknown> {
  const names = new Set(fields.map((field) => field.name));
  const rest = Object.entries(values).filter(([key]) => !names.has(key));
  return { ...Object.fromEntries(rest), ...(value !== undefined && { [name]: value }) };
}
