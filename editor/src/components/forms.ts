/** Reads a plain HTML form, so small forms need no state of their own. */
import type { FormEvent } from "react";

/** The named text fields of a submitted form; keeps the browser from leaving the page. */
export function textsOf<K extends string>(
  event: FormEvent<HTMLFormElement>,
  names: readonly K[],
): Record<K, string> {
  event.preventDefault();
  const data = new FormData(event.currentTarget);
  return Object.fromEntries(names.map((name) => [name, String(data.get(name) ?? "")])) as Record<K, string>;
}
