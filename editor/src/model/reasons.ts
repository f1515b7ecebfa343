/** Why a step went its way, in sentences made of what the node noted. */
import type { TFunction } from "i18next";
import type { Step } from "../types";
import { short } from "./amounts";
import { OPERATORS } from "./rules";
import { isObject } from "./schema";

/** A comparison or a fact, and whether it spoke for the way that was taken; undefined where that is no question. */
export interface Reason {
  text: string;
  holds?: boolean;
}

export function reasonsOf({ output }: Pick<Step, "output">, t: TFunction): Reason[] {
  if (!isObject(output)) return [];
  const { tested, localTime, timezone, matched, share } = output;
  if (Array.isArray(tested)) return tested.flatMap((branch) => rulesOf(branch, t));
  if (typeof localTime === "string")
    return [{ text: t("run.reason.localTime", { time: localTime, zone: String(timezone ?? "") }) }];
  if (typeof matched === "string") return [{ text: t("run.reason.matched", { word: matched }) }];
  if (typeof share === "number")
    return [{ text: t("run.reason.share", { percent: Math.round(share * 1000) / 10 }) }];
  return [];
}

function rulesOf(branch: unknown, t: TFunction): Reason[] {
  if (!isObject(branch) || !Array.isArray(branch.rules)) return [];
  return branch.rules
    .filter(isObject)
    .map((rule) => ({ text: sayTested(rule, t), holds: rule.holds === true }));
}

function sayTested(rule: Record<string, unknown>, t: TFunction): string {
  const found = sayFound(rule.found, t);
  if (typeof rule.expression === "string")
    return t("run.reason.expression", { expression: short(rule.expression), found });
  const operator = OPERATORS.find((op) => op === rule.op) ?? "equals";
  const value = rule.value === null || rule.value === undefined ? "" : sayFound(rule.value, t);
  const claim = t(`words.rule.${operator}`, { field: short(String(rule.field)), value }).trim();
  return t("run.reason.rule", { claim, found });
}

function sayFound(value: unknown, t: TFunction): string {
  if (value === null || value === undefined || value === "") return t("run.reason.nothing");
  if (typeof value === "boolean") return value ? t("words.yes") : t("words.no");
  return `“${short(String(value), 80)}”`;
}

const NOTES: ReadonlySet<string> = new Set(["tested", "localTime", "timezone", "matched", "share"]);

/** What else the step noted. */
export const withoutReasons = (output: unknown): unknown =>
  isObject(output) ? Object.fromEntries(Object.entries(output).filter(([name]) => !NOTES.has(name))) : output;
