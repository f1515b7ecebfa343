/** The settings of the flow as a whole are edited as those of a node are: in steps of undo, with issues at their fields. */
import { expect, test } from "vitest";
import { memoriesOf } from "../../src/forms/memory";
import { setSettings } from "../../src/model/actions";
import { isOfSettings, placeIssues } from "../../src/model/issues";
import { createEditor, documentOf } from "../../src/model/store";
import type { Issue } from "../../src/types";
import { flow, node, TYPES } from "../model/support";

const issue = (field: string | null, nodeId: string | null = null): Issue => ({
  code: "invalid_config",
  message: `At ${field}`,
  severity: "error",
  nodeId,
  field,
});

test("an issue of the settings is placed at its field", () => {
  const issues = [
    issue("settings.exitOn[0].keywords"),
    issue("nodes"),
    issue("settings", "a"),
    issue("settings"),
  ];
  expect(issues.map(isOfSettings)).toEqual([true, false, false, true]);
  const placed = placeIssues(issues, null, [["exitOn"], ["exitOn", 0, "keywords"]]);
  expect([...placed].map(([place, found]) => [place, found.map(({ field }) => field)])).toEqual([
    ["exitOn[0].keywords", ["settings.exitOn[0].keywords"]],
    ["", ["settings"]],
  ]);
});

test("a change is one step of undo, and none when nothing changes", () => {
  const store = createEditor(flow([node("a")]), TYPES);
  const { act, undo } = store.getState();
  act(setSettings(["reentry"], { type: "once" }));
  act(setSettings(["reentry", "type"], "once"));
  expect(documentOf(store.getState()).settings).toEqual({ reentry: { type: "once" } });
  expect(store.getState().history.past).toHaveLength(1);
  undo();
  expect(documentOf(store.getState()).settings).toEqual({});
});

test("what was chosen before is remembered, and goes with its row", () => {
  const store = createEditor(flow([node("a")]), TYPES);
  const { act } = store.getState();
  act(setSettings(["exitOn"], [{ type: "message_received" }, { type: "event_received", name: "paid" }]));
  const memories = memoriesOf(store);
  const place = { nodeId: null, type: "flow_settings", path: ["exitOn", 1] };
  memories.keep(place, "message_received", { type: "message_received", match: "any" });
  act(setSettings(["exitOn"], [{ type: "event_received", name: "paid" }]));
  expect(memories.recall(place, "message_received")).toBeUndefined();
});
