/** Executions as rows, each with what it can be told to do. */
import { translated } from "../i18n/sentences";
import "../i18n/pages";
import { Anchor, Button, Group, Paper, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { BusyButton } from "../components/BusyButton";
import { Foreign } from "../components/Foreign";
import { When } from "../components/When";
import { formatDuration } from "../i18n/format";
import { useMay } from "../queries/useMay";
import { ExecutionBadge } from "../run/ExecutionBadge";
import { isAlive } from "../run/steps";
import { useCommand } from "../run/useCommand";
import type { ExecutionSummary } from "../types";

export function ExecutionTable({ executions }: { executions: ExecutionSummary[] }) {
  const { t } = useTranslation();
  const mayAct = useMay("cancel_executions");
  return (
    <Paper withBorder>
      <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover className="card-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("executions.number")}</Table.Th>
            <Table.Th>{t("executions.status")}</Table.Th>
            <Table.Th>{t("executions.contact")}</Table.Th>
            <Table.Th>{t("executions.started")}</Table.Th>
            <Table.Th>{t("executions.duration")}</Table.Th>
            <Table.Th>{t("executions.version")}</Table.Th>
            {mayAct && <Table.Th ta="end">{t("records.list.actions")}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {executions.map((execution) => (
            <ExecutionRow key={execution.id} execution={execution} mayAct={mayAct} />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function ExecutionRow({ execution, mayAct }: { execution: ExecutionSummary; mayAct: boolean }) {
  const { t } = useTranslation();
  const { contact, startedAt, finishedAt } = execution;
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} href={`/executions/${execution.id}`} fw={600}>
          {t("executions.numbered", { id: execution.id })}
        </Anchor>
      </Table.Td>
      <Table.Td data-cell="wide">
        <ExecutionBadge execution={execution} />
        {execution.errorMessage && (
          <Foreign text={translated(execution.errorMessage)} size="xs" c="red" oneLine />
        )}
      </Table.Td>
      <Table.Td data-cell="who">
        <Foreign text={contact ? contact.name || contact.phone || "–" : "–"} size="sm" oneLine />
      </Table.Td>
      <Table.Td>
        <Text size="sm">
          <When at={startedAt} />
        </Text>
      </Table.Td>
      <Table.Td data-label={t("executions.duration")}>
        <Text size="sm">{finishedAt ? formatDuration(startedAt, finishedAt) : "–"}</Text>
      </Table.Td>
      <Table.Td data-label={t("executions.version")}>
        <Text size="sm">{execution.flowVersion}</Text>
      </Table.Td>
      {mayAct && (
        <Table.Td ta="end" data-cell="corner">
          <Act execution={execution} />
        </Table.Td>
      )}
    </Table.Tr>
  );
}

/** Retry what failed, or end what lives; the page of the execution has the rest. */
function Act({ execution }: { execution: ExecutionSummary }) {
  const { t } = useTranslation();
  const { busy, error, reset, tell } = useCommand(execution);
  const command = execution.status === "Failed" ? "retry" : isAlive(execution) ? "cancel" : null;
  if (command === null && busy === null) return null;
  if (error) {
    return (
      <Group gap={4} justify="flex-end" wrap="nowrap">
        <Text size="xs" c="red" role="alert">
          {error.message}
        </Text>
        <Button size="compact-xs" variant="subtle" onClick={reset}>
          {t("common.close")}
        </Button>
      </Group>
    );
  }
  return (
    <BusyButton
      size="compact-xs"
      variant="default"
      isBusy={busy !== null}
      aria-label={
        command
          ? `${t(`records.list.${command}`)}: ${t("executions.numbered", { id: execution.id })}`
          : undefined
      }
      onClick={() => command && tell(command)}
    >
      {t(`records.list.${command ?? "retry"}`)}
    </BusyButton>
  );
}
