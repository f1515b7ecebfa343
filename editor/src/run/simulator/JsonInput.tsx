/** A small field for JSON, which says when it is none yet. */
import { Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { readJson } from "../../model/json";

interface Props {
  label: string;
  value: string;
  placeholder?: string;
  onChange(text: string): void;
  onBlur?(): void;
}

export function JsonInput({ label, value, placeholder, onChange, onBlur }: Props) {
  const { t } = useTranslation();
  const { problem } = readJson(value);
  return (
    <Textarea
      size="xs"
      autosize
      minRows={2}
      maxRows={8}
      label={label}
      placeholder={placeholder ?? '{"total": 40}'}
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      spellCheck={false}
      value={value}
      error={problem === null ? null : t("simulator.notJson", { reason: problem })}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={onBlur}
    />
  );
}
