/** One execution: what started it, every step in order, and what it waits for. */
import { Alert, Anchor, Button, Grid, Paper, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { cancelExecution, getExecution } from "../calls";
import { Data } from "../components/Data";
import { ErrorNote } from "../components/ErrorNote";
import { Foreign } from "../components/Foreign";
import { Page } from "../components/Page";
import { StatusBadge } from "../components/StatusBadge";
import { When } from "../components/When";
import { formatDuration } from "../i18n/format";
import type { Execution } from "../types";
import { StepCard } from "./StepCard";
import { WaitingNote } from "./WaitingNote";

const REFRESH_MS = 1_000;
const OPEN_STEPS = 12;

export default function ExecutionPage({ id }: { id: number }) {
  const { t } = useTranslation();
  const execution = useQuery({
    queryKey: ["execution", id],
    queryFn: () => getExecution(id),
    refetchInterval: ({ state }) => (state.data === undefined || isAlive(state.data) ? REFRESH_MS : false),
  });
  const title = t("execution.title", { id });
  const trouble = <ErrorNote error={execution.error} onRetry={() => execution.refetch()} />;
  if (!execution.data) return <Page title={title}>{trouble}</Page>;
  return (
    <Page
      title={title}
      beside={<StatusBadge status={execution.data.status} />}
      about={<About execution={execution.data} />}
      actions={isAlive(execution.data) && <Cancel id={id} />}
    >
      {trouble}
      <Outcome execution={execution.data} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Steps execution={execution.data} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Stack>
            <Side title={t("execution.variables")} value={execution.data.variables} />
            <Side title={t("execution.trigger")} value={execution.data.triggerData} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  );
}

const isAlive = ({ status }: Execution) => status === "Running" || status === "Paused";

function About({ execution }: { execution: Execution }) {
  const { t } = useTranslation();
  const { contact, startedAt, finishedAt } = execution;
  return (
    <>
      <Anchor component={Link} href={`/flows/${execution.flowId}`} size="sm">
        {t("execution.ofVersion", { flow: execution.flowName, version: execution.flowVersion })}
      </Anchor>
      {" · "}
      {contact ? <Foreign text={contact.name || contact.phone || "–"} fw={600} /> : t("execution.noContact")}
      {contact?.phone && contact.name ? ` (${contact.phone})` : ""}
      {" · "}
      {t("execution.started")} <When at={startedAt} />
      {finishedAt && ` · ${t("execution.took", { duration: formatDuration(startedAt, finishedAt) })}`}
    </>
  );
}

function Outcome({ execution }: { execution: Execution }) {
  const { t } = useTranslation();
  if (isAlive(execution)) return <WaitingNote execution={execution} />;
  if (execution.errorMessage) {
    return (
      <Alert color="red" title={t("execution.failed")}>
        <Foreign text={execution.errorMessage} />
      </Alert>
    );
  }
  if (!execution.outcome) return null;
  return (
    <Text size="sm">
      {t("execution.outcome")} <Foreign text={execution.outcome} fw={600} />
    </Text>
  );
}

function Steps({ execution }: { execution: Execution }) {
  const { t } = useTranslation();
  const { steps } = execution;
  return (
    <Stack gap="sm" component="section">
      <Title order={2} size="h5">
        {t("execution.steps", { count: steps.length })}
      </Title>
      <Stack component="ol" gap="sm" m={0} p={0} style={{ listStyle: "none" }}>
        {steps.map((step) => (
          <StepCard
            key={step.n}
            step={step}
            startsOpen={steps.length <= OPEN_STEPS || Boolean(step.errorMessage)}
          />
        ))}
      </Stack>
    </Stack>
  );
}

function Side({ title, value }: { title: string; value: unknown }) {
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} size="h5" mb="xs">
        {title}
      </Title>
      <Data value={value} label={title} />
    </Paper>
  );
}

function Cancel({ id }: { id: number }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => cancelExecution(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["execution", id] }),
  });
  return (
    <>
      <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
        {t("execution.cancel")}
      </Button>
      <ErrorNote error={cancel.error} onClose={cancel.reset} />
    </>
  );
}
