/** The cheap checks of a schema, so that a field says at once what the server's check will say a moment later. */
import type { JsonSchema, Ui } from "../model/schema";

type FaultCode =
  | "required"
  | "tooLong"
  | "pattern"
  | "example"
  | "variable"
  | "tooSmall"
  | "tooLarge"
  | "tooFew"
  | "tooMany";

export interface Fault {
  code: FaultCode;
  n?: number;
  limit?: number;
  example?: string;
}

// A pattern of a third party could take its time on a long text; the server looks at those.
const MAX_MATCHED = 5_000;

/** What is wrong with the value, as far as its own schema says; null when nothing is. */
export function faultOf(schema: JsonSchema, ui: Ui, value: unknown, isRequired: boolean): Fault | null {
  if (value === undefined || value === null)
    return isRequired && value === undefined ? { code: "required" } : null;
  if (typeof value === "string") return textFault(schema, ui, value);
  if (typeof value === "number") return numberFault(schema, value);
  return Array.isArray(value) ? listFault(schema, value) : null;
}

function textFault(schema: JsonSchema, ui: Ui, text: string): Fault | null {
  if (text.length < (schema.minLength ?? 0)) return { code: "required" };
  const max = limitOf(schema, ui, text) ?? Number.POSITIVE_INFINITY;
  const n = lengthOf(text, max);
  if (n > max) return { code: "tooLong", n, limit: max };
  if (schema.pattern === undefined || text.length > MAX_MATCHED || matches(schema.pattern, text)) return null;
  if (text === "") return { code: "required" };
  if (ui.widget === "variable") return { code: "variable" };
  return ui.placeholder === undefined ? { code: "pattern" } : { code: "example", example: ui.placeholder };
}

/** How long the text may be: what a template comes out as has a limit of its own, which only a text without variables can break here. */
function limitOf({ maxLength }: JsonSchema, { limit }: Ui, text: string): number | undefined {
  return limit !== undefined && !text.includes("{") ? limit : maxLength;
}

/** Characters as the server counts them; a text far above the limit is not counted letter by letter. */
export function lengthOf(text: string, max: number): number {
  if (text.length <= max || text.length > 2 * max) return text.length;
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    return true; // Written for another engine than the browser's: the server decides.
  }
}

function numberFault(schema: JsonSchema, value: number): Fault | null {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  if (minimum !== undefined && value < minimum) return { code: "tooSmall", limit: minimum };
  if (maximum !== undefined && value > maximum) return { code: "tooLarge", limit: maximum };
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum)
    return { code: "tooSmall", limit: exclusiveMinimum };
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum)
    return { code: "tooLarge", limit: exclusiveMaximum };
  return null;
}

function listFault({ minItems = 0, maxItems }: JsonSchema, list: unknown[]): Fault | null {
  if (list.length < minItems) return { code: "tooFew", limit: minItems };
  if (maxItems !== undefined && list.length > maxItems)
    return { code: "tooMany", n: list.length, limit: maxItems };
  return null;
}
