/** The executions of a flow, newest first, kept fresh. */
import { Anchor, Group, Paper, Select, Stack, Table, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { listExecutions } from "../calls";
import { Empty } from "../components/Empty";
import { ErrorNote } from "../components/ErrorNote";
import { Foreign } from "../components/Foreign";
import { LoadMore } from "../components/LoadMore";
import { usePages } from "../components/usePages";
import { When } from "../components/When";
import { formatDuration } from "../i18n/format";
import { ExecutionBadge } from "../run/ExecutionBadge";
import type { ExecutionStatus, ExecutionSummary } from "../types";

const REFRESH_MS = 2_000;
const STATUSES: ExecutionStatus[] = ["Running", "Paused", "Completed", "Failed"];

export function ExecutionsTab({ flowId }: { flowId: number }) {
  const { t } = useTranslation();
  const [status, setStatus] = useState<ExecutionStatus | null>(null);
  const executions = usePages({
    queryKey: ["executions", flowId, status],
    load: (cursor) => listExecutions(flowId, status ?? undefined, cursor),
    everyMs: REFRESH_MS,
  });
  return (
    <Stack>
      <Group justify="space-between">
        <Select
          aria-label={t("executions.filter")}
          placeholder={t("executions.all")}
          clearable
          value={status}
          onChange={(value) => setStatus(value as ExecutionStatus | null)}
          data={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
          w={200}
        />
        <Text size="sm" c="dimmed">
          {t("executions.live")}
        </Text>
      </Group>
      <ErrorNote error={executions.error} onRetry={() => executions.refetch()} />
      {executions.isSuccess && executions.items.length === 0 && (
        <Empty title={t("executions.emptyTitle")} help={t("executions.emptyHelp")} />
      )}
      {executions.items.length > 0 && <ExecutionTable executions={executions.items} />}
      <LoadMore list={executions} />
    </Stack>
  );
}

function ExecutionTable({ executions }: { executions: ExecutionSummary[] }) {
  const { t } = useTranslation();
  return (
    <Paper withBorder>
      <Table.ScrollContainer minWidth={720}>
        <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("executions.number")}</Table.Th>
              <Table.Th>{t("executions.status")}</Table.Th>
              <Table.Th>{t("executions.contact")}</Table.Th>
              <Table.Th>{t("executions.started")}</Table.Th>
              <Table.Th>{t("executions.duration")}</Table.Th>
              <Table.Th>{t("executions.version")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {executions.map((execution) => (
              <ExecutionRow key={execution.id} execution={execution} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}

function ExecutionRow({ execution }: { execution: ExecutionSummary }) {
  const { t } = useTranslation();
  const { contact, startedAt, finishedAt } = execution;
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} href={`/executions/${execution.id}`} fw={600}>
          {t("executions.numbered", { id: execution.id })}
        </Anchor>
      </Table.Td>
      <Table.Td maw={320}>
        <ExecutionBadge execution={execution} />
        {execution.errorMessage && <Foreign text={execution.errorMessage} size="xs" c="red" oneLine />}
      </Table.Td>
      <Table.Td maw={220}>
        <Foreign text={contact ? contact.name || contact.phone || "–" : "–"} size="sm" oneLine />
      </Table.Td>
      <Table.Td>
        <Text size="sm">
          <When at={startedAt} />
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{finishedAt ? formatDuration(startedAt, finishedAt) : "–"}</Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{execution.flowVersion}</Text>
      </Table.Td>
    </Table.Tr>
  );
}
