import { expect, test } from "vitest";
import { fromLocalText, toLocalText } from "../../src/model/localTime";

test("a moment comes back as it went in, to the minute", () => {
  const iso = "2026-03-29T01:30:00.000Z";
  expect(fromLocalText(toLocalText(iso))).toBe(iso);
  expect(toLocalText(iso)).toMatch(/^2026-03-\d\dT\d\d:30$/);
});

test("what is no moment is none", () => {
  expect(fromLocalText("")).toBeUndefined();
  expect(fromLocalText("0000-99-99T00:00")).toBeUndefined();
  expect(toLocalText(undefined)).toBe("");
});
