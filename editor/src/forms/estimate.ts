/** How long a template will be when it is sent: exactly, or about, when values that nobody knows yet are in it. */
import type { Variable } from "../model/scope";
import { lengthOf } from "./limits";
import { placesOf } from "./template";

export interface Estimate {
  n: number;
  isExact: boolean;
}

/** About the letters of a value without a sample. */
const USUAL = 10;
// A text of megabytes is not read at each key.
const MAX_READ = 20_000;

export function estimateOf(text: string, max: number, variables: readonly Variable[]): Estimate {
  if (!text.includes("{") || text.length > MAX_READ) return { n: lengthOf(text, max), isExact: true };
  const places = placesOf(text);
  let n = [...text].length;
  for (const { from, to, names } of places) {
    n -= to - from;
    if (text.startsWith("{{", from)) n += lengthOfValue(names[0]?.path, variables);
  }
  return { n, isExact: places.length === 0 };
}

function lengthOfValue(path: string | undefined, variables: readonly Variable[]): number {
  const example = variables.find((variable) => variable.path === path)?.example;
  return typeof example === "string" || typeof example === "number" ? String(example).length : USUAL;
}
