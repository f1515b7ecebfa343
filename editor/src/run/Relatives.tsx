/** Leads from an execution to the one that started or called it, and to those it started or called. */
import "../i18n/pages";
import { Anchor, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { isolate } from "../i18n/format";
import type { Execution, RelatedExecution } from "../types";
import { ExecutionBadge } from "./ExecutionBadge";

export function Relatives({ execution: { startedBy, started } }: { execution: Execution }) {
  const { t } = useTranslation();
  if (!startedBy && started.length === 0) return null;
  return (
    <Group
      gap="xs"
      component="ul"
      m={0}
      p={0}
      style={{ listStyle: "none" }}
      aria-label={t("execution.relatives")}
    >
      {startedBy && <Relative one={startedBy} word={startedBy.isCall ? "calledBy" : "startedBy"} />}
      {started.map((one) => (
        <Relative key={one.id} one={one} word={one.isCall ? "called" : "started"} />
      ))}
    </Group>
  );
}

function Relative({
  one,
  word,
}: {
  one: RelatedExecution;
  word: "calledBy" | "startedBy" | "called" | "started";
}) {
  const { t } = useTranslation();
  return (
    <Group component="li" gap={6} wrap="nowrap" maw="100%">
      <Text size="sm" truncate>
        {t(`execution.relative.${word}`)}{" "}
        <Anchor component={Link} href={`/executions/${one.id}`} underline="always">
          {t("execution.relative.one", { flow: isolate(one.flowName || t("flows.unnamed")), id: one.id })}
        </Anchor>
      </Text>
      <ExecutionBadge execution={one} size="sm" />
    </Group>
  );
}
