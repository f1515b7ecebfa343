/** The facts of one step: how it went, when, the way it left by, what went in and what came out. */
import { translated } from "../i18n/sentences";
import "../i18n/pages";
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import "../i18n/run";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useReducer } from "react";
import { useTranslation } from "react-i18next";
import { getStep } from "../calls";
import { Data } from "../components/Data";
import { Foreign } from "../components/Foreign";
import { StatusBadge } from "../components/StatusBadge";
import { formatClock, formatDateTime, formatDuration, formatNumber } from "../i18n/format";
import { refersTo } from "../model/names";
import type { NodeType } from "../model/nodeTypes";
import { reasonsOf, withoutReasons } from "../model/reasons";
import { isObject } from "../model/schema";
import { useNamesFor } from "../queries/useFlowNames";
import { useNodeTypes } from "../queries/useNodeTypes";
import type { Step } from "../types";
import { type Fact, factsOf, plainFacts } from "./facts";
import classes from "./facts.module.css";
import { sayPortOf, waysOf } from "./sayStep";
import { Why } from "./Why";

export function StepFacts({ step }: { step: Step }) {
  return isLarge(step) ? (
    <LargeStep key={`${step.executionId}/${step.n}`} step={step} />
  ) : (
    <All step={step} />
  );
}

/** What is too large for the list of steps is fetched when somebody asks for it. */
function LargeStep({ step }: { step: Step }) {
  const [isAsked, ask] = useReducer(() => true, false);
  const whole = useQuery({
    queryKey: ["step", step.executionId, step.n],
    queryFn: () => getStep(step.executionId, step.n),
    enabled: isAsked,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const more = { isLoading: whole.isLoading, hasFailed: whole.isError, show: isAsked ? whole.refetch : ask };
  return <All step={whole.data ?? step} more={more} />;
}

interface More {
  isLoading: boolean;
  hasFailed: boolean;
  show(): void;
}

function All({ step, more }: { step: Step; more?: More }) {
  const { t } = useTranslation();
  const type = useNodeTypes().types.get(step.nodeType);
  const hasInput = !isEmpty(step.input);
  const reasons = reasonsOf(step, t);
  const output = reasons.length > 0 ? withoutReasons(step.output) : step.output;
  return (
    <Stack gap="xs">
      <Course step={step} type={type} />
      {step.errorMessage && (
        <Alert color="red" p="xs" title={t("run.facts.error")}>
          <Foreign text={translated(step.errorMessage)} size="sm" />
        </Alert>
      )}
      {type?.portsFrom && hasInput && <Ways step={step} type={type} />}
      {reasons.length > 0 && (
        <Part title={t("run.facts.why")}>
          <Why reasons={reasons} />
        </Part>
      )}
      {hasInput && <Input step={step} type={type} />}
      {more && !hasInput && step.inputSize != null && (
        <Large title={t("run.facts.input")} size={step.inputSize} more={more} />
      )}
      {!isEmpty(output) && <Output value={output} type={type} />}
      {more && isEmpty(step.output) && step.outputSize != null && (
        <Large title={t("run.facts.output")} size={step.outputSize} more={more} />
      )}
    </Stack>
  );
}

function Course({ step, type }: { step: Step; type: NodeType | undefined }) {
  const { t } = useTranslation();
  const { startedAt, finishedAt } = step;
  const port = sayPortOf(step, type, t);
  return (
    <Group gap="2px 8px">
      <StatusBadge status={step.status} size="sm" />
      {startedAt && (
        <Text size="xs" c="dimmed">
          <time dateTime={startedAt} title={formatDateTime(startedAt)}>
            {formatClock(startedAt)}
          </time>
          {" · "}
          {finishedAt ? formatDuration(startedAt, finishedAt) : t("step.inProgress")}
        </Text>
      )}
      {port && !type?.portsFrom && (
        <Text size="xs" c="dimmed">
          {t("run.facts.leftBy")} <Foreign text={port} inherit fw={600} c="var(--mantine-color-text)" />
        </Text>
      )}
    </Group>
  );
}

/** The ways a condition could go, in order, the one it took marked. */
function Ways({ step, type }: { step: Step; type: NodeType }) {
  const { t } = useTranslation();
  return (
    <Part title={t("run.facts.ways")}>
      <ul className={classes.ways}>
        {waysOf(step, type, t).map(({ port, words, rule, isTaken }) => (
          <li key={port} data-taken={isTaken || undefined}>
            <div className={classes.way}>
              <Foreign text={words} size="sm" fw={isTaken ? 600 : undefined} />
              {isTaken && (
                <Text span size="xs">
                  {t("run.facts.taken")}
                </Text>
              )}
            </div>
            {rule && (
              <Text component="div" size="xs" className="foreign" dir="auto">
                {rule}
              </Text>
            )}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Input({ step: { input }, type }: { step: Step; type: NodeType | undefined }) {
  const { t } = useTranslation();
  const names = useNamesFor(type);
  const title = t("run.facts.input");
  if (type === undefined || !isObject(input)) {
    return (
      <Part title={title}>
        <Data value={input} label={title} />
      </Part>
    );
  }
  const facts = factsOf(input, type, t, names);
  return facts.length > 0 ? <Facts title={title} facts={facts} /> : null;
}

function Output({ value, type }: { value: unknown; type: NodeType | undefined }) {
  const { t } = useTranslation();
  const names = useNamesFor(type);
  const title = t("run.facts.output");
  // Such a node notes the flow by its id.
  const isFlow = isObject(value) && typeof value.flow === "number" && refersTo(type, "flow");
  const facts = plainFacts(
    isFlow ? { ...value, flow: names.flow(Number(value.flow)) ?? value.flow } : value,
    type?.schema,
  );
  if (facts) return <Facts title={title} facts={facts} />;
  return (
    <Part title={title}>
      <Data value={value} label={title} />
    </Part>
  );
}

function Large({ title, size, more }: { title: string; size: number; more: More }) {
  const { t } = useTranslation();
  return (
    <Part title={title}>
      <Group gap="xs">
        <Text size="xs" c="dimmed">
          {t("run.facts.large", { size: formatNumber(Math.ceil(size / 1000)) })}
        </Text>
        <Button size="compact-xs" variant="default" loading={more.isLoading} onClick={more.show}>
          {t("run.facts.show", { title: title.toLowerCase() })}
        </Button>
      </Group>
      {more.hasFailed && (
        <Text size="xs" c="red" role="alert">
          {t("run.facts.largeFailed")}
        </Text>
      )}
    </Part>
  );
}

function Facts({ title, facts }: { title: string; facts: Fact[] }) {
  return (
    <Part title={title}>
      <dl className={classes.facts}>
        {facts.map((fact) => (
          <div key={fact.title}>
            <dt>{fact.title}</dt>
            <dd className="foreign" dir="auto" tabIndex={fact.value.length > LONG ? 0 : undefined}>
              {fact.value}
            </dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}

/** Characters that may need more room than a fact has. */
const LONG = 300;

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={classes.part}>
      <Text size="xs" fw={600} c="dimmed" mb={2}>
        {title}
      </Text>
      {children}
    </div>
  );
}

const isLarge = ({ inputSize, outputSize }: Step): boolean => inputSize != null || outputSize != null;

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === "" ||
  (isObject(value) && Object.keys(value).length === 0);
