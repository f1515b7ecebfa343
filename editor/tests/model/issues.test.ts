/** An issue is shown at its field, or at the nearest field that is drawn. */
import { expect, test } from "vitest";
import { issuesOf, placeIssues } from "../../src/model/issues";
import type { Issue } from "../../src/types";

const issue = (field: string | null, nodeId: string | null = "a"): Issue => ({
  code: "x",
  message: `At ${field}`,
  severity: "error",
  nodeId,
  field,
});

const ISSUES = [
  issue("on.keywords"),
  issue("branches[0].when.all[1].value"),
  issue(null),
  issue("type"),
  issue("x", "b"),
  issue(null, null),
];

test("issues are found exactly at a place, and of a node", () => {
  expect(issuesOf(ISSUES, "a")).toHaveLength(4);
  expect(issuesOf(ISSUES, "a", ["on", "keywords"])).toEqual([ISSUES[0]]);
  expect(issuesOf(ISSUES, "a", ["on"])).toEqual([]);
});

test("each issue is placed once, none is lost", () => {
  const placed = placeIssues(ISSUES, "a", [["on"], ["branches"], ["branches", 0, "when"]]);
  expect([...placed].map(([place, found]) => [place, found.map(({ field }) => field)])).toEqual([
    ["on", ["on.keywords"]],
    ["branches[0].when", ["branches[0].when.all[1].value"]],
    ["", [null, "type"]],
  ]);
});
