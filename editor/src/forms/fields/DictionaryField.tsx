/** Names with a text each, such as the headers of a request. */
import { ActionIcon, Button, Input, TextInput } from "@mantine/core";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { isObject, resolve } from "../../model/schema";
import { type Entry, entriesOf, objectOf, repeatedIn, stands } from "../dictionary";
import type { FieldProps } from "../Field";
import { useEditing, useForm, useValue } from "../form";
import styles from "../forms.module.css";
import { helpOf } from "../help";
import { AddIcon, CloseIcon } from "../icons";
import { kindOf } from "../kind";
import { without } from "../rows";
import { useProblems } from "../useProblems";
import { Warning } from "../Warning";
import rowStyles from "./rows.module.css";
import { TemplateInput } from "./TemplateInput";

export function DictionaryField({ field, path, isLabelHidden }: FieldProps) {
  const { t } = useTranslation();
  const { root, isReadOnly } = useForm();
  const raw = useValue(path);
  const value = isObject(raw) ? (raw as Record<string, string>) : {};
  const { type, choose, leave } = useEditing(path);
  // Rows as typed: one without a name, or with another's name, waits here until it has its own.
  const [typed, setTyped] = useState<Entry[]>([]);
  const { error, warning } = useProblems(path);
  const entries = stands(typed, value) ? typed : entriesOf(value);
  const repeated = repeatedIn(entries);
  const id = useId();
  const items = field.schema.additionalProperties;
  const isTemplate = isObject(items) && kindOf(resolve(items, root), root) === "template";

  function write(next: Entry[], isWhole = false) {
    setTyped(next);
    const now = objectOf(next);
    const kept = field.isNullable && next.length === 0 ? undefined : now;
    if (!stands(next, value)) (isWhole ? choose : type)(kept);
  }
  const set = (at: number, part: Partial<Entry>) =>
    write(entries.map((entry, index) => (index === at ? { ...entry, ...part } : entry)));
  return (
    <Input.Wrapper
      size="sm"
      label={isLabelHidden ? undefined : field.title}
      labelElement="div"
      description={helpOf(field, "dictionary", root, t)}
      error={repeated === undefined ? error : t("forms.repeatedName", { name: repeated })}
      errorProps={{ id: `${id}-error` }}
    >
      <fieldset className={styles.plain} aria-label={field.title} aria-describedby={`${id}-error`}>
        {entries.map((entry, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a name is not unique while it is typed
          <div key={at} className={rowStyles.pair}>
            <TextInput
              size="sm"
              aria-label={t("forms.entryName", { n: at + 1 })}
              placeholder={t("forms.name")}
              value={entry.name}
              readOnly={isReadOnly}
              error={entry.name !== "" && entry.name === repeated}
              onChange={(event) => set(at, { name: event.currentTarget.value })}
              onBlur={leave}
            />
            <Value
              isTemplate={isTemplate}
              label={t("forms.entryValue", { n: at + 1 })}
              text={entry.text}
              onType={(text) => set(at, { text })}
              onLeave={leave}
            />
            {!isReadOnly && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t("forms.removeRow", { row: entry.name || t("forms.entryName", { n: at + 1 }) })}
                onClick={() => write(without(entries, at), true)}
              >
                <CloseIcon />
              </ActionIcon>
            )}
          </div>
        ))}
        {!isReadOnly && (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<AddIcon />}
            onClick={() => setTyped([...entries, { name: "", text: "" }])}
          >
            {t("forms.addEntry")}
          </Button>
        )}
      </fieldset>
      <Warning>{warning}</Warning>
    </Input.Wrapper>
  );
}

interface ValueProps {
  isTemplate: boolean;
  label: string;
  text: string;
  onType(text: string): void;
  onLeave(): void;
}

function Value({ isTemplate, label, text, onType, onLeave }: ValueProps) {
  const { t } = useTranslation();
  const { isReadOnly } = useForm();
  const placeholder = t("forms.value");
  if (isTemplate) {
    return (
      <TemplateInput
        isCompact
        label={label}
        value={text}
        placeholder={placeholder}
        onType={onType}
        onLeave={onLeave}
      />
    );
  }
  return (
    <TextInput
      size="sm"
      aria-label={label}
      placeholder={placeholder}
      value={text}
      readOnly={isReadOnly}
      onChange={(event) => onType(event.currentTarget.value)}
      onBlur={onLeave}
    />
  );
}
