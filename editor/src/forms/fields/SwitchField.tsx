/** Yes or no; three ways where it may also be left open. */
import { Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Choose } from "../Choose";
import type { FieldProps } from "../Field";
import { useEditing, useForm, useValue } from "../form";
import { helpOf } from "../help";
import { READABLE } from "../readable";
import { useProblems } from "../useProblems";
import { Warning } from "../Warning";

export function SwitchField({ field, path, isLabelHidden }: FieldProps) {
  const { t } = useTranslation();
  const { root, isReadOnly } = useForm();
  const value = useValue(path);
  const { choose } = useEditing(path);
  const { error, warning } = useProblems(path);
  const isOn = (value ?? field.defaultValue) === true;
  return (
    <div>
      {field.isNullable ? (
        <Choose
          label={field.title}
          isLabelHidden={isLabelHidden}
          value={typeof value === "boolean" ? String(value) : ""}
          options={[
            { value: "", label: t("forms.unset") },
            { value: "true", label: t("forms.yes") },
            { value: "false", label: t("forms.no") },
          ]}
          isReadOnly={isReadOnly}
          description={helpOf(field, "boolean", root, t)}
          error={error}
          onChoose={(chosen) => choose(chosen === "" ? undefined : chosen === "true")}
        />
      ) : (
        <Switch
          size="sm"
          label={field.title}
          description={helpOf(field, "boolean", root, t)}
          error={error}
          checked={isOn}
          disabled={isReadOnly}
          styles={READABLE}
          onChange={(event) => choose(event.currentTarget.checked)}
        />
      )}
      <Warning>{warning}</Warning>
    </div>
  );
}
