/** Places in settings are read, written and set without touching what lies beside them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatPath, getIn, parsePath, setIn } from "../../src/model/path";

test.each([
  ["branches[0].when.all[1].value", ["branches", 0, "when", "all", 1, "value"]],
  ["on.keywords", ["on", "keywords"]],
  ["headers[...]", ["headers", "..."]],
  ["[2].id", [2, "id"]],
  ["", []],
])("parsePath(%j)", (text, path) => expect(parsePath(text)).toEqual(path));

test("formatPath and parsePath undo each other", () => {
  const key = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/);
  const path = fc
    .tuple(key, fc.array(fc.oneof(key, fc.nat(30)), { maxLength: 5 }))
    .map(([head, rest]) => [head, ...rest]);
  fc.assert(
    fc.property(path, (parts) => {
      expect(parsePath(formatPath(parts))).toEqual(parts);
    }),
  );
});

describe("setIn", () => {
  test("shares what it does not touch", () => {
    const before = { a: { deep: [1, { x: 1 }] }, b: { y: 2 } };
    const changed = setIn(before, ["a", "deep", 1, "x"], 5) as typeof before;
    expect(changed).toEqual({ a: { deep: [1, { x: 5 }] }, b: { y: 2 } });
    expect(changed.b).toBe(before.b);
    expect(before.a.deep[1]).toEqual({ x: 1 });
  });

  test("takes a key or a row out with undefined", () => {
    expect(setIn({ a: 1, b: [1, 2, 3] }, ["a"], undefined)).toEqual({ b: [1, 2, 3] });
    expect(setIn({ b: [1, 2, 3] }, ["b", 1], undefined)).toEqual({ b: [1, 3] });
    expect(setIn({ b: [1] }, ["b", 7], undefined)).toEqual({ b: [1] });
  });

  test("leaves no holes behind the end of a list", () => {
    expect(setIn({ b: [1] }, ["b", 9], 2)).toEqual({ b: [1, 2] });
  });

  test("replaces a value of another shape by what the path needs", () => {
    expect(setIn({ branches: "no list" }, ["branches", 0, "id"], "x")).toEqual({ branches: [{ id: "x" }] });
    expect(setIn(null, ["a"], 1)).toEqual({ a: 1 });
  });

  test.each(["__proto__", "constructor", "toString"])("treats the key %s as any other", (key) => {
    const changed = setIn({}, [key, "polluted"], true);
    expect(getIn(changed, [key, "polluted"])).toBe(true);
    expect(JSON.stringify(changed)).toBe(`{"${key}":{"polluted":true}}`);
    expect(Object.getPrototypeOf(changed)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(getIn({}, [key])).toBeUndefined();
  });
});
