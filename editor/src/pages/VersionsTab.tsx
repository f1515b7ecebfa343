/** The published versions of a flow, newest first. */
import "../i18n/pages";
import { Anchor, Badge, Group, Paper, Stack, Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { listVersions } from "../calls";
import { Empty } from "../components/Empty";
import { ErrorNote } from "../components/ErrorNote";
import { LoadMore } from "../components/LoadMore";
import { usePages } from "../components/usePages";
import { VersionName } from "../draft/VersionName";
import { formatDateTime, isolate } from "../i18n/format";
import "../i18n/history";

export function VersionsTab({ flowId, live }: { flowId: number; live: number | null | undefined }) {
  const { t } = useTranslation();
  const versions = usePages({
    queryKey: ["flow", flowId, "versions"],
    load: (cursor) => listVersions(flowId, cursor),
  });
  if (versions.isError) return <ErrorNote error={versions.error} onRetry={() => versions.refetch()} />;
  if (versions.isSuccess && versions.items.length === 0) {
    return <Empty title={t("versions.emptyTitle")} help={t("versions.emptyHelp")} />;
  }
  return (
    <Stack>
      <Paper withBorder>
        <Table verticalSpacing="sm" horizontalSpacing="md" className="card-table">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("versions.number")}</Table.Th>
              <Table.Th>{t("history.versions.name")}</Table.Th>
              <Table.Th>{t("versions.published")}</Table.Th>
              <Table.Th ta="end">{t("common.actions")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {versions.items.map((version) => (
              <Table.Tr key={version.id}>
                <Table.Td>
                  {version.number}{" "}
                  {version.number === live && (
                    <Badge variant="light" tt="none" ms="xs">
                      {t("versions.live")}
                    </Badge>
                  )}
                </Table.Td>
                <Table.Td>
                  <VersionName flowId={flowId} version={version} />
                </Table.Td>
                <Table.Td data-cell="when">
                  {version.publishedBy
                    ? t("history.versions.by", {
                        when: formatDateTime(version.createdAt),
                        name: isolate(version.publishedBy),
                      })
                    : formatDateTime(version.createdAt)}
                </Table.Td>
                <Table.Td data-cell="actions">
                  <Group gap="0 1rem" justify="flex-end">
                    <Anchor component={Link} href={`/flows/${flowId}?version=${version.number}`} size="sm">
                      {t("history.list.show")}
                    </Anchor>
                    <Anchor component={Link} href={`/flows/${flowId}?compare=${version.number}`} size="sm">
                      {t("history.versions.compare")}
                    </Anchor>
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Paper>
      <LoadMore list={versions} />
    </Stack>
  );
}
