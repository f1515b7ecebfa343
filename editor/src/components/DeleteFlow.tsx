/** Asks before a flow is deleted. */
import "../i18n/pages";
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { deleteFlow } from "../calls";
import { isolate } from "../i18n/format";
import { BusyButton } from "./BusyButton";
import { ErrorNote } from "./ErrorNote";

export function DeleteFlow({
  flow,
  isOpen,
  onClose,
  onDeleted,
}: {
  flow: { id: number; name: string };
  isOpen: boolean;
  onClose: () => void;
  onDeleted?: () => void;
}) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteFlow(flow.id),
    onSuccess: async () => {
      onClose();
      onDeleted?.();
      await queries.invalidateQueries({ queryKey: ["flows"] });
    },
  });
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t("flows.deleteTitle", { name: isolate(flow.name) })}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Stack>
        <Text size="sm">{t("flows.deleteHelp")}</Text>
        <ErrorNote error={remove.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("common.keep")}
          </Button>
          <BusyButton color="red.9" isBusy={remove.isPending} onClick={() => remove.mutate()}>
            {t("flows.delete")}
          </BusyButton>
        </Group>
      </Stack>
    </Modal>
  );
}
