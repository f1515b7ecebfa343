/** Asks before leaving with changes that could not be saved: the browser's own dialog, so that it needs no connection to come. */
import { Button, Group, Text } from "@mantine/core";
import { useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { saveAsFile } from "../components/saveAsFile";
import { useDraft, useIsKept } from "./DraftContext";
import classes from "./editor.module.css";

interface Props {
  leave: (() => void) | null;
  onStay: () => void;
}

export function LeaveDialog({ leave, onStay }: Props) {
  const { t } = useTranslation();
  const [title, help] = [useId(), useId()];
  const { autosave } = useDraft();
  const isKept = useIsKept();
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = leave !== null;
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog
      ref={dialog}
      className={classes.question}
      aria-labelledby={title}
      aria-describedby={help}
      onClose={onStay}
    >
      <Text component="h2" id={title} fw={600}>
        {t("draft.leave.title")}
      </Text>
      <Text size="sm" my="md" id={help}>
        {t(isKept ? "draft.leave.help" : "draft.leave.helpNotKept")}
      </Text>
      <Group justify="flex-end">
        {!isKept && (
          <Button variant="default" onClick={() => saveAsFile(autosave.newest, autosave.newest.name)}>
            {t("draft.menu.download")}
          </Button>
        )}
        <Button variant="default" onClick={onStay}>
          {t("draft.leave.stay")}
        </Button>
        <Button color="red.9" onClick={() => leave?.()}>
          {t("draft.leave.go")}
        </Button>
      </Group>
    </dialog>
  );
}
