/** Asks what the flow is for; the list of flows shows it under the name. */
import { Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { describeFlow, MAX_DESCRIPTION } from "../model/actions";
import { useEditorStore } from "../model/EditorContext";
import { documentOf } from "../model/store";

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
      title={t("draft.menu.description")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Body onClose={onClose} />
    </Modal>
  );
}

/** Begins with the description as it is each time the question is asked. */
function Body({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const store = useEditorStore();
  const [text, setText] = useState(() => documentOf(store.getState()).description);
  const keep = () => {
    store.getState().act(describeFlow(text));
    onClose();
  };
  return (
    <Stack>
      <Textarea
        label={t("draft.menu.descriptionLabel")}
        data-autofocus
        autosize
        minRows={3}
        maxRows={12}
        dir="auto"
        maxLength={MAX_DESCRIPTION}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group justify="flex-end">
        <Button onClick={keep}>{t("common.save")}</Button>
      </Group>
    </Stack>
  );
}
