/** Chooses the period whose numbers lie over the canvas, and lays them there. */
import { CloseButton, Loader, Select, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useId, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { countFlow } from "../calls";
import type { Overlay } from "../canvas/overlay";
import { Moment } from "../components/Moment";
import { formatDateTime, formatNumber, isolate } from "../i18n/format";
import "../i18n/run";
import { useEditor } from "../model/EditorContext";
import { LENGTHS_MS, type Period } from "../model/executionFilter";
import { endsOf, type FlowCounts, goneOf, numbersOf, percentOf } from "../model/numbers";
import { documentOf } from "../model/store";
import { EdgeNumber, NodeNumber } from "./numberMarks";
import classes from "./numbers.module.css";

const PERIODS = ["24h", "7d", "30d"] as const satisfies readonly Period[];
const CUSTOM = "custom";
const FRESH_MS = 30_000;
/** Named ends that the bar has room for. */
const MAX_OUTCOMES = 3;

interface Props {
  flowId: number;
  /** The newest published version: the numbers of one can be shown alone. */
  newest: number | null;
  onOverlay: (overlay: Overlay | null) => void;
  onClose: () => void;
}

export default function NumbersBar({ flowId, newest, onOverlay, onClose }: Props) {
  const { t } = useTranslation();
  const [period, setPeriod] = useState<(typeof PERIODS)[number] | typeof CUSTOM>("24h");
  const [version, setVersion] = useState<number | undefined>();
  const [moments, setMoments] = useState<{ from?: string | undefined; to?: string | undefined }>({});
  const titleId = useId();
  const asked = period === CUSTOM ? moments : period;
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ["counts", flowId, asked, version],
    queryFn: () => countFlow(flowId, { ...timesOf(asked), version }),
    enabled: period !== CUSTOM || moments.from !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: FRESH_MS,
  });
  const { nodes, edges } = useEditor(documentOf);
  // Apart: typing makes other nodes, and all that is drawn with these numbers would be drawn again.
  const numbers = useMemo(() => data && numbersOf(edges, data), [data, edges]);
  const gone = useMemo(() => (data ? goneOf(nodes, data) : 0), [data, nodes]);
  useEffect(() => {
    if (numbers === undefined) return;
    onOverlay({
      node: (id, isFar) => !isFar && <NodeNumber flowId={flowId} id={id} numbers={numbers} />,
      edge: (id) => <EdgeNumber id={id} numbers={numbers} />,
    });
  }, [numbers, flowId, onOverlay]);
  useEffect(() => () => onOverlay(null), [onOverlay]);
  return (
    <section className={classes.bar} aria-labelledby={titleId}>
      <Text size="sm" fw={600} id={titleId}>
        {t("run.numbers.title")}
      </Text>
      <Select
        size="xs"
        w={150}
        aria-label={t("run.numbers.period")}
        allowDeselect={false}
        value={period}
        onChange={(value) => setPeriod(value as typeof period)}
        data={([...PERIODS, CUSTOM] as const).map((value) => ({
          value,
          label: t(`run.numbers.periods.${value}`),
        }))}
      />
      {newest !== null && (
        <Select
          size="xs"
          w={130}
          aria-label={t("run.numbers.version")}
          allowDeselect={false}
          value={String(version ?? "")}
          onChange={(value) => setVersion(value ? Number(value) : undefined)}
          data={[
            { value: "", label: t("run.numbers.anyVersion") },
            ...versionsTo(newest).map((number) => ({
              value: String(number),
              label: t("run.numbers.ofVersion", { number }),
            })),
          ]}
        />
      )}
      {period === CUSTOM && (
        <>
          <Moment
            size="xs"
            label={t("run.numbers.from")}
            value={moments.from}
            onChange={(from) => setMoments({ ...moments, from })}
          />
          <Moment
            size="xs"
            label={t("run.numbers.to")}
            value={moments.to}
            onChange={(to) => setMoments({ ...moments, to })}
          />
        </>
      )}
      <Text size="xs" c={error ? "red" : "dimmed"} role="status">
        {error?.message ?? (data ? about(data, gone) : period === CUSTOM && t("run.numbers.choose"))}
      </Text>
      {error && (
        <button type="button" className={classes.again} onClick={() => void refetch()}>
          {t("common.tryAgain")}
        </button>
      )}
      {isFetching && <Loader size="xs" type="dots" />}
      <CloseButton size="sm" aria-label={t("run.numbers.close")} onClick={onClose} />
    </section>
  );

  function about(data: FlowCounts, gone: number): string {
    const { executions, countedFrom } = data;
    const { completed, failed, named } = endsOf(data);
    const told = ({ executions, share }: typeof completed) => ({
      number: formatNumber(executions),
      percent: percentOf(share),
    });
    const parts = [
      t("run.numbers.entered", { count: executions, number: formatNumber(executions) }),
      completed.executions > 0 && t("run.numbers.completed", told(completed)),
      failed.executions > 0 && t("run.numbers.failedOf", told(failed)),
      ...named
        .slice(0, MAX_OUTCOMES)
        .map((end) => t("run.numbers.outcome", { ...told(end), outcome: isolate(end.outcome) })),
      countedFrom && t("run.numbers.newest", { when: formatDateTime(countedFrom) }),
      gone > 0 && t("run.numbers.gone", { count: gone }),
    ];
    return parts.filter(Boolean).join(" · ");
  }
}

function timesOf(asked: Period | { from?: string | undefined; to?: string | undefined }) {
  if (typeof asked !== "string") return asked;
  return { from: new Date(Date.now() - LENGTHS_MS[asked]).toISOString() };
}

const MAX_VERSIONS = 50;

/** The newest first. */
const versionsTo = (newest: number): number[] =>
  Array.from({ length: Math.min(newest, MAX_VERSIONS) }, (_, at) => newest - at);
