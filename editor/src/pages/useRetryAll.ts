/** The rounds of retrying what failed: a hundred at a time, until all were asked, somebody stops it, or it is enough for one press. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { retryExecutions } from "../calls";
import { type ExecutionFilter, toQuery } from "../model/executionFilter";

/** Two thousand: a mistake of the flow would fail them all again. */
const MAX_ROUNDS = 20;

type State = "idle" | "busy" | "done" | "stopped";

export function useRetryAll(flowId: number, filter: ExecutionFilter) {
  const queries = useQueryClient();
  const [state, setState] = useState<State>("idle");
  const [asked, setAsked] = useState(0);
  const [isBounded, setBounded] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const stopping = useRef(false);
  useEffect(
    () => () => {
      stopping.current = true;
    },
    [],
  );

  async function rounds(): Promise<State> {
    // The period counts back from the press, in all rounds.
    const { status: _, ...query } = toQuery(filter);
    let cursor: string | undefined;
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const answer = await retryExecutions(flowId, query, cursor);
      setAsked((before) => before + answer.asked);
      if (!answer.nextCursor) return "done";
      if (stopping.current) return "stopped";
      cursor = answer.nextCursor;
    }
    setBounded(true);
    return "done";
  }

  async function start() {
    stopping.current = false;
    setAsked(0);
    setBounded(false);
    setError(null);
    setState("busy");
    try {
      setState(await rounds());
    } catch (trouble) {
      setError(trouble as Error);
      setState("stopped");
    } finally {
      void queries.invalidateQueries({ queryKey: ["executions", flowId] });
    }
  }

  function stop() {
    stopping.current = true;
  }

  return { state, asked, isBounded, error, start, stop };
}
