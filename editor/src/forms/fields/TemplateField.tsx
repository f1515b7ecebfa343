/** A field whose text is a template or an expression. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldProps } from "../Field";
import { useEditing, useForm, useValue } from "../form";
import { helpOf, placeholderOf } from "../help";
import { kindOf } from "../kind";
import { faultOf } from "../limits";
import { emptied } from "../text";
import { useProblems } from "../useProblems";
import { Warning } from "../Warning";
import { TemplateInput } from "./TemplateInput";

export function TemplateField({ field, path, isLabelHidden, isChosen }: FieldProps) {
  const { t } = useTranslation();
  const { root } = useForm();
  const value = useValue(path);
  const { type, leave } = useEditing(path);
  const [isTouched, touch] = useState(false);
  const kind = kindOf(field, root);
  const fault = faultOf(field.schema, field.ui, value, field.isRequired);
  const { error, warning } = useProblems(path, fault, isTouched);
  return (
    <div>
      <TemplateInput
        value={typeof value === "string" ? value : ""}
        label={field.title}
        isLabelHidden={isLabelHidden}
        description={helpOf(field, kind, root, t)}
        error={error}
        placeholder={placeholderOf(field)}
        isExpression={kind === "expression"}
        isMultiline={field.ui.multiline ?? false}
        maxLength={field.schema.maxLength}
        limit={field.ui.limit}
        isFormatted={field.ui.formatted ?? false}
        onType={(text) => type(emptied(text, field, isChosen))}
        onLeave={() => {
          touch(true);
          leave();
        }}
      />
      <Warning>{warning}</Warning>
    </div>
  );
}
