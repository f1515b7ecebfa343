/** When the executions started: one of the usual periods, or between two moments. */
import { Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PERIODS, type Period } from "../model/executionFilter";
import { fromLocalText, toLocalText } from "../model/localTime";
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

interface MomentProps {
  label: string;
  value: string | undefined;
  onChange: (iso: string | undefined) => void;
}

/** Kept as typed until it is whole: a half-typed year is no moment yet. */
export function Moment({ label, value, onChange }: MomentProps) {
  return (
    <TextInput
      type="datetime-local"
      size="sm"
      label={label}
      key={value}
      defaultValue={toLocalText(value)}
      onBlur={(event) => {
        const iso = fromLocalText(event.currentTarget.value);
        if (iso !== value) onChange(iso);
      }}
      onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
    />
  );
}
