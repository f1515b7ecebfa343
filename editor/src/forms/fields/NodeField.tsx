/** Another node of this flow, chosen by what its card says. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useEditor } from "../../model/EditorContext";
import { documentOf } from "../../model/store";
import { List } from "../Choose";
import type { FieldProps } from "../Field";
import { useEditing, useForm, useValue } from "../form";
import { helpOf } from "../help";
import { faultOf } from "../limits";
import { nodeOptions } from "../nodeOptions";
import { useProblems } from "../useProblems";
import { Warning } from "../Warning";

const UNSET = "";

export function NodeField({ field, path, isLabelHidden }: FieldProps) {
  const { t } = useTranslation();
  const { nodeId, root, isReadOnly } = useForm();
  const value = useValue(path);
  const { choose } = useEditing(path);
  const document = useEditor(documentOf);
  const types = useEditor((state) => state.types);
  const { error, warning } = useProblems(
    path,
    faultOf(field.schema, field.ui, value, field.isRequired),
    false,
  );
  const options = useMemo(() => nodeOptions(document, types, nodeId, t), [document, types, nodeId, t]);
  const chosen = typeof value === "string" ? value : UNSET;
  const isThere = options.some((option) => option.value === chosen);
  const other = { value: chosen, label: t(chosen === UNSET ? "forms.choose" : "forms.nodeGone") };
  return (
    <div>
      <List
        label={field.title}
        isLabelHidden={isLabelHidden}
        value={chosen}
        options={isThere ? options : [other, ...options]}
        isReadOnly={isReadOnly}
        description={helpOf(field, "node", root, t)}
        error={error}
        onChoose={(id) => choose(id === UNSET ? undefined : id)}
      />
      <Warning>{warning}</Warning>
    </div>
  );
}
