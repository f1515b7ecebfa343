/** Looks for the customer's messages whenever the run that stands beside the phone has moved on. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useShownRun } from "./useShownRun";

/** Steps come in bursts: one look for all of them. */
const GATHER_MS = 100;

export function useFeed(contactId: number): void {
  const queries = useQueryClient();
  const steps = useShownRun(({ run }) => run.steps);
  const execution = useShownRun(({ run }) => run.execution);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the run has moved on
  useEffect(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void queries.invalidateQueries({ queryKey: ["messages", contactId] });
    }, GATHER_MS);
  }, [queries, contactId, steps, execution]);
}
