/** The states of executions with how many there are of each; one is shown, or all. */
import "../i18n/pages";
import { Group, Text, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { countExecutions } from "../calls";
import { formatDateTime, formatNumber } from "../i18n/format";
import { STATUSES, type Status } from "../model/executionFilter";
import classes from "./executions.module.css";
import type { FilterState } from "./useFilter";

export type Totals = Awaited<ReturnType<typeof countExecutions>>;

export function StatusTabs({ state, totals }: { state: FilterState; totals: Totals | undefined }) {
  const { t } = useTranslation();
  const all = totals && Object.values(totals.statuses).reduce((sum, count) => sum + count, 0);
  return (
    <Group justify="space-between" gap="xs">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row */}
      <div className={classes.tabs} role="group" aria-label={t("records.list.statusLabel")}>
        <Tab status={undefined} count={all} state={state} />
        {STATUSES.map((status) => (
          <Tab key={status} status={status} count={totals && (totals.statuses[status] ?? 0)} state={state} />
        ))}
      </div>
      <Text size="sm" c="dimmed">
        {totals?.since
          ? t("records.list.totalsSince", { when: formatDateTime(totals.since) })
          : t("executions.live")}
      </Text>
    </Group>
  );
}

interface TabProps {
  status: Status | undefined;
  count: number | undefined;
  state: FilterState;
}

function Tab({ status, count, state: { filter, change } }: TabProps) {
  const { t } = useTranslation();
  return (
    <UnstyledButton
      className={classes.tab}
      data-status={status}
      aria-pressed={filter.status === status}
      onClick={() => change({ status })}
    >
      {t(`records.list.status.${status ?? "all"}`)}
      {count !== undefined && (
        <span className={classes.count} data-some={count > 0 || undefined}>
          {formatNumber(count)}
        </span>
      )}
    </UnstyledButton>
  );
}
