/** Ids stay readable, free and within the server's length. */
import { expect, test } from "vitest";
import { edgeIds, freshId, freshIds, stemOf } from "../../src/model/ids";

test("a fresh id counts on from its own number", () => {
  expect(freshId("wait", new Set())).toBe("wait");
  expect(freshId("wait", new Set(["wait", "wait_2"]))).toBe("wait_3");
  expect(freshId("wait_7", new Set(["wait_7"]))).toBe("wait_2");
  expect(freshId("x".repeat(100), new Set(["x".repeat(100)])).length).toBeLessThanOrEqual(100);
});

test("many fresh ids differ from each other", () => {
  const fresh = freshIds(["a", "a_3"]);
  expect(["a", "a", "a", "b", "b"].map(fresh)).toEqual(["a_2", "a_4", "a_5", "b", "b_2"]);
});

test("edge ids skip those in use", () => {
  const next = edgeIds([{ id: "x" }, { id: "e3" }]);
  expect([next(), next()]).toEqual(["e4", "e5"]);
});

test("a tag becomes the start of an id", () => {
  expect(["acme.find_parcel", "wait", "übung.größe", "a."].map(stemOf)).toEqual([
    "find_parcel",
    "wait",
    "gr_e",
    "node",
  ]);
});
