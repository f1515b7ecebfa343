/** Draws one field of a form by its kind. */
import { type ComponentType, memo } from "react";
import { type Field as FieldSpec, formatPath, type Path } from "../model/schema";
import { ChoiceField } from "./fields/ChoiceField";
import { CronField } from "./fields/CronField";
import { DictionaryField } from "./fields/DictionaryField";
import { DurationField } from "./fields/DurationField";
import { FlowField } from "./fields/FlowField";
import { JsonField } from "./fields/JsonField";
import { MediaField } from "./fields/MediaField";
import { MixedField } from "./fields/MixedField";
import { NodeField } from "./fields/NodeField";
import { NumberField } from "./fields/NumberField";
import { RowsField } from "./fields/RowsField";
import { RulesField } from "./fields/RulesField";
import { StructField } from "./fields/StructField";
import { SwitchField } from "./fields/SwitchField";
import { TagsField } from "./fields/TagsField";
import { TemplateField } from "./fields/TemplateField";
import { TextField } from "./fields/TextField";
import { UnionField } from "./fields/UnionField";
import { WindowField } from "./fields/WindowField";
import { ZoneField } from "./fields/ZoneField";
import { useDerived, useForm } from "./form";
import styles from "./forms.module.css";
import { fits, type Kind, kindOf } from "./kind";

export interface FieldProps {
  field: FieldSpec;
  path: Path;
  /** The field around it says already what this one is. */
  isLabelHidden?: boolean;
  /** Being empty is a value: of a choice between fields, this one is chosen. */
  isChosen?: boolean;
}

const FIELDS: Record<Exclude<Kind, "constant">, ComponentType<FieldProps>> = {
  text: TextField,
  secret: TextField,
  variable: TextField,
  cron: CronField,
  timezone: ZoneField,
  node: NodeField,
  flow: FlowField,
  window: WindowField,
  media: MediaField,
  template: TemplateField,
  expression: TemplateField,
  number: NumberField,
  boolean: SwitchField,
  choice: ChoiceField,
  duration: DurationField,
  rules: RulesField,
  tags: TagsField,
  rows: RowsField,
  struct: StructField,
  union: UnionField,
  mixed: MixedField,
  dictionary: DictionaryField,
  json: JsonField,
};

export const Field = memo(function Field(props: FieldProps) {
  const { root } = useForm();
  const kind = kindOf(props.field, root);
  if (kind === "constant") return null;
  return (
    // Where an issue that names this place leads.
    <div data-place={formatPath(props.path)} className={styles.contents}>
      <Fitting {...props} kind={kind} />
    </div>
  );
}, isSame);

/** A value of another shape, such as one from a file, is shown as it is instead of being lost. */
function Fitting({ kind, ...props }: FieldProps & { kind: Exclude<Kind, "constant"> }) {
  const isFitting = useDerived(props.path, (value) => fits(kind, value));
  const Kinded = isFitting ? FIELDS[kind] : JsonField;
  return <Kinded {...props} />;
}

function isSame(old: FieldProps, next: FieldProps): boolean {
  return (
    old.field === next.field &&
    old.isLabelHidden === next.isLabelHidden &&
    old.isChosen === next.isChosen &&
    formatPath(old.path) === formatPath(next.path)
  );
}
