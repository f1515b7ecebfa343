/** A value of one of several plain types, such as a text or a number: choose the type, then fill it in. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Field as FieldSpec, resolve, titleOf, typeOf } from "../../model/schema";
import { Choose } from "../Choose";
import { Field, type FieldProps } from "../Field";
import { useDerived, useEditing, useForm, useMemory } from "../form";
import styles from "../forms.module.css";
import { classTitle } from "../help";
import { kindOf, mixedIndex } from "../kind";
import { startOf } from "../start";

export function MixedField({ field, path, isLabelHidden, isChosen }: FieldProps) {
  const { t } = useTranslation();
  const { root, isReadOnly } = useForm();
  const { choose, peek } = useEditing(path);
  const { recall, keep } = useMemory(path);
  const members = useMemo(() => membersOf(field, root), [field, root]);
  const at = useDerived(path, (value) => mixedIndex(field.schema.anyOf ?? [], value, root));
  const isUnset =
    useDerived(path, (value) => value === undefined || value === null) && field.isNullable && !isChosen;
  const member = members[at];
  const words: Record<string, string> = {
    string: t("forms.types.text"),
    number: t("forms.types.number"),
    integer: t("forms.types.number"),
    boolean: t("forms.types.boolean"),
    array: t("forms.types.list"),
  };
  const options = members.map((one, index) => ({
    value: String(index),
    label: words[typeOf(one.schema) ?? ""] ?? classTitle(one.schema, titleOf(kindOf(one, root))),
  }));
  const unset = { value: "", label: t("forms.unset") };

  function turn(next: string) {
    keep(String(at), peek());
    const chosen = members[Number(next)];
    choose(next === "" || chosen === undefined ? undefined : (recall(next) ?? startOf(chosen, root)));
  }
  return (
    <div className={styles.stack}>
      <Choose
        label={field.title}
        isLabelHidden={isLabelHidden}
        value={isUnset ? "" : String(at)}
        options={field.isNullable ? [unset, ...options] : options}
        isReadOnly={isReadOnly}
        onChoose={turn}
      />
      {!isUnset && member && <Field key={at} field={member} path={path} isLabelHidden isChosen />}
    </div>
  );
}

/** Each type as a field of its own; null was taken out before. */
const membersOf = (field: FieldSpec, root: Parameters<typeof resolve>[1]): FieldSpec[] =>
  (field.schema.anyOf ?? []).map((schema) => ({
    ...resolve(schema, root),
    name: field.name,
    title: field.title,
    isRequired: true,
    defaultValue: undefined,
  }));
