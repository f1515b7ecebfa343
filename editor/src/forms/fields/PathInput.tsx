/** The name of a value, chosen from the variables in scope or typed. */
import { Autocomplete, type ComboboxItem, type OptionsFilter } from "@mantine/core";
import { useMemo } from "react";
import type { Variable } from "../../model/scope";
import { useForm, useVariables } from "../form";
import styles from "../forms.module.css";

interface Props {
  label: string;
  value: string;
  hasError: boolean;
  describedBy?: string;
  onType(path: string): void;
  onLeave(): void;
}

const MAX_OFFERED = 100;

export function PathInput({ label, value, hasError, describedBy, onType, onLeave }: Props) {
  const { isReadOnly } = useForm();
  const variables = useVariables();
  const byPath = useMemo(() => new Map(variables.map((variable) => [variable.path, variable])), [variables]);
  return (
    <Autocomplete
      size="xs"
      aria-label={label}
      data={[...byPath.keys()]}
      value={value}
      readOnly={isReadOnly}
      error={hasError}
      aria-describedby={describedBy}
      limit={MAX_OFFERED}
      filter={byWords}
      maxDropdownHeight={280}
      comboboxProps={{ width: 280, position: "bottom-start", shadow: "md", withinPortal: true }}
      renderOption={({ option }) => <Offer variable={byPath.get(option.value)} />}
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      spellCheck={false}
      onChange={onType}
      onBlur={onLeave}
      onFocus={(event) => event.currentTarget.select()}
    />
  );
}

function Offer({ variable }: { variable: Variable | undefined }) {
  if (variable === undefined) return null;
  return (
    <div className={styles.offer}>
      <span className={styles.offerPath}>{variable.path}</span>
      {variable.help && <span className={styles.help}>{variable.help}</span>}
    </div>
  );
}

/** All of them while the field still holds one of them: who opens the list wants to see what there is. */
const byWords: OptionsFilter = ({ options, search }) => {
  const items = options as ComboboxItem[];
  const wanted = search.trim().toLowerCase();
  if (items.some((item) => item.value.toLowerCase() === wanted)) return items;
  return items.filter((item) => item.value.toLowerCase().includes(wanted));
};
