/** What the check found in a flow: each issue with its node and field. */
import "../i18n/pages";
import { Badge, Code, Group, Paper, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Issue } from "../types";
import { Foreign } from "./Foreign";

export function IssueList({ issues }: { issues: Issue[] }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <Text size="sm">{t("issues.help", { count: issues.filter(isError).length })}</Text>
      {issues.map((issue) => (
        <Paper key={`${issue.nodeId} ${issue.field} ${issue.code} ${issue.message}`} withBorder p="sm">
          <Group gap="xs" mb={4}>
            <Badge color={isError(issue) ? "red" : "yellow"} variant="light" tt="none">
              {isError(issue) ? t("issues.error") : t("issues.warning")}
            </Badge>
            {issue.nodeId && (
              <Text size="sm" component="span">
                {t("issues.node")} <Code>{issue.nodeId}</Code>
              </Text>
            )}
            {issue.field && (
              <Text size="sm" component="span">
                {t("issues.field")} <Code>{issue.field}</Code>
              </Text>
            )}
          </Group>
          <Foreign text={issue.message} />
        </Paper>
      ))}
    </Stack>
  );
}

const isError = (issue: Issue) => issue.severity === "error";
