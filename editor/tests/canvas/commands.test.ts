/** What the keys do, and what of it undo takes back at once. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { offer } from "../../src/canvas/bridge";
import { Commands } from "../../src/canvas/commands";
import { deedsOf } from "../../src/canvas/deeds";
import { endFinding, find } from "../../src/canvas/finding";
import { gather, isGathering, keepGathered } from "../../src/canvas/gather";
import { KEY_DEEDS } from "../../src/canvas/keyDeeds";
import { mend } from "../../src/canvas/mend";
import { resizeNotes } from "../../src/canvas/resizing";
import { Screen } from "../../src/canvas/screen";
import { redo, undo } from "../../src/canvas/undoing";
import { createView } from "../../src/canvas/view";
import { setField } from "../../src/model/actions";
import { onAsk } from "../../src/model/asking";
import { groupParts } from "../../src/model/groupActions";
import { addNote, COLOURS, NOTE_SIZE, newNote } from "../../src/model/noteActions";
import { createEditor, documentOf } from "../../src/model/store";
import { flow, node, TYPES } from "../model/support";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open() {
  const document = flow([node("a"), node("b")]);
  const store = createEditor(document, TYPES);
  const t = ((key: string, words?: { title?: string }) =>
    words?.title ? `${key} ${words.title}` : key) as never;
  // Nothing is drawn here.
  const screen = new Screen({ getNode: () => undefined } as never, () => null);
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

test("resizing notes by keyboard is one step of undo for each selection", () => {
  const { store, commands } = open();
  for (const id of ["n", "m"]) store.getState().act(addNote({ ...newNote({ x: 0, y: 0 }, flow([])), id }));
  const widths = () => documentOf(store.getState()).notes?.map(({ width }) => width - NOTE_SIZE.width);
  for (const ids of [["n"], ["n"], ["m"], ["n", "m"]]) {
    store.getState().select(ids);
    resizeNotes(commands, "right");
  }
  expect(widths()).toEqual([24, 16]);
  for (const left of [
    [16, 8],
    [16, 0],
    [0, 0],
  ]) {
    store.getState().undo();
    expect(widths()).toEqual(left);
  }
});

test("undo and redo are said, with the card when it is one", () => {
  const { store, commands, nudge } = open();
  const said = () => commands.view.getState().announcement;
  undo(commands);
  expect(said()).toMatchObject({ text: "" });
  nudge("a");
  undo(commands);
  expect(said()).toMatchObject({ text: "canvas.said.undoneAt a" });
  redo(commands);
  expect(said()).toMatchObject({ text: "canvas.said.redoneAt a" });
  store.getState().select(["a", "b"]);
  commands.nudge("right", false);
  undo(commands);
  expect(said()).toMatchObject({ text: "canvas.said.undone" });
});

test("the only note or group that is selected is coloured from the command palette", () => {
  const { store, commands } = open();
  store.getState().act(addNote({ ...newNote({ x: 0, y: 0 }, flow([])), id: "n" }));
  store.getState().act(groupParts(["a", "b"]));
  const colours = () => deedsOf(commands).filter(({ key }) => key.startsWith("colour:"));
  for (const id of ["n", "group"]) {
    store.getState().select([id]);
    expect(colours()).toHaveLength(COLOURS.length);
    colours()
      .find(({ key }) => key === "colour:pink")
      ?.run();
  }
  const { notes, groups } = documentOf(store.getState());
  expect([notes?.[0]?.colour, groups?.[0]?.colour]).toEqual(["pink", "pink"]);
  store.getState().select(["a"]);
  expect(colours()).toEqual([]);
});

test("a quick fix that is pressed twice adds one node", () => {
  const store = createEditor(flow([node("a"), node("b")], "a > b"), TYPES);
  const added: unknown[] = [];
  const commands = { add: (addition: unknown) => added.push(addition) };
  offer(store, { commands } as never);
  const fix = { type: "add_node", label: "", nodeType: "end", config: {}, port: "out" } as const;
  mend(store, { ...fix, source: "a" });
  expect(added).toEqual([]);
  mend(store, { ...fix, source: "b" });
  expect(added).toHaveLength(1);
});

test("the search ends once", () => {
  const { commands } = open();
  find(commands);
  expect(commands.view.getState().isFinding).toBe(true);
  expect([endFinding(commands), endFinding(commands)]).toEqual([true, false]);
});

test("a key that nobody answers is left to the browser", () => {
  const { store, commands } = open();
  expect(KEY_DEEDS.outline?.(commands)).toBe(false);
  const stop = onAsk(store, (what) => what === "outline");
  expect(KEY_DEEDS.outline?.(commands)).toBe(true);
  expect(KEY_DEEDS.commands?.(commands)).toBe(false);
  stop();
  expect(KEY_DEEDS.outline?.(commands)).toBe(false);
});

test("parts are selected one by one, until something else is selected", () => {
  const { store, commands } = open();
  const selected = () => [...store.getState().selection.nodes].sort();
  store.getState().select(["a"]);
  gather(commands, { kind: "node", id: "a" });
  expect([selected(), isGathering(commands)]).toEqual([["a"], true]);
  gather(commands, { kind: "node", id: "b" });
  expect(selected()).toEqual(["a", "b"]);
  expect(commands.view.getState().announcement.text).toBe("canvas.said.gathered b");
  gather(commands, { kind: "node", id: "a" });
  expect([selected(), isGathering(commands)]).toEqual([["b"], true]);
  expect(commands.view.getState().announcement.text).toBe("canvas.said.dropped a");
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
