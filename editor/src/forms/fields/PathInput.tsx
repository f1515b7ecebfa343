/** The name of a value, chosen from the variables in scope or typed. */
import { Autocomplete, type ComboboxItem, type OptionsFilter } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Variable } from "../../model/scope";
import { useForm, useVariables } from "../form";
import styles from "../forms.module.css";
import { sampleText } from "../samples";
import rowStyles from "./rows.module.css";

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
  const { t } = useTranslation();
  const { isReadOnly } = useForm();
  const variables = useVariables();
  const byPath = useMemo(() => new Map(variables.map((variable) => [variable.path, variable])), [variables]);
  const [isTyping, setTyping] = useState(false);
  return (
    <Autocomplete
      size="xs"
      aria-label={label}
      placeholder={t("forms.choose")}
      data={[...byPath.keys()]}
      value={value}
      readOnly={isReadOnly}
      error={hasError}
      aria-describedby={describedBy}
      limit={MAX_OFFERED}
      selectFirstOptionOnChange={!isPath(value, byPath)}
      filter={isTyping ? whileTyping : onOpening}
      maxDropdownHeight={280}
      comboboxProps={{ width: 280, position: "bottom-start", shadow: "md", withinPortal: true }}
      renderOption={({ option }) => <Offer variable={byPath.get(option.value)} />}
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      spellCheck={false}
      onChange={(path) => {
        setTyping(true);
        onType(path);
      }}
      onOptionSubmit={() => setTyping(false)}
      onBlur={() => {
        setTyping(false);
        onLeave();
      }}
      onFocus={(event) => event.currentTarget.select()}
    />
  );
}

function Offer({ variable }: { variable: Variable | undefined }) {
  const { t } = useTranslation();
  const sample = sampleText(variable?.example);
  if (variable === undefined) return null;
  return (
    <div className={rowStyles.offer}>
      <span className={rowStyles.offerPath}>{variable.path}</span>
      {variable.help && <span className={styles.help}>{variable.help}</span>}
      {sample !== "" && <span className={styles.help}>{t("forms.example", { example: sample })}</span>}
    </div>
  );
}

/** Whether a path was begun: Enter leaves it as it is typed, and else takes the first name that is offered. */
const isPath = (text: string, known: ReadonlyMap<string, Variable>): boolean => {
  const [root, ...rest] = text.trim().split(".");
  return rest.length > 0 && [...known.keys()].some((path) => path.split(".")[0] === root);
};

/** All of them while the field holds one of them: who opens the list wants to see what there is. */
const onOpening: OptionsFilter = (asked) => (holdsOne(asked) ? asked.options : containing(asked));

/** None once a name is whole: the list would lie over the value, which comes next. */
const whileTyping: OptionsFilter = (asked) => (holdsOne(asked) ? [] : containing(asked));

type Asked = Parameters<OptionsFilter>[0];

const itemsOf = ({ options }: Asked) => options as ComboboxItem[];
const wordsOf = ({ search }: Asked) => search.trim().toLowerCase();

const holdsOne = (asked: Asked) => itemsOf(asked).some((item) => item.value.toLowerCase() === wordsOf(asked));

const containing = (asked: Asked) =>
  itemsOf(asked).filter((item) => item.value.toLowerCase().includes(wordsOf(asked)));
