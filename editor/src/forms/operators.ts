/** The comparisons a rule offers, and what they are called. */
import type { TFunction } from "i18next";
import { OPERATORS, type Operator } from "../model/rules";
import { titleOf } from "../model/schema";
import type { RulesSchema } from "./rulesSchema";

/** Our order where we know the words; what the schema adds comes behind. */
export function operatorsOf(schema: RulesSchema, current: string): string[] {
  const listed = (schema.op?.schema.enum ?? OPERATORS).map(String);
  const known = OPERATORS.filter((op) => listed.includes(op));
  const more = [...listed, current].filter((op) => !isKnown(op));
  return [...known, ...new Set(more)];
}

export function wordOf(op: string, schema: RulesSchema, t: TFunction): string {
  const label = schema.op?.ui.labels?.[op];
  if (label !== undefined) return label;
  return isKnown(op) ? t(`forms.ops.${op}`) : titleOf(op).toLowerCase();
}

const isKnown = (op: string): op is Operator => (OPERATORS as readonly string[]).includes(op);
