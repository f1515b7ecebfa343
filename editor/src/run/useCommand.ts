/** Tells an execution what to do, and is busy until it has obeyed. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { commandExecution } from "../calls";
import type { Execution } from "../types";

export type Command = Parameters<typeof commandExecution>[1];

const LOOK_EVERY_MS = 400;
/** A busy engine takes its time; after this the button can be pressed again. */
const PATIENCE_MS = 10_000;

type Asked = { command: Command; before: string };

type Known = Pick<Execution, "id" | "status" | "finishedAt">;

export function useCommand(execution: Known) {
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  const now = stateOf(execution);
  const sending = useMutation({
    mutationFn: ({ command }: Asked) => commandExecution(execution.id, command),
    onSuccess: (_, sent) => setAsked(sent),
  });
  const isWaiting = asked !== null && asked.before === now;
  useEffect(() => {
    if (!isWaiting) return;
    // One that is alive is told of by its stream; for one that was over, nobody tells that it goes on.
    const look = () => {
      void queries.invalidateQueries({ queryKey: ["execution", execution.id], exact: true });
      void queries.invalidateQueries({ queryKey: ["executions"] });
    };
    const looking = setInterval(look, LOOK_EVERY_MS);
    const waiting = setTimeout(() => setAsked(null), PATIENCE_MS);
    return () => {
      clearInterval(looking);
      clearTimeout(waiting);
    };
  }, [isWaiting, queries, execution.id]);
  return {
    busy: sending.isPending ? sending.variables.command : isWaiting ? asked.command : null,
    error: sending.error,
    reset: sending.reset,
    // The engine may obey before the call is answered, so what it was before is told here.
    tell: (command: Command) => sending.mutate({ command, before: now }),
  };
}

/** Another text once a command was obeyed: also one that was retried and failed again at once. */
const stateOf = ({ status, finishedAt }: Known): string => `${status} ${finishedAt}`;
