/** Rules as an expression; tests/nodes/test_translations.py shows with the real engine that they mean the same. */
import { expect, test } from "vitest";
import { expressionOf } from "../../src/forms/translate";
import translations from "./translations.json";

test.each(translations)("$expression", ({ when, expression }) => {
  expect(expressionOf(when)).toBe(expression);
});

test.each([
  ["nothing", {}],
  ["an empty rule", { all: [{ field: "", op: "equals", value: "" }] }],
  ["a filter", { all: [{ field: "vars.a", op: "equals", value: "{{ vars.b | title }}" }] }],
  ["a block", { all: [{ field: "vars.a", op: "equals", value: "{% if x %}y{% endif %}" }] }],
  ["a text as an amount", { all: [{ field: "vars.a", op: "greater_than", value: "many" }] }],
  ["an unknown comparison", { all: [{ field: "vars.a", op: "resembles", value: "x" }] }],
  ["too much", { all: [{ field: "vars.a", op: "equals", value: "x".repeat(1_000) }] }],
])("is not made of %s", (_, when) => {
  expect(expressionOf(when)).toBeUndefined();
});
