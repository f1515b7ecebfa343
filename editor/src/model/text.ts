/** Texts in a node's settings, made fit for a card. */
import { short } from "./amounts";
import { getIn } from "./path";

/** The beginning of the text at a place of the settings; empty when there is none. */
export function text(config: unknown, ...path: string[]): string {
  const found = getIn(config, path);
  return typeof found === "string" ? short(found) : "";
}

export const texts = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.filter((item) => typeof item === "string" && item !== "").map((item) => short(item))
    : [];
