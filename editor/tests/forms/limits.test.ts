/** The client's own checks. */
import { expect, test } from "vitest";
import { faultOf, lengthOf } from "../../src/forms/limits";

test("a text is too long by characters as the server counts them", () => {
  expect(faultOf({ maxLength: 3 }, {}, "😀😀😀", true)).toBeNull();
  expect(faultOf({ maxLength: 3 }, {}, "😀😀ab", true)).toEqual({ code: "tooLong", n: 4, limit: 3 });
  expect(lengthOf("x".repeat(2_000_000), 4096)).toBe(2_000_000);
});

test("what is needed and missing or empty is said", () => {
  expect(faultOf({}, {}, undefined, true)).toEqual({ code: "required" });
  expect(faultOf({}, {}, undefined, false)).toBeNull();
  expect(faultOf({ minLength: 1 }, {}, "", true)).toEqual({ code: "required" });
  expect(faultOf({ pattern: "^a$" }, {}, "", true)).toEqual({ code: "required" });
});

test("a pattern of another engine is left to the server", () => {
  expect(faultOf({ pattern: "^[a-z]+$" }, {}, "A", true)).toEqual({ code: "pattern" });
  expect(faultOf({ pattern: "^[a-z]+$" }, { widget: "variable" }, "A", true)).toEqual({ code: "variable" });
  expect(faultOf({ pattern: "^a$" }, { placeholder: "a" }, "b", true)).toEqual({
    code: "example",
    example: "a",
  });
  expect(faultOf({ pattern: "(?P<x>a)" }, {}, "A", true)).toBeNull();
});

test("numbers and lists have limits", () => {
  expect(faultOf({ minimum: 1 }, {}, 0, true)).toEqual({ code: "tooSmall", limit: 1 });
  expect(faultOf({ maximum: 5 }, {}, 6, true)).toEqual({ code: "tooLarge", limit: 5 });
  expect(faultOf({ minItems: 1 }, {}, [], true)).toEqual({ code: "tooFew", limit: 1 });
  expect(faultOf({ maxItems: 1 }, {}, [1, 2], true)).toEqual({ code: "tooMany", n: 2, limit: 1 });
  expect(faultOf({ minimum: 1, maxItems: 1 }, {}, 3, true)).toBeNull();
});
