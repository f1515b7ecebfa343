/** A time zone, chosen from those that the browser knows. */
import { useTranslation } from "react-i18next";
import { List } from "../Choose";
import type { FieldProps } from "../Field";
import { useEditing, useForm, useValue } from "../form";
import { helpOf } from "../help";
import { useProblems } from "../useProblems";
import { Warning } from "../Warning";
import { zones } from "../zones";

const UNSET = "";

export function ZoneField({ field, path, isLabelHidden }: FieldProps) {
  const { t } = useTranslation();
  const { root, isReadOnly } = useForm();
  const value = useValue(path) ?? field.defaultValue ?? UNSET;
  const { choose } = useEditing(path);
  const { error, warning } = useProblems(path);
  // What the schema has words for stands first; an empty name says what holds without one.
  const labels = { ...(field.isNullable ? { [UNSET]: t("forms.unset") } : {}), ...field.ui.labels };
  const own = Object.entries(labels).map(([name, label]) => ({ value: name, label }));
  return (
    <div>
      <List
        label={field.title}
        isLabelHidden={isLabelHidden}
        value={String(value)}
        options={[...own, ...zones()]}
        isReadOnly={isReadOnly}
        description={helpOf(field, "timezone", root, t)}
        error={error}
        onChoose={(chosen) => choose(chosen === UNSET ? undefined : chosen)}
      />
      <Warning>{warning}</Warning>
    </div>
  );
}
