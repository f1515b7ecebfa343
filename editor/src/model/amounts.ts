/** Lists, lengths of time and long texts, in a few words. */
import type { TFunction } from "i18next";
import { isObject } from "./schema";

const MAX_LISTED = 4;
const MAX_TEXT = 160;
const SECONDS = { days: 86_400, hours: 3_600, minutes: 60, seconds: 1 };
/** The parts of a length of time, as the engine names them. */
export const UNITS = Object.keys(SECONDS) as (keyof typeof SECONDS)[];

/** "hi, hello or hey"; of a long list the first ones and how many more there are. */
export function listed(items: readonly string[], joined: "and" | "or", t: TFunction): string {
  const rest = items.length - MAX_LISTED;
  const shown = rest > 1 ? [...items.slice(0, MAX_LISTED), t("words.more", { count: rest })] : items;
  return listFormat(t, joined).format(shown);
}

/** "1 day and 2 hours" for `{hours: 26}`; empty when it is no length of time. */
export function lasting(duration: unknown, t: TFunction): string {
  if (!isObject(duration)) return "";
  let left = UNITS.reduce((sum, unit) => sum + (Number(duration[unit]) || 0) * SECONDS[unit], 0);
  const parts = UNITS.flatMap((unit) => {
    const rest = left % SECONDS[unit];
    const amount = (left - rest) / SECONDS[unit];
    left = rest;
    return amount > 0 ? [inUnit(amount, unit, t)] : [];
  });
  return listed(parts, "and", t);
}

/** A text on one line and not too long for a card. */
export function short(text: string, limit = MAX_TEXT): string {
  // Only the start is looked at: a text may be megabytes.
  const line = text
    .slice(0, limit * 4)
    .replaceAll(/\s+/g, " ")
    .trim();
  return line.length > limit ? `${line.slice(0, limit).trimEnd()}…` : line;
}

/** Intl's units are named in the singular. */
export const inUnit = (amount: number, unit: keyof typeof SECONDS, t: TFunction): string =>
  unitFormat(t, unit.slice(0, -1)).format(amount);

// To make one of these takes as long as to use it a thousand times, and to look up the language as long as to use it ten times.
const listFormat = remembered(
  (locale, joined) => new Intl.ListFormat(locale, { type: joined === "and" ? "conjunction" : "disjunction" }),
);
const unitFormat = remembered(
  (locale, unit) => new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }),
);

/** As `make`, once for each kind and each `t`: another language brings another `t`. */
function remembered<T>(make: (locale: string, kind: string) => T): (t: TFunction, kind: string) => T {
  const made = new WeakMap<TFunction, Map<string, T>>();
  return (t, kind) => {
    const ofLanguage = made.get(t) ?? new Map<string, T>();
    made.set(t, ofLanguage);
    const found = ofLanguage.get(kind) ?? make(t("words.locale"), kind);
    ofLanguage.set(kind, found);
    return found;
  };
}
