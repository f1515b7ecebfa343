/** The list of flows: draw a new one, import by button or drop, publish, unpublish, delete. */
import "../i18n/pages";
import { FileButton, Paper, Table } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { createFlow, listFlows } from "../calls";
import { BusyButton } from "../components/BusyButton";
import { Empty } from "../components/Empty";
import { ErrorNote } from "../components/ErrorNote";
import { ImportResults } from "../components/ImportResults";
import { LoadMore } from "../components/LoadMore";
import { Page } from "../components/Page";
import { useFileDrop } from "../components/useFileDrop";
import { useImport } from "../components/useImport";
import { useMakeDemo } from "../components/useMakeDemo";
import { usePages } from "../components/usePages";
import { useMay } from "../queries/useMay";
import { FlowRow } from "./FlowRow";

const REFRESH_MS = 5_000;

export default function FlowsPage() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const flows = usePages({ queryKey: ["flows"], load: listFlows, everyMs: REFRESH_MS });
  const imports = useImport();
  const mayEdit = useMay("edit_flows");
  const isDropping = useFileDrop(imports.take, mayEdit);
  const demo = useMakeDemo();
  const draw = useMutation({
    mutationFn: () => createFlow({ name: t("draft.untitled") }),
    onSuccess: ({ id }) => go(`/flows/${id}`),
  });
  const newFlow = (
    <BusyButton isBusy={draw.isPending} onClick={() => draw.mutate()}>
      {t("draft.newFlow")}
    </BusyButton>
  );
  const importFlow = (
    <FileButton onChange={imports.take} accept=".json,application/json" multiple>
      {(props) => (
        <BusyButton {...props} variant="default" isBusy={imports.isBusy}>
          {t("flows.import")}
        </BusyButton>
      )}
    </FileButton>
  );
  const isEmpty = flows.isSuccess && flows.items.length === 0;
  return (
    <div className={isDropping ? "drop-area" : undefined}>
      <Page
        title={t("flows.title")}
        about={t("flows.about")}
        actions={
          !isEmpty &&
          mayEdit && (
            <>
              {importFlow}
              {newFlow}
            </>
          )
        }
      >
        <ImportResults results={imports.results} onClose={imports.clear} />
        <ErrorNote error={demo.error ?? draw.error} />
        <ErrorNote error={flows.error} onRetry={() => flows.refetch()} />
        {flows.items.length > 0 && (
          <Paper withBorder>
            <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover className="card-table">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("flows.name")}</Table.Th>
                  <Table.Th>{t("flows.state")}</Table.Th>
                  <Table.Th ta="end">{t("flows.executions")}</Table.Th>
                  <Table.Th>{t("flows.updated")}</Table.Th>
                  <Table.Th ta="end">{t("common.actions")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {flows.items.map((flow) => (
                  <FlowRow key={flow.id} flow={flow} />
                ))}
              </Table.Tbody>
            </Table>
          </Paper>
        )}
        {isEmpty && !mayEdit && <Empty title={t("flows.emptyTitle")} help={t("flows.emptyForReaders")} />}
        {isEmpty && mayEdit && (
          <Empty title={t("flows.emptyTitle")} help={t("flows.emptyHelp")}>
            {newFlow}
            <BusyButton variant="default" isBusy={demo.isPending} onClick={() => demo.mutate()}>
              {t("demo.make")}
            </BusyButton>
            {importFlow}
          </Empty>
        )}
        <LoadMore list={flows} />
      </Page>
    </div>
  );
}
