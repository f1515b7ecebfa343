import { expect, test } from "vitest";
import { commandOf, isChanging, type KeyCommand } from "../../src/canvas/keys";
import { cardAlong, cardBeside, stopBeside } from "../../src/canvas/walk";
import type { FlowDocument } from "../../src/model/document";

const plain = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
const press = (key: string, held: Partial<typeof plain> = {}, code = "") =>
  commandOf({ key, code, ...plain, ...held });

test.each<[string, Partial<typeof plain>, KeyCommand | undefined]>([
  ["z", { ctrlKey: true }, { do: "undo" }],
  ["z", { metaKey: true }, { do: "undo" }],
  ["Z", { ctrlKey: true, shiftKey: true }, { do: "redo" }],
  ["y", { ctrlKey: true }, { do: "redo" }],
  ["a", { ctrlKey: true }, { do: "selectAll" }],
  ["a", {}, { do: "add" }],
  ["c", {}, { do: "connect" }],
  [" ", {}, { do: "gather" }],
  ["?", { shiftKey: true }, { do: "help" }],
  ["1", {}, { do: "fit" }],
  ["ArrowLeft", { shiftKey: true }, { do: "nudge", way: "left", isFar: true }],
  ["ArrowUp", { altKey: true }, { do: "walk", way: "up" }],
  ["Tab", { shiftKey: true }, { do: "tab", by: -1 }],
  // The clipboard has its own events, and the browser its own keys.
  ["c", { ctrlKey: true }, undefined],
  ["v", { metaKey: true }, undefined],
  ["r", { ctrlKey: true }, undefined],
  ["1", { altKey: true }, undefined],
])("%s %o", (key, held, command) => {
  expect(press(key, held)).toEqual(command);
});

test.each([
  ["Cyrillic", "я", "KeyZ", { do: "undo" }],
  ["Greek", "ζ", "KeyZ", { do: "undo" }],
  ["Arabic", "ئ", "KeyZ", { do: "undo" }],
  ["Hebrew", "ז", "KeyZ", { do: "undo" }],
  // What is written on a Latin key counts, wherever it stands.
  ["French", "z", "KeyW", { do: "undo" }],
  ["German", "y", "KeyZ", { do: "redo" }],
  ["Turkish", "ı", "KeyZ", undefined],
])("a %s keyboard has the shortcuts as well", (_, key, code, command) => {
  expect(press(key, { ctrlKey: true }, code)).toEqual(command);
});

test("the digits of another script are digits", () => {
  expect(press("۱", {}, "Digit1")).toEqual({ do: "fit" });
  expect(press("&", {}, "Digit1")).toBeUndefined();
});

test("looking at a flow needs no key that changes it", () => {
  expect(isChanging({ do: "remove" })).toBe(true);
  expect(isChanging({ do: "fit" })).toBe(false);
});

const node = (id: string, x: number, y: number, type = "wait") => ({
  id,
  type,
  position: { x, y },
  config: {},
});
const edge = (id: string, source: string, sourceHandle: string, target: string) => ({
  id,
  source,
  sourceHandle,
  target,
});
const flow: FlowDocument = {
  formatVersion: 1,
  name: "F",
  description: "",
  nodes: [node("low", 400, 200), node("start", 0, 0, "trigger"), node("high", 400, 0), node("fork", 200, 0)],
  edges: [
    edge("e1", "start", "out", "fork"),
    edge("e2", "fork", "yes", "high"),
    edge("e3", "fork", "else", "low"),
  ],
  settings: {},
};

test("Tab goes through cards and their edges in reading order and ends behind the last", () => {
  const seen: string[] = [];
  for (
    let stop = stopBeside(flow, { kind: "node", id: "start" }, 1);
    stop;
    stop = stopBeside(flow, stop, 1)
  ) {
    seen.push(stop.id);
  }
  expect(seen).toEqual(["e1", "fork", "e2", "e3", "high", "low"]);
});

test("arrows go along the edges and between branches", () => {
  expect(cardAlong(flow, "start", "right")).toBe("fork");
  expect(cardAlong(flow, "fork", "left")).toBe("start");
  expect(cardAlong(flow, "high", "down")).toBe("low");
  expect(cardAlong(flow, "low", "up")).toBe("high");
  expect(cardAlong(flow, "start", "left")).toBeUndefined();
});

test("walking over cards goes round", () => {
  expect(cardBeside(flow, "low", 1)).toBe("start");
  expect(cardBeside(flow, "start", -1)).toBe("low");
});
