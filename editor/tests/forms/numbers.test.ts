/** Numbers as they are typed. */
import { expect, test } from "vitest";
import { readNumber, stepped } from "../../src/forms/numbers";

test.each(["-", "1e", "1.", "abc", "0x10", "1 2", "Infinity", "9".repeat(400)])(
  "%s is no number yet",
  (text) => {
    expect(readNumber(text, false).kind).toBe("notANumber");
  },
);

test.each([
  ["2", 2],
  [" -0.5 ", -0.5],
  ["1,5", 1.5],
  [".5", 0.5],
  ["1e3", 1000],
])("%s is %d", (text, value) => {
  expect(readNumber(text, false)).toEqual({ kind: "number", value });
});

test("an empty field is empty, and half of a whole number is refused", () => {
  expect(readNumber("  ", true)).toEqual({ kind: "empty" });
  expect(readNumber("1.5", true)).toEqual({ kind: "notWhole" });
});

test("a step stays within the limits and on the decimals", () => {
  expect(stepped(10, 1, { isWhole: true, max: 10 })).toBe(10);
  expect(stepped(0, -1, { isWhole: true, min: 0 })).toBe(0);
  expect(stepped(0.1, 0.2, { isWhole: false })).toBe(0.3);
});
