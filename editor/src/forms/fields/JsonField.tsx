/** Anything without a field of its own, as JSON: only valid JSON reaches the settings, and what is typed stays. */
import { Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { readJson } from "../../model/json";
import type { FieldProps } from "../Field";
import { useEditing, useForm, useMemory, useValue } from "../form";
import { helpOf } from "../help";
import { useProblems } from "../useProblems";
import { Warning } from "../Warning";

interface Typed {
  text: string;
  over: unknown;
}

export function JsonField({ field, path, isLabelHidden }: FieldProps) {
  const { t } = useTranslation();
  const { root, isReadOnly } = useForm();
  const value = useValue(path);
  const { type, leave } = useEditing(path);
  const { recall, keep } = useMemory(path);
  const [typed, setTyped] = useState(() => recall("json") as Typed | undefined);
  const { error, warning } = useProblems(path);
  // What was typed goes when the document got another value in the meantime.
  const isTyping = typed !== undefined && JSON.stringify(typed.over) === JSON.stringify(value);
  const text = isTyping ? typed.text : value === undefined ? "" : JSON.stringify(value, null, 2);
  const { problem } = readJson(text);

  function read(next: string) {
    const { value: found, problem } = readJson(next);
    const over = problem === null ? found : value;
    const now = { text: next, over };
    keep("json", now);
    setTyped(now);
    if (problem === null) type(found);
  }
  return (
    <div>
      <Textarea
        size="sm"
        autosize
        minRows={2}
        maxRows={16}
        label={isLabelHidden ? undefined : field.title}
        aria-label={isLabelHidden ? field.title : undefined}
        description={helpOf(field, "json", root, t) ?? t("forms.jsonHelp")}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
        spellCheck={false}
        value={text}
        readOnly={isReadOnly}
        error={isTyping && problem !== null ? t("forms.notJson", { reason: problem }) : error}
        onChange={(event) => read(event.currentTarget.value)}
        onBlur={leave}
      />
      <Warning>{warning}</Warning>
    </div>
  );
}
