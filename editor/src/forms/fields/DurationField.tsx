/** A length of time: a row for each part in use, a number and its unit. */
import { ActionIcon, Button, Input } from "@mantine/core";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { UNITS } from "../../model/amounts";
import { isObject } from "../../model/schema";
import { List } from "../Choose";
import { type Duration, nextUnit, type Part, partsOf, type Unit, withAmount, withUnit } from "../duration";
import type { FieldProps } from "../Field";
import { useEditing, useForm, useValue } from "../form";
import styles from "../forms.module.css";
import { helpOf } from "../help";
import { AddIcon, CloseIcon } from "../icons";
import { useProblems } from "../useProblems";
import { Warning } from "../Warning";
import { NumberInput } from "./NumberInput";
import { Optional } from "./Optional";
import rowStyles from "./rows.module.css";

export function DurationField(props: FieldProps) {
  const isSwitched = props.field.isNullable && !props.isChosen;
  return (
    <Optional {...props}>
      <Parts {...props} isLabelHidden={props.isLabelHidden || isSwitched} />
    </Optional>
  );
}

function Parts({ field, path, isLabelHidden }: FieldProps) {
  const { t } = useTranslation();
  const { root, isReadOnly } = useForm();
  const raw = useValue(path);
  const value: Duration = isObject(raw) ? raw : {};
  const { type, choose, leave } = useEditing(path);
  const { error, warning } = useProblems(path);
  const [shown, show] = useState<Unit[]>([]);
  const id = useId();
  const parts = partsOf(value, shown);
  const next = nextUnit(parts);

  function turn(part: Part, unit: Unit) {
    show([...parts.map((other) => (other.unit === part.unit ? unit : other.unit))]);
    choose(withUnit(value, part.unit, unit));
  }
  function remove(unit: Unit) {
    show(shown.filter((other) => other !== unit));
    choose(withAmount(value, unit, 0));
  }
  return (
    <div>
      <Input.Wrapper
        size="sm"
        label={isLabelHidden ? undefined : field.title}
        labelElement="div"
        description={helpOf(field, "duration", root, t)}
        error={error}
        errorProps={{ id: `${id}-error` }}
      >
        <fieldset
          className={styles.plain}
          aria-label={field.title}
          aria-describedby={error ? `${id}-error` : undefined}
        >
          {parts.map((part) => (
            <div key={part.unit} className={rowStyles.part}>
              <NumberInput
                aria-label={t(`forms.units.${part.unit}`)}
                aria-invalid={error ? true : undefined}
                value={part.amount}
                limits={{ isWhole: true, min: 0 }}
                onNumber={(amount) => {
                  show(parts.map((other) => other.unit));
                  type(withAmount(value, part.unit, amount ?? 0));
                }}
                onLeave={leave}
              />
              <List
                isLabelHidden
                label={t("forms.unit")}
                value={part.unit}
                isReadOnly={isReadOnly}
                options={UNITS.filter(
                  (unit) => unit === part.unit || !parts.some((other) => other.unit === unit),
                ).map((unit) => ({ value: unit, label: t(`forms.units.${unit}`) }))}
                onChoose={(unit) => turn(part, unit as Unit)}
              />
              {parts.length > 1 && !isReadOnly && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t("forms.removeUnit", { unit: t(`forms.units.${part.unit}`) })}
                  onClick={() => remove(part.unit)}
                >
                  <CloseIcon />
                </ActionIcon>
              )}
            </div>
          ))}
          {next !== undefined && !isReadOnly && (
            <Button
              size="compact-xs"
              variant="subtle"
              leftSection={<AddIcon />}
              onClick={() => show([...parts.map((part) => part.unit), next])}
            >
              {t("forms.addUnit", { unit: t(`forms.units.${next}`) })}
            </Button>
          )}
        </fieldset>
      </Input.Wrapper>
      <Warning>{warning}</Warning>
    </div>
  );
}
