/** Text into chips. */
import { expect, test } from "vitest";
import { isFinished, joined, split } from "../../src/forms/chips";

test("commas, semicolons, tabs and line breaks part chips", () => {
  expect(split(" hi, hello;\nhola\t\tbuenos dias ,")).toEqual(["hi", "hello", "hola", "buenos dias"]);
});

test("a comma inside brackets belongs to a pattern", () => {
  expect(split("a{1,2}, [x,y]")).toEqual(["a{1,2}", "[x,y]"]);
  expect(isFinished("a{1,")).toBe(false);
  expect(isFinished("a{1,2},")).toBe(true);
  expect(isFinished("hi")).toBe(false);
});

test("a line break ends a chip even when a bracket was never closed", () => {
  expect(split("smile :(\nhi,there")).toEqual(["smile :(", "hi", "there"]);
});

test("each chip is there once, in the order it came", () => {
  expect(joined(["a", "b"], ["b", "c"])).toEqual(["a", "b", "c"]);
});
