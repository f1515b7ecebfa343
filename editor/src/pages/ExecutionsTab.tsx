/** The executions of a flow, newest first, kept fresh: narrowed by what the address asks for. */
import "../i18n/pages";
import { Button, Stack, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { countExecutions, listExecutions } from "../calls";
import { Empty } from "../components/Empty";
import { ErrorNote } from "../components/ErrorNote";
import { LoadMore } from "../components/LoadMore";
import { usePages } from "../components/usePages";
import { formatDateTime } from "../i18n/format";
import "../i18n/records";
import { type ExecutionFilter, isNarrow, toQuery } from "../model/executionFilter";
import { ExecutionFilters } from "./ExecutionFilters";
import { ExecutionTable } from "./ExecutionTable";
import { RetryAll } from "./RetryAll";
import { StatusTabs } from "./StatusTabs";
import { useFilter } from "./useFilter";

const REFRESH_MS = 2_000;
/** What has to be looked for costs the server more than what it finds at once. */
const REFRESH_SEARCH_MS = 10_000;

export function ExecutionsTab({ flowId }: { flowId: number }) {
  const { t } = useTranslation();
  const state = useFilter();
  const { filter } = state;
  const totals = useTotals(flowId, filter);
  const executions = usePages({
    queryKey: ["executions", flowId, filter],
    load: (cursor) => listExecutions(flowId, toQuery(filter), cursor),
    everyMs: isSearch(filter) ? REFRESH_SEARCH_MS : REFRESH_MS,
  });
  const searchedTo = executions.data?.pages.at(-1)?.searchedTo;
  return (
    <Stack>
      <StatusTabs state={state} totals={totals.data} />
      <ExecutionFilters flowId={flowId} state={state} />
      {filter.status === "Failed" && (
        <RetryAll key={JSON.stringify(filter)} flowId={flowId} filter={filter} totals={totals.data} />
      )}
      <ErrorNote error={executions.error} onRetry={() => executions.refetch()} />
      {executions.isSuccess && executions.items.length === 0 && !searchedTo && (
        <Nothing isNarrow={isNarrow(filter)} onClear={state.clear} />
      )}
      {executions.items.length > 0 && <ExecutionTable executions={executions.items} />}
      {searchedTo && (
        <Text size="sm" c="dimmed" ta="center" role="status">
          {t("records.list.searchedTo", { when: formatDateTime(searchedTo) })}
        </Text>
      )}
      <LoadMore list={executions} label={searchedTo ? t("records.list.further") : undefined} />
    </Stack>
  );
}

const isSearch = ({ search, node, waiting, outcome, version }: ExecutionFilter): boolean =>
  [search, node, waiting, outcome, version].some((part) => part !== undefined);

/** How many there are of each state, whichever state is shown. */
function useTotals(flowId: number, { status: _, ...filter }: ExecutionFilter) {
  return useQuery({
    queryKey: ["executions", flowId, "totals", filter],
    queryFn: () => countExecutions(flowId, toQuery(filter)),
    refetchInterval: REFRESH_SEARCH_MS,
    placeholderData: keepPreviousData,
  });
}

function Nothing({ isNarrow, onClear }: { isNarrow: boolean; onClear: () => void }) {
  const { t } = useTranslation();
  if (!isNarrow) return <Empty title={t("executions.emptyTitle")} help={t("executions.emptyHelp")} />;
  return (
    <Empty title={t("records.list.emptyFilterTitle")} help={t("records.list.emptyFilterHelp")}>
      <Button variant="default" onClick={onClear}>
        {t("records.list.clear")}
      </Button>
    </Empty>
  );
}
