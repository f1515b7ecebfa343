/** Another flow, chosen by its name. */

import { Anchor } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useFlowNames } from "../../queries/useFlowNames";
import { List } from "../Choose";
import type { FieldProps } from "../Field";
import { useEditing, useForm, useValue } from "../form";
import styles from "../forms.module.css";
import { helpOf } from "../help";
import { faultOf } from "../limits";
import { useProblems } from "../useProblems";
import { Warning } from "../Warning";

const UNSET = "";

export function FlowField({ field, path, isLabelHidden }: FieldProps) {
  const { t } = useTranslation();
  const { root, isReadOnly } = useForm();
  const value = useValue(path);
  const { choose } = useEditing(path);
  const flows = useFlowNames();
  const { error, warning } = useProblems(
    path,
    faultOf(field.schema, field.ui, value, field.isRequired),
    false,
  );
  const chosen = typeof value === "number" ? String(value) : UNSET;
  const known = flows?.get(Number(chosen));
  const options = [...(flows?.values() ?? [])].map(({ id, name, isLive }) => ({
    value: String(id),
    label: t(isLive ? "forms.flow.live" : "forms.flow.notLive", { name: name || t("flows.unnamed") }),
  }));
  const gone = { value: chosen, label: t(flows ? "forms.flow.gone" : "common.loading") };
  return (
    <div>
      <List
        label={field.title}
        isLabelHidden={isLabelHidden}
        value={chosen}
        options={[
          ...(chosen === UNSET || field.isNullable ? [{ value: UNSET, label: t("forms.choose") }] : []),
          ...(chosen !== UNSET && known === undefined ? [gone] : []),
          ...options,
        ]}
        isReadOnly={isReadOnly}
        description={helpOf(field, "flow", root, t)}
        error={error}
        onChoose={(id) => choose(id === UNSET ? undefined : Number(id))}
      />
      <Warning>{warning}</Warning>
      {known && (
        <Anchor component={Link} href={`/flows/${known.id}`} size="xs" className={styles.beside}>
          {t("forms.flow.open")}
        </Anchor>
      )}
    </div>
  );
}
