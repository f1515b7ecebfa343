/** A new node is not told off before its form was left; what is wrong, and what was there before, is told at once. */
import { expect, test } from "vitest";
import { addNode, newNode, setField } from "../../src/model/actions";
import { createEditor, documentOf } from "../../src/model/store";
import type { Issue } from "../../src/types";
import { flow, node, TYPES, typeOf } from "./support";

const issue = (nodeId: string | null, field: string | null, code = "invalid_config"): Issue => ({
  code,
  field,
  nodeId,
  message: "Something.",
  severity: "error",
});

function editor() {
  const store = createEditor(flow([node("old")]), TYPES);
  const fresh = newNode(typeOf("send_message"), { x: 0, y: 0 }, documentOf(store.getState()));
  store.getState().welcome(fresh.id);
  store.getState().act(addNode(TYPES, fresh));
  store.getState().open(fresh.id);
  return { store, id: fresh.id };
}

test("what a new node lacks counts once its form was left", () => {
  const { store, id } = editor();
  const found = [issue(id, "body.text"), issue(id, null, "unreachable"), issue("old", "body")];
  store.getState().setIssues(found, documentOf(store.getState()));
  expect(store.getState()).toMatchObject({ issues: [found[2]], missing: [found[0], found[1]] });
  store.getState().open(null);
  expect(store.getState()).toMatchObject({ issues: found, missing: [] });
});

test("what was typed wrong into a new node counts at once", () => {
  const { store, id } = editor();
  store.getState().act(setField(id, ["body", "text"], "{{ ("));
  const found = [issue(id, "body.text", "refused_source")];
  store.getState().setIssues(found, documentOf(store.getState()));
  expect(store.getState()).toMatchObject({ issues: found, missing: [] });
});

test("after a try to publish everything counts, even that an empty flow starts with nothing", () => {
  const store = createEditor(flow([]), TYPES);
  const found = [issue(null, null, "no_trigger")];
  store.getState().setIssues(found, documentOf(store.getState()));
  expect(store.getState()).toMatchObject({ issues: [], missing: found });
  store.getState().speakPlainly();
  expect(store.getState()).toMatchObject({ issues: found, missing: [] });
});

test("a duration of nothing is missing, a number that is too small is wrong", () => {
  const store = createEditor(flow([node("w", "wait", { duration: { hours: 0, minutes: 0 } })]), TYPES);
  const found = [issue("w", "duration")];
  store.getState().welcome("w");
  store.getState().setIssues(found, documentOf(store.getState()));
  expect(store.getState().missing).toEqual(found);
  store.getState().act(setField("w", ["duration", "hours"], -1));
  store.getState().setIssues(found, documentOf(store.getState()));
  expect(store.getState().issues).toEqual(found);
});
