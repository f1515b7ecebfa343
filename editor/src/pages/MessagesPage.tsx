/** The sends whose outcome nobody knows: Meta gave no answer and no status came. */
import { translated } from "../i18n/sentences";
import "../i18n/pages";
import { Anchor, Paper, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { listUnknownSends } from "../calls";
import { Empty } from "../components/Empty";
import { ErrorNote } from "../components/ErrorNote";
import { Foreign } from "../components/Foreign";
import { LoadMore } from "../components/LoadMore";
import { Page } from "../components/Page";
import { StatusBadge } from "../components/StatusBadge";
import { usePages } from "../components/usePages";
import { When } from "../components/When";

const REFRESH_MS = 5_000;

export default function MessagesPage() {
  const { t } = useTranslation();
  const sends = usePages({ queryKey: ["unknown-sends"], load: listUnknownSends, everyMs: REFRESH_MS });
  return (
    <Page title={t("messages.title")} about={t("messages.about")}>
      <ErrorNote error={sends.error} onRetry={() => sends.refetch()} />
      {sends.isSuccess && sends.items.length === 0 && (
        <Empty title={t("messages.emptyTitle")} help={t("messages.emptyHelp")} />
      )}
      {sends.items.length > 0 && (
        <Paper withBorder>
          <Table.ScrollContainer minWidth={640}>
            <Table verticalSpacing="sm" horizontalSpacing="md">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("messages.text")}</Table.Th>
                  <Table.Th>{t("messages.status")}</Table.Th>
                  <Table.Th>{t("messages.created")}</Table.Th>
                  <Table.Th>{t("messages.execution")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {sends.items.map((message) => (
                  <Table.Tr key={message.id}>
                    <Table.Td maw={420}>
                      <Foreign text={message.content} size="sm" />
                      {message.errorMessage && (
                        <Foreign text={translated(message.errorMessage)} size="xs" c="red" display="block" />
                      )}
                    </Table.Td>
                    <Table.Td>
                      <StatusBadge status={message.status} />
                    </Table.Td>
                    <Table.Td>
                      <Text size="sm">
                        <When at={message.createdAt} />
                      </Text>
                    </Table.Td>
                    <Table.Td>
                      {message.executionId && (
                        <Anchor component={Link} href={`/executions/${message.executionId}`} size="sm">
                          {t("executions.numbered", { id: message.executionId })}
                        </Anchor>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Paper>
      )}
      <LoadMore list={sends} />
    </Page>
  );
}
