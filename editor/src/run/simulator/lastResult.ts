/** What a node's call came to the last time it was made for real. */
import { getExecution, getStep, newestExecutions } from "../../calls";
import { isObject } from "../../model/schema";

/** Executions to look into, the newest first. */
export const MOST_LOOKED_AT = 10;

export interface Result {
  port: string;
  variables: Record<string, unknown>;
}

/** Null when none of the executions that are looked into has an answer of this node. */
export async function lastResult(flowId: number, nodeId: string): Promise<Result | null> {
  const executions = await newestExecutions(flowId, null);
  for (const { id } of executions.slice(0, MOST_LOOKED_AT)) {
    const { steps } = await getExecution(id);
    const step = steps.findLast((each) => each.nodeId === nodeId && each.status === "Completed" && each.port);
    if (step?.port == null) continue;
    // What is too large for the list of steps is left out there.
    const { output } = step.outputSize == null ? step : await getStep(id, step.n);
    const variables = isObject(output) ? output.variables : undefined;
    return { port: step.port, variables: isObject(variables) ? variables : {} };
  }
  return null;
}
