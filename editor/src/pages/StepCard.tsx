/** One step: which node, how it went, the port it left by, what went in and came out. */
import { Button, Code, Group, Paper, SimpleGrid, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Data } from "../components/Data";
import { Foreign } from "../components/Foreign";
import { StatusBadge } from "../components/StatusBadge";
import type { en } from "../i18n/en";
import { formatDateTime, formatDuration } from "../i18n/format";
import type { Step } from "../types";

type NodeType = keyof (typeof en)["nodeTypes"];

export function StepCard({ step, startsOpen }: { step: Step; startsOpen: boolean }) {
  const { t, i18n } = useTranslation();
  const [isOpen, { toggle }] = useDisclosure(startsOpen);
  const details = useId();
  const key = `nodeTypes.${step.nodeType}`;
  return (
    <Paper withBorder p="md" component="li">
      <Group justify="space-between" gap="xs" align="flex-start">
        <Group gap="xs">
          <Text size="sm" c="dimmed" ff="monospace">
            {step.n}
          </Text>
          <Title order={3} size="h6">
            {i18n.exists(key) ? t(`nodeTypes.${step.nodeType as NodeType}`) : step.nodeType}
          </Title>
          <Code>{step.nodeId}</Code>
          <StatusBadge status={step.status} />
          {step.port && (
            <Text size="sm" c="dimmed" component="span">
              → <Code>{step.port}</Code>
            </Text>
          )}
        </Group>
        <Group gap="sm">
          <Text size="sm" c="dimmed" title={step.startedAt ? formatDateTime(step.startedAt) : undefined}>
            {step.startedAt && step.finishedAt
              ? formatDuration(step.startedAt, step.finishedAt)
              : t("step.inProgress")}
          </Text>
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={toggle}
            aria-expanded={isOpen}
            aria-controls={details}
          >
            {isOpen ? t("step.hide") : t("step.show")}
          </Button>
        </Group>
      </Group>
      {step.errorMessage && <Foreign text={step.errorMessage} c="red" size="sm" display="block" mt="xs" />}
      <div id={details} hidden={!isOpen}>
        {isOpen && (
          <SimpleGrid cols={{ base: 1, sm: 2 }} mt="sm">
            <Side title={t("step.input")} value={step.input} />
            <Side title={t("step.output")} value={step.output} />
          </SimpleGrid>
        )}
      </div>
    </Paper>
  );
}

function Side({ title, value }: { title: string; value: unknown }) {
  return (
    <div style={{ minWidth: 0 }}>
      <Text size="xs" fw={600} c="dimmed" mb={4}>
        {title}
      </Text>
      <Data value={value} label={title} />
    </div>
  );
}
