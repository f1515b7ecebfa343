/** Rules written as an expression that is true for the same values, so that somebody can go on from there. */

import { modeOf, type Rule, rulesOf, type When } from "./rules";
import { namesOf } from "./template";

const MAX_EXPRESSION = 1_000;
const PART = /^[A-Za-z_]\w*$/;
/** These are texts, or nothing. */
const TEXTS = /^(contact\.(name|phone|email|company|timezone)|message\.(text|type|subtype|button))$/;
const LISTS = new Set(["contact.tags"]);
const ORDER: Record<string, string> = {
  greater_than: ">",
  less_than: "<",
  at_least: ">=",
  at_most: "<=",
};

/** The expression for these rules; undefined when there are none, or one says what no expression can. */
export function expressionOf(when: When): string | undefined {
  const rules = rulesOf(when).filter(({ field }) => field !== "");
  const parts = rules.map(partOf);
  if (parts.length === 0 || parts.includes(undefined)) return undefined;
  const expression = parts.join(modeOf(when) === "any" ? " or " : " and ");
  return expression.length > MAX_EXPRESSION ? undefined : expression;
}

function partOf({ field, op, value }: Rule): string | undefined {
  const name = nameOf(field);
  if (op === "is_number") return `is_number(${name})`;
  if (op === "is_set") return `${name} not in [null, '', []]`;
  if (op === "is_not_set") return `${name} in [null, '', []]`;
  const order = ORDER[op];
  if (order !== undefined) {
    const number = operandOf(value, "float");
    return number && `float(${name}) ${order} ${number}`;
  }
  if (LISTS.has(field)) {
    const item = operandOf(value, "as it is");
    if (item === undefined || !op.endsWith("contains")) return undefined;
    return `${op === "contains" ? "" : "not "}contains(${name}, ${item})`;
  }
  const text = operandOf(value, "lower");
  return text && compared(op, TEXTS.test(field) ? `lower(${name})` : `lower(str(${name}))`, text);
}

function compared(op: string, left: string, right: string): string | undefined {
  switch (op) {
    case "equals":
      return `${left} == ${right}`;
    case "not_equals":
      return `${left} != ${right}`;
    case "contains":
      return `contains(${left}, ${right})`;
    case "not_contains":
      return `not contains(${left}, ${right})`;
    case "starts_with":
      return `starts_with(${left}, ${right})`;
    default:
      return undefined;
  }
}

/** "contact.fields.first-name" as an expression reads it. */
const nameOf = (field: string): string =>
  field
    .split(".")
    .map((part, at) => (at === 0 ? part : PART.test(part) ? `.${part}` : `[${quoted(part)}]`))
    .join("");

type Use = "float" | "lower" | "as it is";

/** What a rule compares with: a number, a text, a variable, or a text with variables in it. */
function operandOf(value: unknown, use: Use): string | undefined {
  const text = typeof value === "string" ? value.trim() : value === undefined ? "" : JSON.stringify(value);
  const pieces = piecesOf(text);
  if (pieces === undefined) return undefined;
  if (use === "float") {
    if (pieces.length === 1 && pieces[0]?.name) return `float(${pieces[0].name})`;
    return /^-?\d+(\.\d+)?$/.test(text) ? text : undefined;
  }
  if (pieces.every(({ name }) => name === undefined))
    return quoted(use === "lower" ? text.toLowerCase() : text);
  const joined = pieces.map(({ name, text }) => (name ? `str(${name})` : quoted(text))).join(" + ");
  return use === "lower" ? `lower(${joined})` : joined;
}

/** The text and the plain variables of a template; undefined when it does more than name variables. */
function piecesOf(template: string): { text: string; name?: string }[] | undefined {
  const pieces: { text: string; name?: string }[] = [];
  let end = 0;
  for (const match of template.matchAll(/\{\{\s*(.*?)\s*\}\}/g)) {
    const [whole, inner = ""] = match;
    const [name, ...others] = namesOf(inner);
    if (name?.path !== inner || others.length > 0) return undefined;
    if (match.index > end) pieces.push({ text: template.slice(end, match.index) });
    pieces.push({ text: "", name: inner });
    end = match.index + whole.length;
  }
  const rest = template.slice(end);
  if (/\{[{%#]/.test(rest)) return undefined;
  return rest === "" && pieces.length > 0 ? pieces : [...pieces, { text: rest }];
}

const quoted = (text: string): string =>
  `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}'`;
