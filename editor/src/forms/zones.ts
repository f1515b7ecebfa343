/** The time zones that the browser knows, the user's own first. */
import type { Option } from "./Choose";

let known: readonly Option[] | undefined;

/** Made once: there are more than four hundred. */
export function zones(): readonly Option[] {
  known ??= [...new Set([here(), "UTC", ...Intl.supportedValuesOf("timeZone")])].map((name) => ({
    value: name,
    label: name.replaceAll("_", " "),
  }));
  return known;
}

const here = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
