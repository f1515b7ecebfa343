/** The list of flows: import by button or drop, publish, unpublish, delete. */
import { Button, FileButton, Paper, Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { listFlows } from "../calls";
import { Empty } from "../components/Empty";
import { ErrorNote } from "../components/ErrorNote";
import { ImportResults } from "../components/ImportResults";
import { LoadMore } from "../components/LoadMore";
import { Page } from "../components/Page";
import { useFileDrop } from "../components/useFileDrop";
import { useImport } from "../components/useImport";
import { useMakeDemo } from "../components/useMakeDemo";
import { usePages } from "../components/usePages";
import { FlowRow } from "./FlowRow";

const REFRESH_MS = 5_000;

export default function FlowsPage() {
  const { t } = useTranslation();
  const flows = usePages({ queryKey: ["flows"], load: listFlows, everyMs: REFRESH_MS });
  const imports = useImport();
  const isDropping = useFileDrop(imports.take);
  const demo = useMakeDemo();
  return (
    <div className={isDropping ? "drop-area" : undefined}>
      <Page
        title={t("flows.title")}
        about={t("flows.about")}
        actions={
          <FileButton onChange={imports.take} accept=".json,application/json" multiple>
            {(props) => (
              <Button {...props} loading={imports.isBusy}>
                {t("flows.import")}
              </Button>
            )}
          </FileButton>
        }
      >
        <ImportResults results={imports.results} onClose={imports.clear} />
        <ErrorNote error={demo.error} />
        <ErrorNote error={flows.error} onRetry={() => flows.refetch()} />
        {flows.items.length > 0 && (
          <Paper withBorder>
            <Table.ScrollContainer minWidth={720}>
              <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t("flows.name")}</Table.Th>
                    <Table.Th>{t("flows.state")}</Table.Th>
                    <Table.Th ta="right">{t("flows.executions")}</Table.Th>
                    <Table.Th>{t("flows.updated")}</Table.Th>
                    <Table.Th ta="right">{t("common.actions")}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {flows.items.map((flow) => (
                    <FlowRow key={flow.id} flow={flow} />
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          </Paper>
        )}
        {flows.isSuccess && flows.items.length === 0 && (
          <Empty title={t("flows.emptyTitle")} help={t("flows.emptyHelp")}>
            <Button variant="default" loading={demo.isPending} onClick={() => demo.mutate()}>
              {t("demo.make")}
            </Button>
          </Empty>
        )}
        <LoadMore list={flows} />
      </Page>
    </div>
  );
}
