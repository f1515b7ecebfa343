/** When the executions started: one of the usual periods, or between two moments. */
import { Select } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Moment } from "../components/Moment";
import { PERIODS, type Period } from "../model/executionFilter";
import type { FilterState } from "./useFilter";

const CUSTOM = "custom";

export function PeriodFilter({ state: { filter, change } }: { state: FilterState }) {
  const { t } = useTranslation();
  const { since, from, to } = filter;
  const [isCustom, setCustom] = useState(false);
  const showsMoments = since === undefined && (isCustom || from !== undefined || to !== undefined);
  function choose(value: string | null) {
    setCustom(value === CUSTOM);
    change({
      since: value === CUSTOM ? undefined : ((value as Period | null) ?? undefined),
      from: undefined,
      to: undefined,
    });
  }
  return (
    <>
      <Select
        size="sm"
        label={t("records.list.period")}
        placeholder={t("records.list.periodAny")}
        clearable
        value={showsMoments ? CUSTOM : (since ?? null)}
        onChange={choose}
        data={[
          ...PERIODS.map((value) => ({ value: value as string, label: t(`records.list.periods.${value}`) })),
          { value: CUSTOM, label: t("records.list.custom") },
        ]}
      />
      {showsMoments && (
        <>
          <Moment label={t("records.list.from")} value={from} onChange={(at) => change({ from: at })} />
          <Moment label={t("records.list.to")} value={to} onChange={(at) => change({ to: at })} />
        </>
      )}
    </>
  );
}
