/** Which issue of the check belongs to which field of a form. */
import type { Issue } from "../types";
import { groupBy } from "./groupBy";
import { formatPath, type Path, parsePath } from "./path";

/** Where an issue that names no node begins when it is one of the flow's own settings. */
const SETTINGS = "settings";

/** Whether it is about the settings of the flow as a whole. */
export const isOfSettings = ({ nodeId, field }: Issue): boolean =>
  !nodeId && field?.split(/[.[]/, 1)[0] === SETTINGS;

/** Whether it is about the tests of the flow. */
export const isOfTests = ({ nodeId, field }: Issue): boolean =>
  !nodeId && field?.split(/[.[]/, 1)[0] === "tests";

/** The issues of a node, or of the flow's own settings; with a path those at this very place. */
export function issuesOf(issues: readonly Issue[], nodeId: string | null, path?: Path): Issue[] {
  const ofNode = issues.filter((issue) => (nodeId === null ? isOfSettings(issue) : issue.nodeId === nodeId));
  if (path === undefined) return ofNode;
  const place = formatPath(path);
  return ofNode.filter((issue) => placeOf(issue) === place);
}

/** Each issue of a node, or of the flow's own settings, at the nearest of the places a form draws; those of no drawn place are under "". */
export function placeIssues(
  issues: readonly Issue[],
  nodeId: string | null,
  drawn: Iterable<Path>,
): Map<string, Issue[]> {
  const places = new Set([...drawn].map(formatPath));
  return groupBy(issuesOf(issues, nodeId), (issue) => {
    const path = pathOf(issue);
    while (path.length > 0 && !places.has(formatPath(path))) path.pop();
    return formatPath(path);
  });
}

const placeOf = (issue: Issue): string => formatPath(pathOf(issue));

/** The place within the settings that it is about. */
function pathOf(issue: Issue): (string | number)[] {
  const path = parsePath(issue.field ?? "");
  return isOfSettings(issue) ? path.slice(1) : path;
}
