/** Says in words what a living execution waits for. */
import { Alert } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { When } from "../components/When";
import { formatDateTime } from "../i18n/format";
import type { Execution } from "../types";

const KNOWN = ["time", "reply", "effect", "send", "continue"] as const;

export function WaitingNote({ execution }: { execution: Execution }) {
  const { t } = useTranslation();
  const { status, waitingFor, waitUntil } = execution;
  if (status === "Paused") return <Alert color="yellow">{t("waiting.paused")}</Alert>;
  const kind = KNOWN.find((known) => known === waitingFor);
  return (
    <Alert color="blue">
      {t(`waiting.${kind ?? "none"}`)}
      {waitUntil && (kind === "time" || kind === "reply") && (
        <>
          {" "}
          {t("waiting.until", { time: formatDateTime(waitUntil) })} (<When at={waitUntil} />)
        </>
      )}
    </Alert>
  );
}
