/** One execution: what started it, its steps replayed over its flow, and what it waits for. */
import { translated } from "../i18n/sentences";
import "../i18n/pages";
import { Alert, Anchor, Paper, SimpleGrid, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Data } from "../components/Data";
import { ErrorNote } from "../components/ErrorNote";
import { Foreign } from "../components/Foreign";
import { Page } from "../components/Page";
import { When } from "../components/When";
import { formatDuration, formatPhone } from "../i18n/format";
import { Commands } from "../run/Commands";
import { ExecutionBadge } from "../run/ExecutionBadge";
import { ExecutionSteps } from "../run/ExecutionSteps";
import { Relatives } from "../run/Relatives";
import { isAlive } from "../run/steps";
import { useExecution } from "../run/useExecution";
import { WaitingNote } from "../run/WaitingNote";
import type { Execution } from "../types";

export default function ExecutionPage({ id }: { id: number }) {
  const { t } = useTranslation();
  const { query, execution, state } = useExecution(id);
  const title = t("execution.title", { id });
  const trouble = <ErrorNote error={query.error} onRetry={() => query.refetch()} />;
  if (!execution) return <Page title={title}>{trouble}</Page>;
  return (
    <Page
      title={title}
      beside={<ExecutionBadge execution={execution} />}
      about={<About execution={execution} />}
      actions={execution.status !== "Completed" && <Commands key={id} execution={execution} />}
    >
      {trouble}
      <Relatives execution={execution} />
      <Outcome execution={execution} />
      <ExecutionSteps key={id} execution={execution} state={state} />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Side title={t("execution.variables")} value={execution.variables} />
        <Side title={t("execution.trigger")} value={execution.triggerData} />
      </SimpleGrid>
    </Page>
  );
}

function About({ execution }: { execution: Execution }) {
  const { t } = useTranslation();
  const { contact, startedAt, finishedAt } = execution;
  return (
    <>
      <Anchor component={Link} href={`/flows/${execution.flowId}`} size="sm" underline="always">
        {t("execution.ofVersion", { flow: execution.flowName, version: execution.flowVersion })}
      </Anchor>
      {" · "}
      {contact ? <Foreign text={contact.name || contact.phone || "–"} fw={600} /> : t("execution.noContact")}
      {contact?.phone && contact.name ? ` (${formatPhone(contact.phone)})` : ""}
      {" · "}
      {t("execution.started")} <When at={startedAt} />
      {finishedAt &&
        finishedAt !== startedAt &&
        ` · ${t("execution.took", { duration: formatDuration(startedAt, finishedAt) })}`}
    </>
  );
}

function Outcome({ execution }: { execution: Execution }) {
  const { t } = useTranslation();
  if (isAlive(execution)) return <WaitingNote execution={execution} />;
  if (execution.errorMessage) {
    return (
      <Alert color="red" title={t("execution.failed")}>
        <Foreign text={translated(execution.errorMessage)} />
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
