/** A test as a sentence. */
import { expect, test } from "vitest";
import {
  inMode,
  likeBefore,
  likeBeforeInTyping,
  modeOf,
  newRule,
  rulesOf,
  valueText,
  withOperator,
} from "../../src/forms/rules";

const rule = { field: "contact.tags", op: "contains", value: "vip" };

test("the mode is read from what is there", () => {
  expect(modeOf({ any: [rule] })).toBe("any");
  expect(modeOf({ all: null, any: null, expression: "x" })).toBe("expression");
  expect(modeOf({})).toBe("all");
});

test("rules move between all and any and leave nothing of the old mode", () => {
  expect(inMode({ all: [rule] }, "any", undefined)).toEqual({ any: [rule] });
});

test("an expression gives way to the rules that were there before", () => {
  expect(inMode({ expression: "x > 1" }, "all", { all: [rule] })).toEqual({ all: [rule] });
  expect(inMode({ expression: "x > 1" }, "all", undefined)).toEqual({ all: [newRule()] });
  expect(inMode({ all: [rule] }, "expression", { expression: "x > 1" })).toEqual({ expression: "x > 1" });
});

test("a comparison that needs no value has none, and gets it back", () => {
  expect(withOperator(rule, "is_set", undefined)).toEqual({ field: "contact.tags", op: "is_set" });
  expect(withOperator({ field: "a", op: "is_set" }, "equals", "vip")).toEqual({
    field: "a",
    op: "equals",
    value: "vip",
  });
});

test("rules of a file that are no rules can still be drawn", () => {
  expect(rulesOf({ all: [null, { field: 3 }] })).toEqual([
    { field: "", op: "equals" },
    { field: "", op: "equals" },
  ]);
});

test("numbers and yes or no are shown as they are typed", () => {
  expect([3.5, true, null, "x"].map(valueText)).toEqual(["3.5", "true", "", "x"]);
});

test.each([
  ["50", 5, 50],
  ["-0.5", 5, -0.5],
  ["5.", 5, 5],
  [" 7 ", 5, 7],
  [".5", 5, 0.5],
  ["007", 5, "007"],
  ["12345678901234567890", 5, "12345678901234567890"],
  ["", 5, ""],
  ["-", 5, "-"],
  [".", 5, "."],
  ["{{ vars.n }}", 5, "{{ vars.n }}"],
  ["False", true, false],
  ["true", false, true],
  ["yes", true, "yes"],
  ["50", "5", "50"],
  ["true", "x", "true"],
])("%j typed over %j is %j", (text, before, value) => {
  expect(likeBefore(text, before)).toBe(value);
});

test("what is typed stays as it is typed until the field is left", () => {
  expect(["5", "5.", "5.0", "5.05"].map((text) => likeBeforeInTyping(text, 5))).toEqual([
    5,
    "5.",
    "5.0",
    5.05,
  ]);
});
