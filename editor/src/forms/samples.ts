/** Sample values for the variables in scope: what the last run beside the canvas has set them to. */
import { isObject } from "../model/schema";
import type { Variable } from "../model/scope";

/** The variables with what the outputs of the steps, oldest first, say of them. */
export function withSamples(variables: readonly Variable[], outputs: readonly unknown[]): Variable[] {
  const seen = new Map<string, unknown>();
  for (const output of outputs) {
    const set = isObject(output) ? output.variables : undefined;
    if (isObject(set)) for (const [name, value] of Object.entries(set)) seen.set(`vars.${name}`, value);
  }
  return variables.map((each) => (seen.has(each.path) ? { ...each, example: seen.get(each.path) } : each));
}

const MAX_SHOWN = 60;

/** A sample as one reads it in a list; empty when there is none. */
export function sampleText(example: unknown): string {
  if (example === undefined || example === null || example === "") return "";
  const text = typeof example === "string" ? example : JSON.stringify(example);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
