/** A field that means nothing beside the others is left out of the form. */
import { expect, test } from "vitest";
import { isIdle } from "../../src/forms/groups";
import { fieldsOf, type JsonSchema } from "../../src/model/schema";

const schema: JsonSchema = {
  type: "object",
  properties: {
    match: { enum: ["any", "exact"], default: "any" },
    words: { type: "array", items: { type: "string" }, "x-ui": { unless: { match: "any" } } },
  },
};
const fields = fieldsOf(schema, schema);
const idle = (values: Record<string, unknown>) =>
  fields.filter((field) => isIdle(field, values, fields)).map(({ name }) => name);

test("a field is idle beside the value that its hint names", () => {
  expect(idle({ match: "any" })).toEqual(["words"]);
  expect(idle({ match: "exact" })).toEqual([]);
});

test("what is not given counts as its default", () => {
  expect(idle({})).toEqual(["words"]);
});
