/** The line to type in: Enter sends, Shift+Enter breaks the line. */
import { ActionIcon, Text, Textarea } from "@mantine/core";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { SendIcon } from "../components/icons";
import classes from "./phone.module.css";

const MAX_CHARACTERS = 4_096;

export function Composer({ onSend, blocked }: { onSend: (text: string) => void; blocked: string | null }) {
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
      <Text size="sm" c="dimmed" p="sm">
        {blocked}
      </Text>
    );
  }
  return (
    <form onSubmit={send} className={classes.composer}>
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
