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
  const own = Object.entries(field.ui.labels ?? {}).map(([name, label]) => ({ value: name, label }));
  const unset = field.isNullable ? [{ value: UNSET, label: t("forms.ownZone") }] : [];
  return (
    <div>
      <List
        label={field.title}
        isLabelHidden={isLabelHidden}
        value={String(value)}
        options={[...unset, ...own, ...zones()]}
        isReadOnly={isReadOnly}
        description={helpOf(field, "timezone", root, t)}
        error={error}
        onChoose={(chosen) => choose(chosen === UNSET ? undefined : chosen)}
      />
      <Warning>{warning}</Warning>
    </div>
  );
}
