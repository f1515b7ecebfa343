/** What a text field writes into the settings. */
import type { Field } from "../model/schema";

/** An emptied field that may be missing is taken out; one that is needed or chosen stays as an empty text. */
export function emptied(text: string, field: Field, isChosen = false): string | undefined {
  return text === "" && !field.isRequired && !isChosen ? undefined : text;
}

/** "Order number" as "order_number": the nearest name a variable may have. */
export function variableName(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .trim()
    .toLowerCase()
    .replace(/[\s.-]+/g, "_");
}
