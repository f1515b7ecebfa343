/** Says in words what a living execution waits for. */
import "../i18n/pages";
import { Alert } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { When } from "../components/When";
import { formatMoment } from "../i18n/format";
import type { ExecutionSummary } from "../types";

const KNOWN = ["time", "reply", "event", "first", "call", "effect", "send", "continue"] as const;
/** What may end by a time. */
const TIMED: ReadonlySet<string> = new Set(["time", "reply", "event", "first"]);

export function WaitingNote({ execution }: { execution: ExecutionSummary }) {
  const { t } = useTranslation();
  const { status, waitingFor, waitUntil } = execution;
  if (status === "Paused") return <Alert color="yellow">{t("waiting.paused")}</Alert>;
  const kind = KNOWN.find((known) => known === waitingFor);
  const isTimed = waitUntil && kind !== undefined && TIMED.has(kind);
  return (
    <Alert color="blue" p="xs">
      {t(`waiting.${kind ?? "none"}`)}
      {isTimed && (
        <>
          {" "}
          {t(kind === "time" ? "run.goesOn" : "run.atTheLatest", { time: formatMoment(waitUntil) })} (
          <When at={waitUntil} />)
        </>
      )}
    </Alert>
  );
}
