/** Several fields of which exactly one is set: choose which, then fill it in. */
import { useTranslation } from "react-i18next";
import { translated } from "../../i18n/sentences";
import { type Field as FieldSpec, isObject, type Path, titleOf } from "../../model/schema";
import { Choose } from "../Choose";
import { Field } from "../Field";
import { useDerived, useEditing, useForm, useMemory } from "../form";
import styles from "../forms.module.css";
import { chosenOf, noneOf, withChosen } from "../groups";
import { startOf } from "../start";
import { useProblems } from "../useProblems";

interface Props {
  name: string;
  fields: FieldSpec[];
  path: Path;
}

export function ChoiceGroup({ name, fields, path }: Props) {
  const { t } = useTranslation();
  const { root, isReadOnly } = useForm();
  const { choose, peek } = useEditing(path);
  const { recall, keep } = useMemory(path);
  const chosen = useDerived(path, (value) => (isObject(value) ? (chosenOf(fields, value) ?? "") : ""));
  const field = fields.find((one) => one.name === chosen);
  const none = noneOf(fields);
  const options = fields.map((one) => ({ value: one.name, label: one.title }));
  const unset = { value: "", label: none ?? t("forms.choose") };

  function turn(next: string) {
    const field = fields.find((one) => one.name === next);
    const values = peek();
    const old = isObject(values) ? values : {};
    keep(chosen, old[chosen]);
    choose(withChosen(old, fields, next, field && (recall(next) ?? startOf(field, root))));
  }
  return (
    <div className={styles.stack}>
      <Choose
        label={translated(titleOf(name))}
        value={chosen}
        options={none !== undefined ? [...options, unset] : chosen === "" ? [unset, ...options] : options}
        isReadOnly={isReadOnly}
        onChoose={turn}
      />
      {fields.map((one) => one.name !== chosen && <Beside key={one.name} path={[...path, one.name]} />)}
      {field && <Field key={chosen} field={field} path={[...path, chosen]} isLabelHidden isChosen />}
    </div>
  );
}

/** What the check says of a field that is not chosen, such as that none is. */
function Beside({ path }: { path: Path }) {
  const { error } = useProblems(path);
  return error ? <p className={styles.error}>{error}</p> : null;
}
