/** Settings inside of settings. */
import { useTranslation } from "react-i18next";
import type { FieldProps } from "../Field";
import { useForm } from "../form";
import styles from "../forms.module.css";
import { helpOf } from "../help";
import { useProblems } from "../useProblems";
import { Warning } from "../Warning";
import { Fields } from "./Fields";
import { Optional } from "./Optional";

export function StructField(props: FieldProps) {
  const { field, path, isLabelHidden } = props;
  const { t } = useTranslation();
  const { root } = useForm();
  // The only part of a node needs no heading: the panel's title says what it is.
  const isAlone = path.length === 1 && Object.keys(root.properties ?? {}).length === 1;
  const help = helpOf(field, "struct", root, t);
  const isTitled = !isLabelHidden && !isAlone && !(field.isNullable && !props.isChosen);
  return (
    <Optional {...props} help={help}>
      <div>
        <Heading path={path} title={isTitled ? field.title : undefined} help={isTitled ? help : undefined} />
        {isTitled ? (
          <fieldset className={styles.nested} aria-label={field.title}>
            <Fields schema={field.schema} path={path} />
          </fieldset>
        ) : (
          <Fields schema={field.schema} path={path} />
        )}
      </div>
    </Optional>
  );
}

function Heading({ path, title, help }: { path: FieldProps["path"]; title?: string; help?: string }) {
  const { error, warning } = useProblems(path);
  return (
    <>
      {title && <p className={styles.legend}>{title}</p>}
      {help && <p className={styles.help}>{help}</p>}
      {error && <p className={styles.error}>{error}</p>}
      <Warning>{warning}</Warning>
    </>
  );
}
