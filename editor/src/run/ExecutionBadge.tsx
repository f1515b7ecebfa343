/** The state of an execution in a word, or what it waits for. */
import { useTranslation } from "react-i18next";
import "../i18n/run";
import { StatusBadge } from "../components/StatusBadge";
import type { ExecutionSummary } from "../types";

interface Props {
  execution: Pick<ExecutionSummary, "status" | "waitingFor">;
  size?: "sm" | "md";
}

export function ExecutionBadge({ execution: { status, waitingFor }, size }: Props) {
  const { t } = useTranslation();
  const waits = status === "Running" && waitingFor ? t(`run.waiting.${waitingFor}`) : undefined;
  return <StatusBadge status={status} word={waits} size={size} />;
}
