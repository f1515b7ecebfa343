/** The steps of an execution in order; the chosen one shows its facts. */
import "../i18n/pages";
import { Text, UnstyledButton } from "@mantine/core";
import type { TFunction } from "i18next";
import { memo, useCallback, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Foreign } from "../components/Foreign";
import { keepInSight } from "../components/keepInSight";
import { Onward } from "../components/Onward";
import { formatDuration } from "../i18n/format";
import type { NodeTypes } from "../model/nodeTypes";
import { reasonsOf } from "../model/reasons";
import { useNamesFor } from "../queries/useFlowNames";
import type { Step } from "../types";
import { numbersAt } from "./replay";
import { StepFacts } from "./StepFacts";
import { StepMark } from "./StepMark";
import { sayPortOf, sayStep } from "./sayStep";
import classes from "./steps.module.css";

interface Props {
  steps: readonly Step[];
  types: NodeTypes;
  /** The nodes on the canvas beside the list; left out when there is none. */
  known?: readonly { id: string; name?: string }[];
  /** By the `n` of steps of another flow what is said of it. */
  others?: ReadonlyMap<number, string>;
  /** The `n` of the chosen step. */
  chosen: number | undefined;
  onChoose(n: number): void;
}

export function StepList({ steps, types, known, others, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  const names = useMemo(() => new Map(known?.map(({ id, name }) => [id, name])), [known]);
  const choose = useSteady(onChoose);
  if (steps.length === 0) {
    return (
      <Text size="sm" c="dimmed" p="sm">
        {t("run.replay.noSteps")}
      </Text>
    );
  }
  const list = (
    <ol className={classes.steps} aria-label={t("execution.steps", { count: steps.length })}>
      {steps.map((step) => (
        <Row
          key={step.n}
          step={step}
          types={types}
          other={others?.get(step.n)}
          isElsewhere={known !== undefined && !names.has(step.nodeId) && !others?.has(step.n)}
          name={others?.has(step.n) ? undefined : names.get(step.nodeId)}
          isChosen={step.n === chosen}
          onChoose={choose}
        />
      ))}
    </ol>
  );
  if (numbersAt(steps, 0).first === 1) return list;
  return (
    <>
      <Text size="sm" c="dimmed" px="sm" py="xs">
        {t("run.replay.older")}
      </Text>
      {list}
    </>
  );
}

/** A function that stays the same and calls the newest one: rows that did not change are not drawn again. */
function useSteady(onChoose: (n: number) => void): (n: number) => void {
  const newest = useRef(onChoose);
  useEffect(() => {
    newest.current = onChoose;
  });
  return useCallback((n) => newest.current(n), []);
}

interface RowProps {
  step: Step;
  types: NodeTypes;
  /** Of a step of another flow, what is said of that. */
  other: string | undefined;
  isElsewhere: boolean;
  /** What the node is called, if it has a name. */
  name: string | undefined;
  isChosen: boolean;
  onChoose(n: number): void;
}

const Row = memo(function Row({ step, types, other, isElsewhere, name, isChosen, onChoose }: RowProps) {
  const { t } = useTranslation();
  const type = types.get(step.nodeType);
  const names = useNamesFor(type);
  const { title, sentence } = sayStep(step, type, t, names);
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isChosen && place.current) keepInSight(place.current);
  }, [isChosen]);
  return (
    <li
      ref={place}
      className={classes.step}
      data-chosen={isChosen || undefined}
      data-other={other !== undefined || undefined}
    >
      <UnstyledButton
        className={classes.row}
        aria-current={isChosen ? "step" : undefined}
        onClick={() => onChoose(step.n)}
      >
        <StepMark status={step.status} />
        <span className={classes.words}>
          <span className={classes.title}>
            <Text span size="sm" fw={600}>
              {step.n}. {name ?? title}
            </Text>
            <Text span size="xs" c="dimmed">
              {step.finishedAt ? timing(step) : t("step.inProgress")}
            </Text>
          </span>
          {sentence && <Foreign text={sentence} size="xs" c="dimmed" oneLine={!isChosen} />}
          {other !== undefined && <Foreign text={other} size="xs" c="dimmed" oneLine />}
          {isElsewhere && (
            <Text span size="xs" c="dimmed" display="block">
              {step.nodeId}: {t("run.replay.elsewhere")}
            </Text>
          )}
          {!isChosen && <Exit words={sayPortOf(step, type, t)} port={step.port} />}
          {!isChosen && <Foreign text={shortReason(step, t)} size="xs" c="dimmed" oneLine />}
        </span>
      </UnstyledButton>
      {isChosen && (
        <div className={classes.facts}>
          <StepFacts step={step} />
        </div>
      )}
    </li>
  );
});

/** What decided: the comparison that held, else the last one. */
function shortReason(step: Step, t: TFunction): string {
  const reasons = reasonsOf(step, t);
  return (reasons.find(({ holds }) => holds) ?? reasons.at(-1))?.text ?? "";
}

/** The way out, when it is not the usual one. */
function Exit({ words, port }: { words: string; port: Step["port"] }) {
  if (!port || port === "out") return null;
  return (
    <Text span size="xs" display="block" truncate title={words}>
      <Onward /> <bdi>{words}</bdi>
    </Text>
  );
}

/** How long it took; most steps take no time worth a word. */
const timing = ({ startedAt, finishedAt }: Step) =>
  startedAt && finishedAt && startedAt !== finishedAt ? formatDuration(startedAt, finishedAt) : "";
