/** Rows, dictionaries, groups and JSON. */
import { expect, test } from "vitest";
import { entriesOf, objectOf, repeatedIn, stands } from "../../src/forms/dictionary";
import { chosenOf, grouped, withChosen } from "../../src/forms/groups";
import { moved, singular, without } from "../../src/forms/rows";
import { variableName } from "../../src/forms/text";
import { readJson } from "../../src/model/json";
import { fieldsOf } from "../../src/model/schema";

test("a row moves, and never out of the list", () => {
  expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
  expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
  expect(moved(["a", "b"], 1, 2)).toEqual(["a", "b"]);
  expect(without(["a", "b", "c"], 1)).toEqual(["a", "c"]);
});

test.each([
  ["Branches", "branch"],
  ["Cities", "city"],
  ["Headers", "header"],
  ["Address", "address"],
  ["Status", "status"],
])("one of %s is a %s", (title, noun) => {
  expect(singular(title)).toBe(noun);
});

test("rows without a name wait, and the first of two with one name counts", () => {
  const entries = [
    { name: "a", text: "1" },
    { name: "", text: "waits" },
    { name: "a", text: "2" },
    { name: "__proto__", text: "3" },
  ];
  expect(Object.entries(objectOf(entries))).toEqual([
    ["a", "1"],
    ["__proto__", "3"],
  ]);
  expect(repeatedIn(entries)).toBe("a");
  expect(stands(entries, objectOf(entries))).toBe(true);
  expect(stands(entries, { a: "changed" })).toBe(false);
  expect(repeatedIn(entriesOf({ x: "1", y: "1" }))).toBeUndefined();
});

test("fields of a choice stand together, and only one of them is set", () => {
  const choice = { "x-ui": { choice: "length" } };
  const schema = { properties: { a: choice, b: {}, c: choice } };
  const fields = fieldsOf(schema, schema);
  expect(grouped(fields).map((group) => group.fields.map((field) => field.name))).toEqual([
    ["a", "c"],
    ["b"],
  ]);
  const of = fields.filter((field) => field.ui.choice);
  expect(chosenOf(of, { a: null, c: "" })).toBe("c");
  expect(withChosen({ a: 1, b: 2 }, of, "c", 3)).toEqual({ b: 2, c: 3 });
});

test("JSON is read when it is whole, and an empty text is no value", () => {
  expect(readJson('{"a": 1}')).toEqual({ value: { a: 1 }, problem: null });
  expect(readJson(" ")).toEqual({ value: undefined, problem: null });
  expect(readJson('{"a": ').problem).not.toBeNull();
});

test("a name for people becomes a name for a variable", () => {
  expect(variableName(" Número de Pedido ")).toBe("numero_de_pedido");
});
