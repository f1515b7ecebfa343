/** The fields of an object: each by its kind, those of which exactly one is set as a choice. */
import { Button } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { fieldsOf, isObject, type JsonSchema, type Path } from "../../model/schema";
import { Field } from "../Field";
import { useDerived, useEditing, useForm } from "../form";
import styles from "../forms.module.css";
import { grouped, isIdle } from "../groups";
import { ChoiceGroup } from "./ChoiceGroup";
import rowStyles from "./rows.module.css";

interface Props {
  schema: JsonSchema;
  path: Path;
  /** Drawn elsewhere, such as the name of a row in its heading; always the same list. */
  except?: readonly string[];
}

export function Fields({ schema, path, except }: Props) {
  const { root } = useForm();
  const all = useMemo(() => fieldsOf(schema, root), [schema, root]);
  const idle = useDerived(path, (value) =>
    isObject(value) ? all.flatMap((field) => (isIdle(field, value, all) ? [field.name] : [])).join("\n") : "",
  );
  const groups = useMemo(() => {
    const left = new Set([...(except ?? []), ...idle.split("\n")]);
    return grouped(all.filter((field) => !left.has(field.name) && !field.ui.hidden));
  }, [all, except, idle]);
  return (
    <div className={styles.stack}>
      {groups.map((group) =>
        group.choice === undefined ? (
          <Field key={group.fields[0].name} field={group.fields[0]} path={[...path, group.fields[0].name]} />
        ) : (
          <ChoiceGroup key={group.choice} name={group.choice} fields={group.fields} path={path} />
        ),
      )}
      <Foreign schema={schema} path={path} />
    </div>
  );
}

/** Settings that the schema does not know, such as those of a later version: shown, kept, and taken out on request. */
function Foreign({ schema, path }: Props) {
  const names = useDerived(path, (value) => foreignNames(schema, value));
  if (names === "") return null;
  return names.split("\n").map((name) => <ForeignRow key={name} name={name} path={[...path, name]} />);
}

function ForeignRow({ name, path }: { name: string; path: Path }) {
  const { t } = useTranslation();
  const { isReadOnly } = useForm();
  const { choose } = useEditing(path);
  const text = useDerived(path, (value) => JSON.stringify(value) ?? "");
  return (
    <div className={rowStyles.foreign}>
      <span className={styles.grow}>
        {t("forms.foreign", { name })} <code>{text.slice(0, 200)}</code>
      </span>
      {!isReadOnly && (
        <Button size="compact-xs" variant="default" onClick={() => choose(undefined)}>
          {t("forms.remove")}
        </Button>
      )}
    </div>
  );
}

function foreignNames(schema: JsonSchema, value: unknown): string {
  if (schema.additionalProperties !== false || !isObject(value)) return "";
  return Object.keys(value)
    .filter((name) => !Object.hasOwn(schema.properties ?? {}, name))
    .join("\n");
}
