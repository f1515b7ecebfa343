/** A branch's test as a sentence: all or any of some rules, or an expression. */
export interface Rule {
  field: string;
  op: string;
  value?: unknown;
}

export type When = Record<string, unknown>;
export type Mode = "all" | "any" | "expression";

const ALONE = new Set(["is_number", "is_set", "is_not_set"]);

export const needsValue = (op: string): boolean => !ALONE.has(op);

export const newRule = (): Rule => ({ field: "", op: "equals", value: "" });

/** How the test is written; an empty one is written as rules that must all hold. */
export function modeOf(when: When): Mode {
  if (typeof when.expression === "string") return "expression";
  return Array.isArray(when.any) && !Array.isArray(when.all) ? "any" : "all";
}

export function rulesOf(when: When): Rule[] {
  const rules = when[modeOf(when)];
  return Array.isArray(rules) ? rules.map(ruleOf) : [];
}

export const ruleOf = (raw: unknown): Rule => {
  const { field, op, ...rest } = (typeof raw === "object" && raw !== null ? raw : {}) as Record<
    string,
    unknown
  >;
  return {
    ...rest,
    field: typeof field === "string" ? field : "",
    op: typeof op === "string" ? op : "equals",
  };
};

/** The test in another mode: the rules move between "all" and "any"; `kept` is what was there the last time. */
export function inMode(when: When, mode: Mode, kept: When | undefined): When {
  const { all: _, any: __, expression: ___, ...rest } = when;
  if (mode === "expression") return { ...rest, expression: kept?.expression ?? "" };
  const rules = rulesOf(modeOf(when) === "expression" ? (kept ?? {}) : when);
  return { ...rest, [mode]: rules.length > 0 ? rules : [newRule()] };
}

/** The rule with another comparison; one that needs no value has none. */
export function withOperator(rule: Rule, op: string, kept: unknown): Rule {
  const { value, ...rest } = rule;
  if (!needsValue(op)) return { ...rest, op };
  return { ...rest, op, value: value ?? kept ?? "" };
}

/** A value as it is typed: numbers, true and false are shown as the texts they look like. */
export const valueText = (value: unknown): string =>
  value === null || value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);

// "007" and "+34" are no amounts, and a number with more digits than fit would come back as another one.
const NUMBER = /^-?(0|[1-9]\d*|(?=\.))(\.\d*)?$/;

/** Typed text as the kind of value that stood there; a text where it does not read as that. */
export function likeBefore(text: string, before: unknown): unknown {
  const trimmed = text.trim();
  if (typeof before === "boolean" && /^(true|false)$/i.test(trimmed)) return trimmed.toLowerCase() === "true";
  if (typeof before !== "number" || !NUMBER.test(trimmed) || !/\d/.test(trimmed)) return text;
  const number = Number(trimmed);
  return Math.abs(number) > Number.MAX_SAFE_INTEGER ? text : number;
}

/** The same while it is typed: only what is shown as the very text, as "5." would else lose its point. */
export function likeBeforeInTyping(text: string, before: unknown): unknown {
  const value = likeBefore(text, before);
  return valueText(value) === text ? value : text;
}
