/** A plain text: one line, several lines, a secret, or the name of a variable. */
import { PasswordInput, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Counter } from "../Counter";
import type { FieldProps } from "../Field";
import { useEditing, useForm, useValue } from "../form";
import { helpOf, placeholderOf } from "../help";
import { kindOf } from "../kind";
import { faultOf } from "../limits";
import { emptied, variableName } from "../text";
import { useProblems } from "../useProblems";
import { Warning } from "../Warning";

export function TextField({ field, path, isLabelHidden, isChosen }: FieldProps) {
  const { t } = useTranslation();
  const { root, isReadOnly } = useForm();
  const value = useValue(path);
  const { type, leave } = useEditing(path);
  const [isTouched, touch] = useState(false);
  const text = typeof value === "string" ? value : "";
  const kind = kindOf(field, root);
  const fault = faultOf(field.schema, field.ui, value, field.isRequired);
  const { error, warning } = useProblems(path, fault, isTouched);
  const Input =
    kind === "secret" ? PasswordInput : field.ui.multiline || text.includes("\n") ? Textarea : TextInput;
  return (
    <div>
      <Input
        size="sm"
        label={isLabelHidden ? undefined : field.title}
        aria-label={isLabelHidden ? field.title : undefined}
        description={helpOf(field, kind, root, t)}
        placeholder={placeholderOf(field)}
        error={error}
        value={text}
        readOnly={isReadOnly}
        dir="auto"
        autoComplete="off"
        spellCheck={kind === "text"}
        {...(Input === Textarea ? { autosize: true, minRows: 2, maxRows: 12 } : {})}
        onChange={(event: { currentTarget: { value: string } }) =>
          type(emptied(event.currentTarget.value, field, isChosen))
        }
        onBlur={() => {
          const name = variableName(text);
          if (kind === "variable" && name !== text) type(name);
          touch(true);
          leave();
        }}
      />
      <Counter text={text} max={field.schema.maxLength} />
      <Warning>{warning}</Warning>
    </div>
  );
}
