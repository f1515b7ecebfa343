/** One of several kinds of settings: choose the kind, then fill it in. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Field as FieldSpec, isObject, type Member } from "../../model/schema";
import { Choose } from "../Choose";
import type { FieldProps } from "../Field";
import { useDerived, useEditing, useForm, useMemory } from "../form";
import styles from "../forms.module.css";
import { classTitle, helpOf } from "../help";
import { startMember } from "../start";
import { useProblems } from "../useProblems";
import { Warning } from "../Warning";
import { Fields } from "./Fields";
import { Optional } from "./Optional";

export function UnionField(props: FieldProps) {
  return (
    <Optional {...props}>
      <Kinds {...props} />
    </Optional>
  );
}

function Kinds({ field, path, isLabelHidden }: FieldProps) {
  const { t } = useTranslation();
  const { root, isReadOnly } = useForm();
  const { choose, peek } = useEditing(path);
  const { recall, keep } = useMemory(path);
  const { error, warning } = useProblems(path);
  const { tagField, members } = field.union ?? { tagField: "", members: [] };
  const tag = useDerived(path, (value) => tagOf(value ?? field.defaultValue, tagField));
  const member = members.find((one) => String(one.tag) === tag);
  const options = useMemo(() => members.map((one) => optionOf(one, field)), [members, field]);
  const unset = { value: tag, label: t("forms.choose") };

  function turn(next: string) {
    keep(tag, peek());
    choose(recall(next) ?? startMember({ tagField, members }, next, root));
  }
  return (
    <div className={styles.stack}>
      {(options.length > 1 || member === undefined) && (
        <Choose
          label={field.title}
          isLabelHidden={isLabelHidden}
          value={tag}
          options={tag === "" ? [unset, ...options] : options}
          isReadOnly={isReadOnly}
          description={helpOf(field, "union", root, t) ?? member?.schema.description}
          error={error}
          onChoose={turn}
        />
      )}
      <Warning>{warning}</Warning>
      {member && <Fields key={tag} schema={member.schema} path={path} />}
    </div>
  );
}

const tagOf = (value: unknown, tagField: string): string =>
  isObject(value) ? String(value[tagField] ?? "") : "";

const optionOf = (member: Member, field: FieldSpec) => ({
  value: String(member.tag),
  label: field.ui.labels?.[String(member.tag)] ?? classTitle(member.schema, member.title),
});
