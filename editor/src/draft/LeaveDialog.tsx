/** Asks before leaving with changes that could not be saved. */
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useOpened } from "../components/later";

interface Props {
  leave: (() => void) | null;
  onStay: () => void;
}

export default function LeaveDialog({ leave, onStay }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={useOpened(leave !== null)}
      onClose={onStay}
      title={t("draft.leave.title")}
      closeButtonProps={{ "aria-label": t("draft.leave.stay") }}
    >
      <Stack>
        <Text size="sm">{t("draft.leave.help")}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onStay}>
            {t("draft.leave.stay")}
          </Button>
          <Button color="red.9" onClick={() => leave?.()}>
            {t("draft.leave.go")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
