/** One rule: a field, a comparison, a value. */
import { ActionIcon } from "@mantine/core";
import { memo, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatPath, type Path } from "../../model/schema";
import { List } from "../Choose";
import { useEditing, useForm, useMemory, useValue } from "../form";
import styles from "../forms.module.css";
import { CloseIcon } from "../icons";
import { operatorsOf, wordOf } from "../operators";
import { type Mode, needsValue, newRule, type Rule, ruleOf, withOperator } from "../rules";
import type { RulesSchema } from "../rulesSchema";
import { useRuleErrors } from "../useRuleErrors";
import { PathInput } from "./PathInput";
import { RuleValue } from "./RuleValue";
import rowStyles from "./rows.module.css";

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
  function RuleRow(props: Props) {
    const { schema, at, mode } = props;
    const { t } = useTranslation();
    const path = [...props.when, mode, at];
    const stored = useValue(path);
    const rule = stored === undefined ? newRule() : ruleOf(stored);
    const { type, leave } = useEditing(path);
    const [isTouched, touch] = useState(false);
    const errors = useRuleErrors(path, rule, schema, isTouched);
    const problem = errors.field ?? errors.op ?? errors.rule;
    const id = useId();
    const lead = at === 0 ? t("forms.rules.if") : t(mode === "all" ? "forms.rules.and" : "forms.rules.or");
    const n = at + 1;
    return (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot lay the sentence out
      <div role="group" aria-label={t("forms.rules.rule", { n })} className={rowStyles.rule} data-row={at}>
        <span className={rowStyles.lead}>{lead}</span>
        <div className={rowStyles.ruleBody}>
          <div className={rowStyles.subject}>
            <PathInput
              label={t("forms.rules.field")}
              value={rule.field}
              hasError={errors.field !== undefined}
              onType={(field) => type({ ...rule, field })}
              describedBy={problem ? id : undefined}
              onLeave={() => {
                touch(true);
                leave();
              }}
            />
            <Comparison
              path={path}
              rule={rule}
              schema={schema}
              hasError={errors.op !== undefined}
              describedBy={problem ? id : undefined}
            />
            <Remove {...props} isOff={props.isOnly && stored === undefined} />
          </div>
          {needsValue(rule.op) && (
            <RuleValue
              value={rule.value}
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

interface ComparisonProps {
  path: Path;
  rule: Rule;
  schema: RulesSchema;
  hasError: boolean;
  describedBy: string | undefined;
}

function Comparison({ path, rule, schema, hasError, describedBy }: ComparisonProps) {
  const { t } = useTranslation();
  const { isReadOnly } = useForm();
  const { choose } = useEditing(path);
  const { recall, keep } = useMemory(path);

  function compare(op: string) {
    keep("value", rule.value);
    choose(withOperator(rule, op, recall("value")));
  }
  return (
    <List
      size="xs"
      isLabelHidden
      label={t("forms.rules.comparison")}
      value={rule.op}
      isReadOnly={isReadOnly}
      error={hasError}
      describedBy={describedBy}
      options={operatorsOf(schema, rule.op).map((op) => ({ value: op, label: wordOf(op, schema, t) }))}
      onChoose={compare}
    />
  );
}

function Remove({ at, isOff, onRemove }: Pick<Props, "at" | "onRemove"> & { isOff: boolean }) {
  const { t } = useTranslation();
  const { isReadOnly } = useForm();
  if (isReadOnly) return null;
  return (
    <ActionIcon
      size="sm"
      variant="subtle"
      color="gray"
      disabled={isOff}
      aria-label={t("forms.rules.remove", { n: at + 1 })}
      onClick={() => onRemove(at)}
    >
      <CloseIcon />
    </ActionIcon>
  );
}
