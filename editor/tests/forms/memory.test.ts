/** What a form remembers belongs to a place and goes with it. */
import { expect, test } from "vitest";
import { memoriesOf } from "../../src/forms/memory";
import { without } from "../../src/forms/rows";
import { addNode, deleteParts, setField } from "../../src/model/actions";
import { getIn, type Path } from "../../src/model/schema";
import { createEditor, documentOf } from "../../src/model/store";
import { flow, node, TYPES } from "../model/support";

type Config = Parameters<typeof node>[2];

function opened(config: Config = {}) {
  const store = createEditor(flow([node("a", "condition", config)]), TYPES);
  const { act, undo } = store.getState();
  const memories = memoriesOf(store);
  const at = (...path: Path) => ({ nodeId: "a", type: "condition", path });
  return {
    ...memories,
    act,
    undo,
    at,
    set: (path: Path, value: unknown) => act(setField("a", path, value)),
    get: (path: Path) => getIn(documentOf(store.getState()).nodes[0]?.config, path) as unknown[],
  };
}

test("a deleted node's memories are not those of the next one with its id", () => {
  const { act, keep, recall, at } = opened();
  keep(at("wait"), "", "old");
  act(deleteParts(["a"]));
  act(addNode(TYPES, node("a", "condition")));
  expect(recall(at("wait"), "")).toBeUndefined();
});

test("another type under the same id is another node", () => {
  const { keep, recall, at } = opened();
  keep(at("body"), "", "old");
  expect(recall({ ...at("body"), type: "send_message" }, "")).toBeUndefined();
});

test("a place is remembered while its value changes, and by each name of its own", () => {
  const { keep, recall, at, set } = opened({ body: { type: "text", text: "hi" } });
  keep(at("body"), "text", "old");
  keep(at("body"), "image", "other");
  keep(at("body"), "text", "new");
  set(["body"], { type: "image" });
  set(["body", "caption"], "c");
  expect([recall(at("body"), "text"), recall(at("body"), "image")]).toEqual(["new", "other"]);
});

const ROWS = ["x", "y", "z"];
const branches = (withIds: boolean) =>
  ROWS.map((name) => ({ ...(withIds && { id: name }), label: name, when: { all: [] } }));

test.each([true, false])("memories go and move with their rows (with ids: %s)", (withIds) => {
  const { keep, recall, at, set, get } = opened({ branches: branches(withIds) });
  const all = () => [0, 1, 2].map((row) => recall(at("branches", row, "when"), "any"));
  for (const [row, name] of ROWS.entries()) keep(at("branches", row, "when"), "any", name);
  set(["branches", 1, "label"], "edited");
  expect(all()).toEqual(["x", "y", "z"]);
  set(["branches"], without(get(["branches"]), 0));
  expect(all()).toEqual(["y", "z", undefined]);
  set(["branches"], get(["branches"]).toReversed());
  expect(all()).toEqual(["z", "y", undefined]);
});

test("a removed row's memory is not that of a new one with its id", () => {
  const { keep, recall, at, set } = opened({ branches: branches(true) });
  keep(at("branches", 2, "when"), "any", "z");
  set(["branches"], branches(true).slice(0, 2));
  set(["branches"], branches(true));
  expect(recall(at("branches", 2, "when"), "any")).toBeUndefined();
});

test("an undone removal leaves no row with another row's memory", () => {
  const { keep, recall, at, set, get, undo } = opened({ branches: branches(false) });
  keep(at("branches", 1, "when"), "any", "y");
  set(["branches"], without(get(["branches"]), 0));
  undo();
  expect([0, 1].map((row) => recall(at("branches", row, "when"), "any"))).toEqual([undefined, "y"]);
});

test("a plain value has no identity: its memory goes when other rows do", () => {
  const { keep, recall, at, set } = opened({ list: ["a", 5] });
  keep(at("list", 0), "1", 3);
  set(["list", 0], "b");
  expect(recall(at("list", 0), "1")).toBe(3);
  set(["list"], [5]);
  expect(recall(at("list", 0), "1")).toBeUndefined();
});
