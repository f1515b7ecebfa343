/** Names the execution that is drawn beside the phone, and leads to its page. */
import "../i18n/pages";
import { Anchor, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { ExecutionBadge } from "./ExecutionBadge";
import { useShownRun } from "./useShownRun";

export function RunState() {
  const { t } = useTranslation();
  const { execution, state } = useShownRun(({ run }) => run);
  return (
    <Group gap={6} wrap="nowrap" flex={1} justify="flex-end" role="status">
      {state === "reconnecting" ? (
        <Text size="xs" c="dimmed">
          {t("run.phone.reconnecting")}
        </Text>
      ) : (
        execution && <ExecutionBadge execution={execution} size="sm" />
      )}
      {execution && (
        <Anchor component={Link} href={`/executions/${execution.id}`} size="xs" style={{ flexShrink: 0 }}>
          {t("executions.numbered", { id: execution.id })}
        </Anchor>
      )}
    </Group>
  );
}
