/** The search looks into names, sentences and every value, and into no secret. */
import { expect, test } from "vitest";
import { findParts } from "../../src/model/find";
import { byTag } from "../../src/model/nodeTypes";
import { flow, node, typeOf } from "./support";

const secret = { type: "object", properties: { key: { type: "string", format: "password" } } };
const types = byTag([typeOf("end"), { ...typeOf("end"), tag: "call", schema: secret }]);
const words = ({ id, name }: { id: string; name?: string }) => ({
  ...{ title: name ?? id, kind: "Kind", sentence: "does something" },
});
const nodes = [
  { ...node("a", "end", { rows: [{ deep: { text: "Größe" } }, 42] }), name: "Café" },
  node("b", "call", { key: "hidden", other: "seen" }),
];
const document = {
  ...flow(nodes),
  notes: [
    { id: "n", text: "a *café*", colour: "yellow" as const, position: { x: 0, y: 0 }, width: 1, height: 1 },
  ],
  groups: [{ id: "g", name: "Payment", members: ["a"], colour: "grey" as const }],
};

test.each([
  ["cafe", ["a", "n"]],
  ["42", ["a"]],
  ["grosse", []],
  ["größe", ["a"]],
  ["seen", ["b"]],
  ["hidden", []],
  ["pay", ["g"]],
  ["does something", ["a", "b"]],
  ["cafe 42", ["a"]],
  ["  ", []],
])("%s", (query, found) => {
  expect(findParts(document, types, words, query)).toEqual(found);
});

test("a setting of five thousand layers overflows nothing", () => {
  let deep: unknown = "bottom";
  for (let n = 0; n < 5_000; n += 1) deep = [deep];
  expect(findParts(flow([node("a", "unknown", { deep })]), types, words, "bottom")).toEqual(["a"]);
});
