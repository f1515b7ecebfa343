/** The line to type in: Enter sends, Shift+Enter breaks the line. */
import "../../i18n/pages";
import { ActionIcon, Button, Text, Textarea } from "@mantine/core";
import "../../i18n/run";
import { type FormEvent, type KeyboardEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { SendIcon } from "../../components/icons";
import { isolate } from "../../i18n/format";
import classes from "./chat.module.css";

const MAX_CHARACTERS = 4_096;

interface Props {
  onSend: (text: string) => void;
  /** Why nothing can be written; null when it can. */
  blocked: ReactNode;
  suggestion?: string;
}

export function Composer({ onSend, blocked, suggestion }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const canSend = text.trim() !== "" && blocked === null;

  function send(event: FormEvent) {
    event.preventDefault();
    if (!canSend) return;
    onSend(text);
    setText("");
  }

  function onKey(event: KeyboardEvent) {
    // During composition (Japanese, Chinese) Enter chooses a word.
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) send(event);
  }

  if (blocked !== null) {
    return (
      <Text component="div" size="sm" c="dimmed" p="sm" className={classes.blocked}>
        {blocked}
      </Text>
    );
  }
  return (
    <form onSubmit={send} className={classes.composer}>
      {suggestion !== undefined && text === "" && (
        <div className={classes.suggestion}>
          <Button size="compact-sm" variant="light" radius="xl" maw="100%" onClick={() => onSend(suggestion)}>
            {t("run.phone.try", { word: isolate(suggestion) })}
          </Button>
        </div>
      )}
      <Textarea
        aria-label={t("phone.type")}
        placeholder={t("phone.type")}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKey}
        maxLength={MAX_CHARACTERS}
        autosize
        minRows={1}
        maxRows={5}
        dir="auto"
        radius="xl"
        flex={1}
        data-autofocus
      />
      <ActionIcon type="submit" size={36} radius="xl" disabled={!canSend} aria-label={t("phone.send")}>
        <SendIcon />
      </ActionIcon>
    </form>
  );
}
