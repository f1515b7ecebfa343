/** What the list of executions asks for beside the state: a search, the time, and what the executions are. */
import { Button, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { listVersions } from "../calls";
import { isNarrow, WAITS, type Wait } from "../model/executionFilter";
import classes from "./executions.module.css";
import { PeriodFilter } from "./PeriodFilter";
import type { FilterState } from "./useFilter";
import { useNodeChoices } from "./useNodeChoices";

interface Props {
  flowId: number;
  state: FilterState;
}

export function ExecutionFilters({ flowId, state }: Props) {
  const { t } = useTranslation();
  const { filter, change, clear } = state;
  const { nodes, outcomes } = useNodeChoices(flowId, filter);
  const versions = useVersionChoices(flowId);
  return (
    <search className={classes.filters}>
      <SearchField state={state} />
      <PeriodFilter state={state} />
      <Choice
        label={t("records.list.node")}
        placeholder={t("records.list.nodeAny")}
        value={filter.node}
        data={nodes}
        onChange={(node) => change({ node })}
      />
      <Choice
        label={t("records.list.waiting")}
        placeholder={t("records.list.waitingAny")}
        value={filter.waiting}
        data={WAITS.map((value) => ({ value, label: t(`records.list.waits.${value}`) }))}
        onChange={(waiting) => change({ waiting: waiting as Wait | undefined })}
      />
      <Choice
        label={t("records.list.outcome")}
        placeholder={t("records.list.outcomeAny")}
        value={filter.outcome}
        data={outcomes}
        onChange={(outcome) => change({ outcome })}
      />
      <Choice
        label={t("records.list.version")}
        placeholder={t("records.list.versionAny")}
        value={filter.version?.toString()}
        data={versions}
        onChange={(version) => change({ version: version === undefined ? undefined : Number(version) })}
      />
      {isNarrow(filter) && (
        <Button variant="subtle" onClick={clear} justify="start" w="fit-content">
          {t("records.list.clear")}
        </Button>
      )}
    </search>
  );
}

interface ChoiceProps {
  label: string;
  placeholder: string;
  value: string | undefined;
  data: { value: string; label: string }[];
  onChange: (value: string | undefined) => void;
}

function Choice({ value, data, onChange, ...field }: ChoiceProps) {
  const isKnown = value === undefined || data.some((choice) => choice.value === value);
  return (
    <Select
      {...field}
      size="sm"
      clearable
      searchable={data.length > 8}
      // A link may ask for what is gone; it is shown as what it is.
      data={isKnown ? data : [...data, { value, label: value }]}
      value={value ?? null}
      onChange={(chosen) => onChange(chosen ?? undefined)}
    />
  );
}

const TYPING_MS = 350;

/** Searches a moment after the last letter, or at once with Enter. */
function SearchField({ state: { filter, change } }: { state: FilterState }) {
  const { t } = useTranslation();
  const asked = filter.search ?? "";
  const [text, setText] = useState(asked);
  const [last, setLast] = useState(asked);
  // The address changed by another way than by typing here.
  if (asked !== last) {
    setLast(asked);
    if (asked !== text.trim()) setText(asked);
  }
  const search = () => text.trim() !== asked && change({ search: text.trim() || undefined }, true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a moment after typing, and only then
  useEffect(() => {
    const timer = setTimeout(search, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <TextInput
      className={classes.wide}
      type="search"
      size="sm"
      label={t("records.list.contactSearch")}
      value={text}
      maxLength={200}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => event.key === "Enter" && search()}
    />
  );
}

function useVersionChoices(flowId: number) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ["flow", flowId, "versions", "choices"],
    queryFn: () => listVersions(flowId, undefined),
  });
  return (data?.items ?? []).map(({ number, name }) => ({
    value: String(number),
    label: `${t("records.list.versionNumber", { number })}${name ? ` · ${name}` : ""}`,
  }));
}
