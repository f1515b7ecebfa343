/** Typing a flow's name: every letter is stored at once, all of them are one step, and there is always a name. */
import { beforeEach, expect, it } from "vitest";
import { endNaming, typeName } from "../../src/draft/naming";
import { complete } from "../../src/model/document";
import { createEditor, documentOf, type EditorStore } from "../../src/model/store";

let store: EditorStore;

beforeEach(() => {
  store = createEditor(complete({ formatVersion: 1, name: "Welcome", description: "" }), new Map());
});

const name = () => documentOf(store.getState()).name;

it("stores what is typed before the field is left, without the spaces around it", () => {
  for (const text of ["H", "Hi", "Hi "]) typeName(store, text, "Welcome");
  expect(name()).toBe("Hi");
});

it("is one step back, whatever was typed on the way", () => {
  for (const text of ["Wel", "", "H", "Hi"]) typeName(store, text, "Welcome");
  endNaming(store);
  typeName(store, "Hi you", "Hi");
  endNaming(store);
  store.getState().undo();
  expect(name()).toBe("Hi");
  store.getState().undo();
  expect(name()).toBe("Welcome");
});

it("goes back to the name there was when the field is emptied, and leaves nothing to undo", () => {
  for (const text of ["Welc", "W", "", "  "]) typeName(store, text, "Welcome");
  endNaming(store);
  expect([name(), store.getState().history.past]).toEqual(["Welcome", []]);
});
