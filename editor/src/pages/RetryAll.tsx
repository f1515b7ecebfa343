/** Retries all failed executions that the list shows, a round after the other, and says how far it is. */
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "../components/ErrorNote";
import type { ExecutionFilter } from "../model/executionFilter";
import { useMay } from "../queries/useMay";
import type { Totals } from "./StatusTabs";
import { useRetryAll } from "./useRetryAll";

interface Props {
  flowId: number;
  filter: ExecutionFilter;
  totals: Totals | undefined;
}

export function RetryAll({ flowId, filter, totals }: Props) {
  const { t } = useTranslation();
  const [isOpen, { open, close }] = useDisclosure(false);
  const retrying = useRetryAll(flowId, filter);
  const count = totals?.statuses.Failed ?? 0;
  if (!useMay("cancel_executions") || (count === 0 && retrying.state === "idle")) return null;
  const label = totals?.since ? t("records.retryAll.askMany") : t("records.retryAll.ask", { count });
  function start() {
    close();
    void retrying.start();
  }
  return (
    <Stack gap="xs">
      <Group gap="sm">
        {retrying.state === "busy" ? (
          <Button variant="default" size="xs" onClick={retrying.stop}>
            {t("records.retryAll.stop")}
          </Button>
        ) : (
          count > 0 && (
            <Button variant="light" size="xs" onClick={open}>
              {label}
            </Button>
          )
        )}
        <Text size="sm" c="dimmed" role="status">
          <Progress retrying={retrying} />
        </Text>
      </Group>
      <ErrorNote error={retrying.error} />
      <Modal
        opened={isOpen}
        onClose={close}
        title={t("records.retryAll.title")}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <Stack>
          <Text size="sm">{t("records.retryAll.confirm")}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("records.retryAll.notNow")}
            </Button>
            <Button data-autofocus onClick={start}>
              {t("records.retryAll.start")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Stack>
  );
}

function Progress({ retrying: { state, asked, isBounded } }: { retrying: ReturnType<typeof useRetryAll> }) {
  const { t } = useTranslation();
  if (state === "idle") return null;
  if (state === "busy") return t("records.retryAll.progress", { count: asked });
  const parts = [
    state === "stopped" && t("records.retryAll.stopped"),
    t("records.retryAll.done", { count: asked }),
    isBounded && t("records.retryAll.bounded"),
  ];
  return parts.filter(Boolean).join(" ");
}
