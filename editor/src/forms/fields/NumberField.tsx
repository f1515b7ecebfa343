/** A number with its limits. */

import { useTranslation } from "react-i18next";
import { typeOf } from "../../model/schema";
import type { FieldProps } from "../Field";
import { useEditing, useForm, useValue } from "../form";
import { helpOf, placeholderOf } from "../help";
import { faultOf } from "../limits";
import { useProblems } from "../useProblems";
import { Warning } from "../Warning";
import { NumberInput } from "./NumberInput";

export function NumberField({ field, path, isLabelHidden }: FieldProps) {
  const { t } = useTranslation();
  const { root } = useForm();
  const value = useValue(path);
  const { type, leave } = useEditing(path);
  const { schema } = field;
  const { error, warning } = useProblems(path, faultOf(schema, field.ui, value, field.isRequired));
  return (
    <div>
      <NumberInput
        label={isLabelHidden ? undefined : field.title}
        aria-label={isLabelHidden ? field.title : undefined}
        description={helpOf(field, "number", root, t)}
        placeholder={placeholderOf(field)}
        error={error}
        value={typeof value === "number" ? value : undefined}
        limits={{ isWhole: typeOf(schema) === "integer", min: schema.minimum, max: schema.maximum }}
        isClearable={!field.isRequired}
        onNumber={type}
        onLeave={leave}
      />
      <Warning>{warning}</Warning>
    </div>
  );
}
