/** Follows one execution, or the starts of a flow's executions, as plain values; the hooks draw from here. */
import type { ExecutionSummary, Step } from "../types";
import type { ServerEvent } from "./sse";
import { isAlive, lastSettled, settled, withStep } from "./steps";
import { openStream, type StreamState } from "./stream";

/** What the stream tells of an execution. */
export type LiveExecution = ExecutionSummary & { variables?: unknown };

export interface Followed {
  readonly execution?: LiveExecution;
  readonly steps: readonly Step[];
  readonly state: "idle" | "live" | "reconnecting" | "over";
}

export const NOTHING: Followed = { steps: [], state: "idle" };

type Open = typeof openStream;

/** Follow execution `id` from the steps known so far; the returned function ends it. */
export function followExecution(
  id: number,
  known: readonly Step[],
  tell: (followed: Followed) => void,
  open: Open = openStream,
): () => void {
  let now: Followed = { steps: known, state: "live" };
  const change = (next: Partial<Followed>) => {
    now = { ...now, ...next };
    tell(now);
  };
  return open({
    url: `/api/executions/${id}/events`,
    resumeFrom: () => String(lastSettled(now.steps) || ""),
    onEvent: (event) => change(told(now, event)),
    onState: (state) => change(atState(now, state)),
  });
}

function told({ steps }: Followed, { type, data }: ServerEvent): Partial<Followed> {
  if (type === "step") return { steps: withStep(steps, JSON.parse(data) as Step) };
  if (type !== "execution") return {};
  const execution = JSON.parse(data) as LiveExecution;
  return { execution, steps: isAlive(execution) ? steps : settled(steps) };
}

function atState({ steps }: Followed, state: StreamState): Partial<Followed> {
  if (state === "over") return { state, steps: settled(steps) };
  if (state === "lost") return { state: "reconnecting" };
  return { state: state === "open" ? "live" : "over" };
}

/** Hear of each execution of the flow that starts after the execution `after` (0: of all). */
export function followStarts(
  { flowId, contactId, after }: { flowId: number; contactId: number | null; after: number },
  onStart: (execution: ExecutionSummary) => void,
  onState: (state: StreamState) => void,
  open: Open = openStream,
): () => void {
  const filter = contactId === null ? "" : `?contactId=${contactId}`;
  let newest = after;
  return open({
    url: `/api/flows/${flowId}/executions/events${filter}`,
    resumeFrom: () => String(newest),
    onState,
    onEvent: ({ type, data }) => {
      if (type !== "started") return;
      const execution = JSON.parse(data) as ExecutionSummary;
      if (execution.id <= newest) return;
      newest = execution.id;
      onStart(execution);
    },
  });
}
