/** A starter takes the place of an empty draft, not of what its author wrote there. */
import { expect, test } from "vitest";
import { beginWith } from "../../src/model/starting";
import { applied, flow, node } from "./support";

const note = (id: string, text: string) => ({
  ...{ id, text, colour: "yellow" as const, position: { x: 0, y: 0 }, width: 240, height: 160 },
});

const STARTER = {
  ...flow([node("start", "trigger"), node("hi")], "start > hi"),
  name: "Welcome",
  description: "Says hello",
  settings: { timezone: "UTC" },
  notes: [note("note", "Of the starter")],
  tests: [{ name: "Chat", steps: [] }],
};

const begun = (more: object) => applied({ ...flow([]), ...more }, beginWith(STARTER, "Untitled flow"));

test("an untitled draft becomes the starter", () => {
  expect(begun({ name: "Untitled flow" })).toEqual(STARTER);
});

test("a name, notes, tests and settings of the author stay", () => {
  const document = begun({
    name: "Mine",
    description: "My words",
    settings: { timezone: "Europe/Madrid" },
    notes: [note("note", "Mine")],
    tests: [{ name: "Chat", steps: [{ type: "say", text: "hi" }] }],
  });
  expect(document).toMatchObject({
    name: "Mine",
    description: "My words",
    settings: { timezone: "Europe/Madrid" },
  });
  expect(document.nodes).toEqual(STARTER.nodes);
  expect(document.notes?.map(({ id, text }) => [id, text])).toEqual([
    ["note", "Mine"],
    ["note_2", "Of the starter"],
  ]);
  expect(document.tests?.map(({ name }) => name)).toEqual(["Chat", "Chat 2"]);
});
