/** Which issue of the check belongs to which field of a form. */
import type { Issue } from "../types";
import { groupBy } from "./groupBy";
import { formatPath, type Path, parsePath } from "./path";

/** The issues of a node; with a path those at this very place. */
export function issuesOf(issues: readonly Issue[], nodeId: string, path?: Path): Issue[] {
  const ofNode = issues.filter((issue) => issue.nodeId === nodeId);
  if (path === undefined) return ofNode;
  const place = formatPath(path);
  return ofNode.filter((issue) => placeOf(issue) === place);
}

/** Each issue of a node at the nearest of the places a form draws; those of no drawn place are under "". */
export function placeIssues(
  issues: readonly Issue[],
  nodeId: string,
  drawn: Iterable<Path>,
): Map<string, Issue[]> {
  const places = new Set([...drawn].map(formatPath));
  return groupBy(issuesOf(issues, nodeId), (issue) => {
    const path = parsePath(issue.field ?? "");
    while (path.length > 0 && !places.has(formatPath(path))) path.pop();
    return formatPath(path);
  });
}

const placeOf = (issue: Issue): string => formatPath(parsePath(issue.field ?? ""));
