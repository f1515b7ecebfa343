/** What went wrong at a node lately, in the words of the runs that failed there. */

import { Anchor, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { listExecutions } from "../calls";
import { Foreign } from "../components/Foreign";
import { When } from "../components/When";
import { translated } from "../i18n/sentences";
import "../i18n/pages";
import "../i18n/run";
import { writeFilter } from "../model/executionFilter";
import classes from "./failures.module.css";

const SHOWN = 3;
const FRESH_MS = 30_000;

export function NodeFailures({ flowId, nodeId }: { flowId: number; nodeId: string }) {
  const { t } = useTranslation();
  const titleId = useId();
  // A form works without it: a question that was not answered shows nothing.
  const { data } = useQuery({
    queryKey: ["executions", flowId, "failed-at", nodeId],
    queryFn: () => listExecutions(flowId, { status: "Failed", nodeId }, undefined, SHOWN),
    staleTime: FRESH_MS,
    retry: false,
  });
  if (!data || data.items.length === 0) return null;
  return (
    <section className={classes.failures} aria-labelledby={titleId}>
      <Text component="h3" size="sm" fw={600} m={0} id={titleId}>
        {t("run.failures.title")}
      </Text>
      <ul>
        {data.items.map(({ id, errorMessage, finishedAt, startedAt }) => (
          <li key={id}>
            <Foreign text={translated(errorMessage ?? "")} size="sm" />
            <Text size="xs" c="dimmed">
              <Anchor component={Link} href={`/executions/${id}`} size="xs">
                {t("executions.numbered", { id })}
              </Anchor>
              {" · "}
              <When at={finishedAt ?? startedAt} />
            </Text>
          </li>
        ))}
      </ul>
      <Anchor
        component={Link}
        href={`/flows/${flowId}/executions${writeFilter({ status: "Failed", node: nodeId })}`}
        size="xs"
      >
        {t("run.failures.all")}
      </Anchor>
    </section>
  );
}
