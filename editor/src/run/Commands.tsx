/** What a person can tell this execution to do: the buttons beside its title. */
import "../i18n/pages";
import { useTranslation } from "react-i18next";
import { BusyButton } from "../components/BusyButton";
import { ErrorNote } from "../components/ErrorNote";
import { useMay } from "../queries/useMay";
import type { Execution } from "../types";
import { type Command, useCommand } from "./useCommand";

/** The first is the one that brings the execution on. */
const OFFERED: Record<Execution["status"], readonly Command[]> = {
  Running: ["pause", "cancel"],
  Paused: ["resume", "cancel"],
  Failed: ["retry"],
  Completed: [],
};

export function Commands({ execution }: { execution: Execution }) {
  const { t } = useTranslation();
  const { busy, error, reset, tell } = useCommand(execution);
  const offered = OFFERED[execution.status];
  if (!useMay("cancel_executions")) return null;
  return (
    <>
      {PLACES.map((place) => {
        const command = offered.find((each) => place.includes(each));
        // One button for pause, resume and retry: the keyboard stays on it as its word changes.
        return (
          command && (
            <BusyButton
              key={place[0]}
              variant={command === "resume" || command === "retry" ? "filled" : "default"}
              isBusy={busy === command}
              onClick={() => busy === null && tell(command)}
            >
              {t(`execution.commands.${command}`)}
            </BusyButton>
          )
        );
      })}
      <ErrorNote error={error} onClose={reset} />
    </>
  );
}

const PLACES: readonly (readonly Command[])[] = [["pause", "resume", "retry"], ["cancel"]];
