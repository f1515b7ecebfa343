/** What sits on the corners of a card: how many issues it has, and how an execution left it. */
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { useEditor } from "../model/EditorContext";
import { groupBy } from "../model/groupBy";
import type { Issue } from "../types";
import classes from "./card.module.css";
import { CrossIcon, SkipIcon, TickIcon } from "./icons";
import { useCanvas } from "./view";

const byNode = new WeakMap<readonly Issue[], Map<string, Issue[]>>();
const NONE: Issue[] = [];

function issuesAt(issues: readonly Issue[], id: string): Issue[] {
  const found = byNode.get(issues) ?? groupBy(issues, (issue) => issue.nodeId ?? "");
  byNode.set(issues, found);
  return found.get(id) ?? NONE;
}

export const IssueBadge = memo(function IssueBadge({ id }: { id: string }) {
  const { t } = useTranslation();
  // One string a card, so that a new check draws only the cards whose issues changed.
  const found = useEditor((state) => summary(issuesAt(state.issues, id)));
  if (found === "") return null;
  const [severity = "", ...messages] = found.split("\n");
  return (
    <span
      className={classes.badge}
      data-severity={severity}
      role="img"
      aria-label={t("canvas.issues", { count: messages.length })}
      title={messages.join("\n")}
    >
      {messages.length}
    </span>
  );
});

/** The worst that was found at a node; for a card too small for its badge. */
export const useSeverity = (id: string) =>
  useEditor((state) => {
    const found = issuesAt(state.issues, id);
    return found.length === 0 ? undefined : worstOf(found);
  });

const worstOf = (issues: readonly Issue[]) =>
  issues.some((issue) => issue.severity === "error") ? "error" : "warning";

function summary(issues: readonly Issue[]): string {
  if (issues.length === 0) return "";
  return [worstOf(issues), ...issues.map((issue) => issue.message.replaceAll("\n", " "))].join("\n");
}

const ICONS = { Completed: TickIcon, Failed: CrossIcon, Skipped: SkipIcon } as const;

export const RunMark = memo(function RunMark({ id }: { id: string }) {
  const { t } = useTranslation();
  const status = useCanvas((state) => state.trace?.nodes.get(id)?.status);
  const visits = useCanvas((state) => state.trace?.nodes.get(id)?.visits ?? 0);
  if (status === undefined) return null;
  const Icon = status in ICONS ? ICONS[status as keyof typeof ICONS] : Dot;
  const name = t("canvas.visited", { count: visits, status: t(`canvas.status.${status}`) });
  return (
    <span className={classes.mark} data-status={status} role="img" aria-label={name} title={name}>
      <Icon />
      {visits > 1 && <span className={classes.visits}>×{visits}</span>}
    </span>
  );
});

const Dot = () => <span className={classes.dot} />;
