/** What the keys do, and what of it undo takes back at once. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Commands } from "../../src/canvas/commands";
import { gather, isGathering, keepGathered } from "../../src/canvas/gather";
import { Screen } from "../../src/canvas/screen";
import { createView } from "../../src/canvas/view";
import { setField } from "../../src/model/actions";
import { createEditor, documentOf } from "../../src/model/store";
import { flow, node, TYPES } from "../model/support";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open() {
  const document = flow([node("a"), node("b")]);
  const store = createEditor(document, TYPES);
  const t = ((key: string) => key) as never;
  // Nothing is drawn here.
  const screen = new Screen(undefined as never, () => null);
  const commands = new Commands(
    store,
    createView(),
    screen,
    ({ id }) => ({ title: id, kind: id, sentence: id }),
    t,
  );
  const nudge = (id: string) => {
    store.getState().select([id]);
    commands.nudge("right", false);
  };
  const places = () => documentOf(store.getState()).nodes.map(({ position }) => position.x);
  return { store, commands, nudge, places };
}

test("nudges of one card are one step of undo, those of another card one of their own", () => {
  const { store, nudge, places } = open();
  for (const id of ["a", "a", "b"]) nudge(id);
  expect(places()).toEqual([16, 8]);
  store.getState().undo();
  expect(places()).toEqual([16, 0]);
  nudge("a");
  store.getState().undo();
  expect(places()).toEqual([16, 0]);
  store.getState().undo();
  expect(places()).toEqual([0, 0]);
});

test("a nudge after a rest is a step of its own", () => {
  const { store, nudge, places } = open();
  nudge("a");
  vi.advanceTimersByTime(1_000);
  nudge("a");
  store.getState().undo();
  expect(places()).toEqual([8, 0]);
});

test("the end of the nudges closes no other gesture", () => {
  const { store, nudge } = open();
  nudge("a");
  const type = (text: string) => store.getState().act(setField("b", ["note"], text), "type");
  type("H");
  vi.advanceTimersByTime(1_000);
  type("Hi");
  store.getState().undo();
  expect(documentOf(store.getState()).nodes[1]?.config).toEqual({});
});

test("parts are selected one by one, until something else is selected", () => {
  const { store, commands } = open();
  const selected = () => [...store.getState().selection.nodes].sort();
  store.getState().select(["a"]);
  gather(commands, { kind: "node", id: "a" });
  expect([selected(), isGathering(commands)]).toEqual([["a"], true]);
  gather(commands, { kind: "node", id: "b" });
  expect(selected()).toEqual(["a", "b"]);
  expect(commands.view.getState().announcement.text).toBe("canvas.said.gathered");
  gather(commands, { kind: "node", id: "a" });
  expect([selected(), isGathering(commands)]).toEqual([["b"], true]);
  expect(commands.view.getState().announcement.text).toBe("canvas.said.dropped");
  gather(commands, { kind: "node", id: "b" });
  expect([selected(), isGathering(commands)]).toEqual([[], false]);
  gather(commands, { kind: "node", id: "b" });
  store.getState().select(["a"]);
  expect(isGathering(commands)).toBe(false);
});

test("a selection made by clicks with Shift is kept by the keyboard as well", () => {
  const { store, commands } = open();
  store.getState().select(["a", "b"]);
  keepGathered(commands);
  gather(commands, { kind: "node", id: "a" });
  expect([...store.getState().selection.nodes]).toEqual(["b"]);
});
