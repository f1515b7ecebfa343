/** Follows one execution, or the starts of a flow's executions, as plain values; the hooks draw from here. */
import type { ExecutionSummary, Step } from "../types";
import type { ServerEvent } from "./sse";
import { isAlive, lastSettled, settled, withStep } from "./steps";
import { openStream, type StreamState } from "./stream";

/** What the stream tells of an execution. */
type LiveExecution = ExecutionSummary & { variables?: unknown };

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

interface Starts {
  flowId: number;
  contactId: number | null;
  /** The executions there are already, the highest ids first. */
  known: readonly ExecutionSummary[];
}

/** How many ids are remembered as told; the server tells again only what started around the same time. */
const MAX_TOLD = 1_000;

/** Hear of each execution that starts later than all before. Its id may be lower: each worker takes ids in blocks. */
export function followStarts(
  { flowId, contactId, known }: Starts,
  onStart: (execution: ExecutionSummary) => void,
  onState: (state: StreamState) => void,
  open: Open = openStream,
): () => void {
  const filter = contactId === null ? "" : `?contactId=${contactId}`;
  const told = new Set(known.map(({ id }) => id));
  let highest = Math.max(0, ...told);
  let latest = latestOf(known);
  return open({
    url: `/api/flows/${flowId}/executions/events${filter}`,
    resumeFrom: () => String(highest),
    onState,
    onEvent: ({ type, data }) => {
      if (type !== "started") return;
      const execution = JSON.parse(data) as ExecutionSummary;
      if (told.has(execution.id)) return;
      remember(told, execution.id);
      highest = Math.max(highest, execution.id);
      if (latest !== undefined && startOf(execution) < startOf(latest)) return;
      latest = execution;
      onStart(execution);
    },
  });
}

/** The execution that started last; of several at the same moment the one with the highest id. */
export const latestOf = (executions: readonly ExecutionSummary[]): ExecutionSummary | undefined =>
  [...executions].sort((a, b) => startOf(a) - startOf(b) || a.id - b.id).at(-1);

const startOf = ({ startedAt }: ExecutionSummary): number => Date.parse(startedAt);

/** Keep `id`, and forget what was told longest ago. */
function remember(told: Set<number>, id: number): void {
  told.add(id);
  for (const old of told) {
    if (told.size <= MAX_TOLD) return;
    told.delete(old);
  }
}
