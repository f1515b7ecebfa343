/** One rule: a field, a comparison, a value. */
import { ActionIcon } from "@mantine/core";
import type { TFunction } from "i18next";
import { memo, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatPath, type JsonSchema, type Path, titleOf } from "../../model/schema";
import { List } from "../Choose";
import { useEditing, useForm, useMemory, useValue } from "../form";
import styles from "../forms.module.css";
import { CloseIcon } from "../icons";
import { faultOf } from "../limits";
import { type Mode, needsValue, newRule, OPERATORS, ruleOf, valueText, withOperator } from "../rules";
import type { RulesSchema } from "../rulesSchema";
import { useProblems } from "../useProblems";
import { PathInput } from "./PathInput";
import { TemplateInput } from "./TemplateInput";

interface Props {
  /** Where the test is: `branches[0].when`. */
  when: Path;
  mode: Exclude<Mode, "expression">;
  schema: RulesSchema;
  at: number;
  isOnly: boolean;
  onRemove(at: number): void;
}

export const RuleRow = memo(
  function RuleRow({ when, mode, schema, at, isOnly, onRemove }: Props) {
    const { t } = useTranslation();
    const { isReadOnly } = useForm();
    const path = [...when, mode, at];
    const stored = useValue(path);
    const rule = stored === undefined ? newRule() : ruleOf(stored);
    const { type, choose, leave } = useEditing(path);
    const { recall, keep } = useMemory(path);
    const [isTouched, touch] = useState(false);
    const errors = useRuleErrors(path, rule, schema, isTouched);
    const problem = errors.field ?? errors.op ?? errors.rule;
    const id = useId();
    const describedBy = problem ? id : undefined;
    const lead = at === 0 ? t("forms.rules.if") : t(mode === "all" ? "forms.rules.and" : "forms.rules.or");
    const n = at + 1;

    function compare(op: string) {
      keep("value", rule.value);
      choose(withOperator(rule, op, recall("value")));
    }
    return (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot lay the sentence out
      <div role="group" aria-label={t("forms.rules.rule", { n })} className={styles.rule} data-row={at}>
        <span className={styles.lead}>{lead}</span>
        <div className={styles.ruleBody}>
          <div className={styles.subject}>
            <PathInput
              label={t("forms.rules.field")}
              value={rule.field}
              hasError={errors.field !== undefined}
              onType={(field) => type({ ...rule, field })}
              describedBy={describedBy}
              onLeave={() => {
                touch(true);
                leave();
              }}
            />
            <List
              size="xs"
              isLabelHidden
              label={t("forms.rules.comparison")}
              value={rule.op}
              isReadOnly={isReadOnly}
              error={errors.op !== undefined}
              describedBy={describedBy}
              options={operators(schema, rule.op).map((op) => ({ value: op, label: wordOf(op, schema, t) }))}
              onChoose={compare}
            />
            {!isReadOnly && (
              <ActionIcon
                size="sm"
                variant="subtle"
                color="gray"
                disabled={isOnly && stored === undefined}
                aria-label={t("forms.rules.remove", { n })}
                onClick={() => onRemove(at)}
              >
                <CloseIcon />
              </ActionIcon>
            )}
          </div>
          {needsValue(rule.op) && (
            <TemplateInput
              isCompact
              label={t("forms.rules.value")}
              value={valueText(rule.value)}
              placeholder={t("forms.rules.value")}
              error={errors.value}
              onType={(value) => type({ ...rule, value })}
              onLeave={leave}
            />
          )}
          {problem && (
            <p id={id} className={styles.error}>
              {problem}
            </p>
          )}
        </div>
      </div>
    );
  },
  (old, next) =>
    old.mode === next.mode &&
    old.at === next.at &&
    old.isOnly === next.isOnly &&
    old.schema === next.schema &&
    formatPath(old.when) === formatPath(next.when),
);

function useRuleErrors(
  path: Path,
  rule: { field: string; value?: unknown },
  schema: RulesSchema,
  isTouched: boolean,
) {
  const fault = schema.field ? faultOf(schema.field.schema, schema.field.ui, rule.field, true) : null;
  const long = schema.value
    ? valueFault(schema.value.schema.anyOf ?? [schema.value.schema], rule.value)
    : null;
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

/** Our order where we know the words; what the schema adds comes behind. */
function operators(schema: RulesSchema, current: string): string[] {
  const listed = (schema.op?.schema.enum ?? OPERATORS).map(String);
  const known = OPERATORS.filter((op) => listed.includes(op));
  const more = [...listed, current].filter((op) => !(known as readonly string[]).includes(op));
  return [...known, ...new Set(more)];
}

function wordOf(op: string, schema: RulesSchema, t: TFunction): string {
  const label = schema.op?.ui.labels?.[op];
  if (label !== undefined) return label;
  return (OPERATORS as readonly string[]).includes(op)
    ? t(`forms.ops.${op as (typeof OPERATORS)[number]}`)
    : titleOf(op).toLowerCase();
}
