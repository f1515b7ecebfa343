/** Lists, lengths of time and long texts, in a few words. */
import type { TFunction } from "i18next";
import { isObject } from "./schema";

const MAX_LISTED = 4;
const MAX_TEXT = 160;
const UNITS = ["day", "hour", "minute", "second"] as const;

/** "hi, hello or hey"; of a long list the first ones and how many more there are. */
export function listed(items: readonly string[], joined: "and" | "or", t: TFunction): string {
  const rest = items.length - MAX_LISTED;
  const shown = rest > 1 ? [...items.slice(0, MAX_LISTED), t("words.more", { count: rest })] : items;
  return new Intl.ListFormat(t("words.locale"), {
    type: joined === "and" ? "conjunction" : "disjunction",
  }).format(shown);
}

/** "1 day and 2 hours" for `{days: 1, hours: 2}`; empty when it is no length of time. */
export function lasting(duration: unknown, t: TFunction): string {
  if (!isObject(duration)) return "";
  const parts = UNITS.flatMap((unit) => {
    const amount = Object.hasOwn(duration, `${unit}s`) ? duration[`${unit}s`] : 0;
    return typeof amount === "number" && amount > 0 ? [inUnit(amount, unit, t)] : [];
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

const inUnit = (amount: number, unit: string, t: TFunction): string =>
  new Intl.NumberFormat(t("words.locale"), { style: "unit", unit, unitDisplay: "long" }).format(amount);
