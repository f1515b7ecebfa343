/** One of the values the schema lists. */
import { useTranslation } from "react-i18next";
import { Choose } from "../Choose";
import type { FieldProps } from "../Field";
import { useEditing, useForm, useValue } from "../form";
import { helpOf, labelOf } from "../help";
import { useProblems } from "../useProblems";
import { Warning } from "../Warning";

const UNSET = "";

export function ChoiceField({ field, path, isLabelHidden }: FieldProps) {
  const { t } = useTranslation();
  const { root, isReadOnly } = useForm();
  const value = useValue(path) ?? field.defaultValue;
  const { choose } = useEditing(path);
  const { error, warning } = useProblems(path);
  const values = inOrder(field.schema.enum ?? [], field.ui.labels);
  const options = values.map((one) => ({ value: String(one), label: labelOf(one, field) }));
  const isUnset = value === undefined || value === null;
  const unset = { value: UNSET, label: field.isNullable ? t("forms.unset") : t("forms.choose") };
  return (
    <div>
      <Choose
        label={field.title}
        isLabelHidden={isLabelHidden}
        value={isUnset ? UNSET : String(value)}
        options={field.isNullable || isUnset ? [unset, ...options] : options}
        isReadOnly={isReadOnly}
        description={helpOf(field, "choice", root, t)}
        error={error}
        onChoose={(chosen) => choose(values.find((one) => String(one) === chosen))}
      />
      <Warning>{warning}</Warning>
    </div>
  );
}

/** msgspec sorts the values of a Literal; the labels, where there are some, have the author's order. */
function inOrder(values: readonly unknown[], labels: Record<string, string> = {}): unknown[] {
  const order = Object.keys(labels);
  const place = (value: unknown) => (order.indexOf(String(value)) + order.length) % order.length;
  return order.length === 0 ? [...values] : values.toSorted((a, b) => place(a) - place(b));
}
