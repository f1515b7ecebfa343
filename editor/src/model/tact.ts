/** Holds back what is only missing so far: a node that was just added is not told off before its form was left. */
import type { Issue } from "../types";
import type { FlowDocument } from "./document";
import { getIn, parsePath } from "./path";

export interface Findings {
  /** What is wrong. */
  readonly issues: readonly Issue[];
  /** What is only not filled in yet. */
  readonly missing: readonly Issue[];
}

/** The server's codes for a node that is not wired yet. */
const UNWIRED = new Set(["unreachable", "way_to_nowhere"]);
/** Stands among the fresh for the flow itself, for as long as it has no node. */
const FLOW = "";

/** What is fresh when a flow is opened: an empty one alone. */
export const freshAt = ({ nodes }: FlowDocument): ReadonlySet<string> =>
  new Set(nodes.length === 0 ? [FLOW] : []);

/** `fresh` are the nodes whose form was not left since they were added. */
export function withTact(
  found: readonly Issue[],
  document: FlowDocument,
  fresh: ReadonlySet<string>,
): Findings {
  const isEmpty = document.nodes.length === 0 && fresh.has(FLOW);
  const configs = new Map(document.nodes.map(({ id, config }) => [id, config]));
  const lacks = (id: string, { code, field }: Issue) =>
    UNWIRED.has(code) || isBlank(getIn(configs.get(id), parsePath(field ?? "")));
  const isMissing = (issue: Issue) =>
    issue.nodeId ? fresh.has(issue.nodeId) && lacks(issue.nodeId, issue) : isEmpty;
  const missing = found.filter((issue) => isMissing(issue));
  return missing.length === 0 ? { issues: found, missing } : { issues: except(found, missing), missing };
}

function except(found: readonly Issue[], held: readonly Issue[]): Issue[] {
  const left = new Set(held);
  return found.filter((issue) => !left.has(issue));
}

/** Nothing, or only parts that hold nothing: `{}`, `[""]`, a duration of zeros. */
function isBlank(value: unknown): boolean {
  if (typeof value !== "object" || value === null)
    return value === undefined || value === null || value === "" || value === 0;
  return Object.values(value).every(isBlank);
}
