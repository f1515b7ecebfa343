/** How a field is drawn, from its schema alone. */
import { expect, test } from "vitest";
import { fits, kindOf, mixedIndex } from "../../src/forms/kind";
import { startOf, startRow } from "../../src/forms/start";
import { type JsonSchema, resolve } from "../../src/model/schema";

const part: JsonSchema = { type: "integer", default: 0 };
const root: JsonSchema = {
  $defs: {
    Duration: { title: "Duration", type: "object", properties: { days: part, hours: part } },
    Rule: {
      type: "object",
      properties: { field: { type: "string" }, op: { type: "string" }, value: {} },
      required: ["field"],
    },
    When: {
      title: "When",
      type: "object",
      properties: {
        all: { anyOf: [{ type: "array", items: { $ref: "#/$defs/Rule" } }, { type: "null" }], default: null },
        any: { anyOf: [{ type: "array", items: { $ref: "#/$defs/Rule" } }, { type: "null" }], default: null },
        expression: { anyOf: [{ type: "string" }, { type: "null" }], default: null },
      },
    },
    Branch: {
      title: "Branch",
      type: "object",
      properties: { id: { type: "string" }, when: { $ref: "#/$defs/When" } },
      required: ["id", "when"],
    },
    Card: { type: "object", properties: { kind: { enum: ["card"] } }, required: ["kind"] },
    Cash: { type: "object", properties: { kind: { enum: ["cash"] } }, required: ["kind"] },
  },
};

const kind = (schema: JsonSchema) => kindOf(resolve(schema, root), root);

test.each<[string, JsonSchema]>([
  ["text", { type: "string" }],
  ["secret", { type: "string", format: "password" }],
  ["template", { type: "string", "x-ui": { widget: "template" } }],
  ["text", { type: "string", "x-ui": { widget: "of a later version" } }],
  ["number", { type: "integer" }],
  ["number", { anyOf: [{ type: "number" }, { type: "null" }], default: null }],
  ["boolean", { type: "boolean" }],
  ["choice", { enum: ["a", "b"] }],
  ["constant", { enum: ["a"] }],
  ["tags", { type: "array", items: { type: "string" } }],
  ["rows", { type: "array", items: { type: "integer" } }],
  ["rows", { type: "array", items: { type: "string", "x-ui": { widget: "template" } } }],
  ["rows", { type: "array", items: { $ref: "#/$defs/Branch" } }],
  ["duration", { $ref: "#/$defs/Duration" }],
  ["rules", { $ref: "#/$defs/When" }],
  ["struct", { $ref: "#/$defs/Branch" }],
  ["union", { anyOf: [{ $ref: "#/$defs/Card" }, { $ref: "#/$defs/Cash" }] }],
  ["mixed", { anyOf: [{ type: "string" }, { type: "number" }, { type: "null" }] }],
  ["dictionary", { type: "object", additionalProperties: { type: "string" } }],
  [
    "dictionary",
    { type: "object", additionalProperties: { type: "string", "x-ui": { widget: "template" } } },
  ],
  ["json", { type: "object", additionalProperties: { type: "integer" } }],
  ["json", { type: "object" }],
  ["json", {}],
])("%s without any hint that it is one: %j", (expected, schema) => {
  expect(kind(schema)).toBe(expected);
});

test("a value of another shape does not fit, a missing one does", () => {
  expect(fits("text", 3)).toBe(false);
  expect(fits("tags", ["a", 1])).toBe(false);
  expect(fits("duration", "2 hours")).toBe(false);
  expect(fits("dictionary", { a: "b" })).toBe(true);
  expect(fits("rows", null)).toBe(true);
});

test("a mixed value is shown as what it is", () => {
  const members: JsonSchema[] = [{ type: "string" }, { type: "number" }, { type: "boolean" }];
  expect(["x", 1, false, null].map((value) => mixedIndex(members, value, root))).toEqual([0, 1, 2, 0]);
});

test("a new row has an id of its own and something to fill in", () => {
  const row = startRow({ $ref: "#/$defs/Branch" }, root, [{ id: "branch_1" }]) as {
    id: string;
    when: unknown;
  };
  expect(row.id).not.toBe("branch_1");
  expect(row.when).toEqual({ all: [{ field: "", op: "equals", value: "" }] });
  expect(startOf(resolve({ $ref: "#/$defs/Duration" }, root), root)).toEqual({ hours: 1 });
});
