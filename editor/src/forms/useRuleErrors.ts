/** What is wrong with a rule, part by part. */
import type { JsonSchema, Path } from "../model/schema";
import { faultOf } from "./limits";
import type { Rule } from "./rules";
import type { RulesSchema } from "./rulesSchema";
import { useProblems } from "./useProblems";

export function useRuleErrors(path: Path, rule: Rule, { field, value }: RulesSchema, isTouched: boolean) {
  const fault = field ? faultOf(field.schema, field.ui, rule.field, true) : null;
  const long = value ? valueFault(value.schema.anyOf ?? [value.schema], rule.value) : null;
  return {
    rule: useProblems(path).error,
    field: useProblems([...path, "field"], fault, isTouched).error,
    op: useProblems([...path, "op"]).error,
    value: useProblems([...path, "value"], long).error,
  };
}

/** A value may be of several types; its length is limited where it is a text. */
function valueFault(options: readonly JsonSchema[], value: unknown) {
  const text = options.find((option) => option.type === "string");
  return text === undefined || typeof value !== "string" ? null : faultOf(text, {}, value, false);
}
