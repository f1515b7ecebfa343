/** The facts of one step: how it went, when, the way it left by, what went in and what came out. */
import { Alert, Group, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Data } from "../components/Data";
import { Foreign } from "../components/Foreign";
import { StatusBadge } from "../components/StatusBadge";
import { formatClock, formatDateTime, formatDuration } from "../i18n/format";
import type { NodeType } from "../model/nodeTypes";
import { isObject } from "../model/schema";
import { useNodeTypes } from "../queries/useNodeTypes";
import type { Step } from "../types";
import { type Fact, factsOf, plainFacts } from "./facts";
import classes from "./facts.module.css";
import { sayPortOf, waysOf } from "./sayStep";

export function StepFacts({ step }: { step: Step }) {
  const { t } = useTranslation();
  const type = useNodeTypes().types.get(step.nodeType);
  const hasInput = !isEmpty(step.input);
  return (
    <Stack gap="xs">
      <Course step={step} type={type} />
      {step.errorMessage && (
        <Alert color="red" p="xs" title={t("run.facts.error")}>
          <Foreign text={step.errorMessage} size="sm" />
        </Alert>
      )}
      {type?.portsFrom && hasInput && <Ways step={step} type={type} />}
      {hasInput && <Input step={step} type={type} />}
      {!isEmpty(step.output) && <Output value={step.output} />}
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
  const title = t("run.facts.input");
  if (type === undefined || !isObject(input)) {
    return (
      <Part title={title}>
        <Data value={input} label={title} />
      </Part>
    );
  }
  const facts = factsOf(input, type, t);
  return facts.length > 0 ? <Facts title={title} facts={facts} /> : null;
}

function Output({ value }: { value: unknown }) {
  const { t } = useTranslation();
  const title = t("run.facts.output");
  const facts = plainFacts(value);
  if (facts) return <Facts title={title} facts={facts} />;
  return (
    <Part title={title}>
      <Data value={value} label={title} />
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

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === "" ||
  (isObject(value) && Object.keys(value).length === 0);
