/** A condition's rules as people say them: "tags contain vip". */
import type { TFunction } from "i18next";
import { listed, short } from "./amounts";
import { isObject } from "./schema";

/** The comparisons we have words for, in the order they are offered. */
export const OPERATORS = [
  "equals",
  "not_equals",
  "contains",
  "not_contains",
  "starts_with",
  "greater_than",
  "at_least",
  "less_than",
  "at_most",
  "is_number",
  "is_set",
  "is_not_set",
] as const;
export type Operator = (typeof OPERATORS)[number];
const MANY: ReadonlySet<unknown> = new Set(["contact.tags"]);

/** When a branch is taken; empty while nothing is chosen. */
export function sayRules(when: unknown, t: TFunction): string {
  if (!isObject(when)) return "";
  if (typeof when.expression === "string") return short(when.expression);
  const rules = when.all ?? when.any;
  if (!Array.isArray(rules)) return "";
  const said = rules.map((rule) => sayRule(rule, t)).filter((text) => text !== "");
  return listed(said, when.all ? "and" : "or", t);
}

function sayRule(rule: unknown, t: TFunction): string {
  if (!isObject(rule) || typeof rule.field !== "string" || rule.field === "") return "";
  const operator = OPERATORS.find((op) => op === rule.op) ?? "equals";
  const value = sayValue(rule.value, t);
  return t(wordsFor(operator, MANY.has(rule.field)), { field: sayField(rule.field, t), value }).trim();
}

const wordsFor = (operator: Operator, isMany: boolean) =>
  isMany && (operator === "contains" || operator === "not_contains")
    ? (`words.rule.${operator}Many` as const)
    : (`words.rule.${operator}` as const);

/** "contact.fields.city" → "city"; a message's parts keep whose they are. */
function sayField(path: string, t: TFunction): string {
  if (path === "now") return t("words.now");
  const [root, ...rest] = path.split(".");
  const name = short((rest[0] === "fields" ? rest.slice(1) : rest).join(" ").replaceAll("_", " "));
  if (root === "message")
    return name === "text" || name === "" ? t("words.message") : t("words.messagePart", { name });
  if (root === "event") return t("words.eventPart", { name }).trim();
  return name || short(path);
}

function sayValue(value: unknown, t: TFunction): string {
  if (typeof value === "boolean") return value ? t("words.yes") : t("words.no");
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" ? short(value) : "…";
}
