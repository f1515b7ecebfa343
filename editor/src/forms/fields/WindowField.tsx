/** Hours on some days of the week: a switch for each day, and two times. */
import { Input } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { isObject } from "../../model/schema";
import { WEEKDAYS } from "../../model/waits";
import type { FieldProps } from "../Field";
import { useEditing, useForm, useValue } from "../form";
import { helpOf, labelOf } from "../help";
import { useProblems } from "../useProblems";
import { Warning } from "../Warning";
import { fieldIn, isOvernight, withDay } from "../window";
import { Optional } from "./Optional";
import windowStyles from "./window.module.css";

export function WindowField(props: FieldProps) {
  const { t } = useTranslation();
  const { root } = useForm();
  return (
    <Optional {...props} help={helpOf(props.field, "window", root, t)}>
      <Hours {...props} />
    </Optional>
  );
}

function Hours({ field, path, isLabelHidden }: FieldProps) {
  const { t } = useTranslation();
  const { root } = useForm();
  const window = useValue(path);
  const { error, warning } = useProblems(path);
  const isTitled = !isLabelHidden && !field.isNullable;
  return (
    <Input.Wrapper
      size="sm"
      label={isTitled ? field.title : undefined}
      labelElement="div"
      description={isTitled ? helpOf(field, "window", root, t) : undefined}
      error={error}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: the wrapper draws the legend */}
      <div role="group" aria-label={field.title} className={windowStyles.window}>
        <Days field={field} path={[...path, "days"]} />
        <div className={windowStyles.times}>
          <Time field={field} path={[...path, "opens"]} name="opens" />
          <Time field={field} path={[...path, "closes"]} name="closes" />
        </div>
        {isObject(window) && isOvernight(window) && (
          <p className={windowStyles.note}>{t("forms.window.overnight")}</p>
        )}
      </div>
      <Warning>{warning}</Warning>
    </Input.Wrapper>
  );
}

function Days({ field, path }: FieldProps) {
  const { root, isReadOnly } = useForm();
  const value = useValue(path);
  const { choose } = useEditing(path);
  const { error } = useProblems(path);
  const id = useId();
  const days = Array.isArray(value) ? value : [];
  const own = fieldIn(field, "days", root);
  return (
    <div>
      <fieldset className={windowStyles.days} aria-describedby={error ? id : undefined}>
        <legend className={windowStyles.legend}>{own?.title}</legend>
        {WEEKDAYS.map((day) => {
          const name = own ? labelOf(day, own) : day;
          return (
            <label key={day} className={windowStyles.day} title={name}>
              <input
                type="checkbox"
                aria-label={name}
                checked={days.includes(day)}
                disabled={isReadOnly}
                onChange={(event) => choose(withDay(days, day, event.currentTarget.checked))}
              />
              <span aria-hidden="true">{name.slice(0, 3)}</span>
            </label>
          );
        })}
      </fieldset>
      <Input.Error id={id}>{error}</Input.Error>
    </div>
  );
}

function Time({ field, path, name }: FieldProps & { name: string }) {
  const { root, isReadOnly } = useForm();
  const own = fieldIn(field, name, root);
  const value = useValue(path) ?? own?.defaultValue;
  const { type, leave } = useEditing(path);
  const { error } = useProblems(path);
  const id = useId();
  return (
    <Input.Wrapper size="sm" label={own?.title} error={error} id={id}>
      <Input
        id={id}
        type="time"
        size="sm"
        value={typeof value === "string" ? value : ""}
        readOnly={isReadOnly}
        error={Boolean(error)}
        onChange={(event) => event.currentTarget.value !== "" && type(event.currentTarget.value)}
        onBlur={leave}
      />
    </Input.Wrapper>
  );
}
