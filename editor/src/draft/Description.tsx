/** Asks what the flow is for; the list of flows shows it under the name. */
import { Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import "../i18n/tools";
import { describeFlow, MAX_DESCRIPTION } from "../model/actions";
import { useEditor, useEditorStore } from "../model/EditorContext";
import { documentOf } from "../model/store";

const GESTURE = "description";

interface Props {
  isOpen: boolean;
  onClose: () => void;
}

export function Description({ isOpen, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t("tools.menu.description")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Body onClose={onClose} />
    </Modal>
  );
}

/** Stored letter by letter, as the name is: however the dialog is left, what was typed is kept, and is one step of undo. */
function Body({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const store = useEditorStore();
  const text = useEditor((state) => documentOf(state).description);
  useEffect(() => () => store.getState().endGesture(), [store]);
  return (
    <Stack>
      <Textarea
        label={t("tools.menu.descriptionLabel")}
        data-autofocus
        autosize
        minRows={3}
        maxRows={12}
        dir="auto"
        maxLength={MAX_DESCRIPTION}
        value={text}
        onChange={(event) => store.getState().act(describeFlow(event.currentTarget.value), GESTURE)}
      />
      <Group justify="flex-end">
        <Button onClick={onClose}>{t("common.done")}</Button>
      </Group>
    </Stack>
  );
}
