/** The steps of an execution as they arrive: in order, each visit once. */
import type { ExecutionSummary, Step } from "../types";

/** Whether the visit has ended; the visit in progress comes again under the same `n`. */
const isSettled = ({ status }: Step): boolean => status !== "Pending" && status !== "Running";

export const isAlive = ({ status }: Pick<ExecutionSummary, "status">): boolean =>
  status === "Running" || status === "Paused";

/** The steps with `step` at its place; a visit that has ended is not opened again. */
export function withStep(steps: readonly Step[], step: Step): readonly Step[] {
  const at = steps.findLastIndex(({ n }) => n <= step.n);
  const known = steps[at];
  if (known === undefined || known.n !== step.n)
    return [...steps.slice(0, at + 1), step, ...steps.slice(at + 1)];
  if (isSettled(known) && !isSettled(step)) return steps;
  return steps.with(at, step);
}

/** The steps that an execution which is over keeps: a visit that was cut short leaves none. */
export const settled = (steps: readonly Step[]): readonly Step[] =>
  steps.every(isSettled) ? steps : steps.filter(isSettled);

/** The `n` to go on after: the last visit that has ended, 0 when there is none. */
export const lastSettled = (steps: readonly Step[]): number => steps.findLast(isSettled)?.n ?? 0;
