/** A test as a sentence: all or any of some rules, or an expression. */
import { Button } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { isObject } from "../../model/schema";
import { Choose } from "../Choose";
import type { FieldProps } from "../Field";
import { useDerived, useEditing, useForm, useMemory } from "../form";
import styles from "../forms.module.css";
import { AddIcon } from "../icons";
import { focusAdded } from "../rowFocus";
import { without } from "../rows";
import { inMode, type Mode, modeOf, newRule, rulesOf, type When } from "../rules";
import { type RulesSchema, rulesSchema } from "../rulesSchema";
import { expressionOf } from "../translate";
import { useProblems } from "../useProblems";
import { Warning } from "../Warning";
import { Optional } from "./Optional";
import { RuleRow } from "./RuleRow";
import rowStyles from "./rows.module.css";
import { TemplateField } from "./TemplateField";

const MODES: Mode[] = ["all", "any", "expression"];

export function RulesField(props: FieldProps) {
  return (
    <Optional {...props}>
      <Sentence {...props} />
    </Optional>
  );
}

function Sentence({ field, path }: FieldProps) {
  const { t } = useTranslation();
  const { root, isReadOnly } = useForm();
  const { choose, peek } = useEditing(path);
  const { recall, keep } = useMemory(path);
  const mode = useDerived(path, (value) => modeOf(whenOf(value)));
  const { error, warning } = useProblems(path);
  const { error: listError } = useProblems([...path, mode]);
  const schema = rulesSchema(field.schema, root);

  function turn(next: string) {
    const when = whenOf(peek());
    keep(mode === "expression" ? "expression" : "rules", when);
    const kept = next === "expression" ? asExpression(when) : recall("rules");
    choose(inMode(when, next as Mode, isObject(kept) ? kept : undefined));
  }
  /** What was written for these very rules before, else the rules in its words. */
  function asExpression(when: When) {
    const source = JSON.stringify(when);
    const isSame = recall("source") === source;
    keep("source", source);
    return isSame ? recall("expression") : { expression: expressionOf(when) ?? "" };
  }
  return (
    <div className={rowStyles.sentence}>
      <Choose
        label={t("forms.rules.mode")}
        isLabelHidden
        value={mode}
        options={MODES.map((one) => ({ value: one, label: t(`forms.rules.${one}`) }))}
        isReadOnly={isReadOnly}
        onChoose={turn}
      />
      {mode === "expression" ? (
        schema.expression && (
          <TemplateField field={schema.expression} path={[...path, "expression"]} isLabelHidden isChosen />
        )
      ) : (
        <Rules path={path} mode={mode} schema={schema} />
      )}
      {(error ?? (mode === "expression" ? undefined : listError)) && (
        <p className={styles.error}>{error ?? listError}</p>
      )}
      <Warning>{warning}</Warning>
    </div>
  );
}

interface RulesProps {
  path: FieldProps["path"];
  mode: Exclude<Mode, "expression">;
  schema: RulesSchema;
}

function Rules({ path, mode, schema }: RulesProps) {
  const { t } = useTranslation();
  const { isReadOnly } = useForm();
  const { choose, peek } = useEditing(path);
  const frame = useRef<HTMLDivElement>(null);
  const stored = useDerived(path, (value) => rulesOf(whenOf(value)).length);
  // A test without any rule shows one to fill in; it is stored as soon as it is touched.
  const count = Math.max(1, stored);
  const places = Array.from({ length: count }, (_, at) => at);

  function remove(at: number) {
    const when = whenOf(peek());
    choose({ ...when, [mode]: without(rulesOf(when), at) });
    focusAdded(frame.current, Math.min(at, count - 2), true);
  }
  function add() {
    const when = whenOf(peek());
    const rules = rulesOf(when);
    choose({ ...when, [mode]: [...(rules.length === 0 ? [newRule()] : rules), newRule()] });
    focusAdded(frame.current, count, false);
  }
  return (
    <div ref={frame} className={rowStyles.rows}>
      {places.map((at) => (
        <RuleRow
          key={at}
          when={path}
          mode={mode}
          schema={schema}
          at={at}
          isOnly={count === 1}
          onRemove={remove}
        />
      ))}
      {!isReadOnly && (
        <Button
          size="compact-xs"
          variant="subtle"
          className={rowStyles.add}
          leftSection={<AddIcon />}
          disabled={count >= schema.maxRules}
          onClick={add}
        >
          {t("forms.rules.add")}
        </Button>
      )}
    </div>
  );
}

const whenOf = (value: unknown): When => (isObject(value) ? value : {});
