import { expect, test } from "vitest";
import { hoursOf, lengthOf, minuteInUtc } from "../../src/model/fixture";

test.each([
  [{}, "0"],
  [{ days: 2 }, "48"],
  [{ days: 1, hours: 2, minutes: 30 }, "26.5"],
  [{ minutes: 20 }, "0.3333"],
  [{ seconds: 36 }, "0.01"],
])("%o is shown as %s hours", (length, shown) => {
  expect(hoursOf(length)).toBe(shown);
});

test.each([
  ["48", { hours: 48 }],
  ["26.5", { hours: 26, minutes: 30 }],
  ["0,01", { hours: 0, seconds: 36 }],
  ["-3", { hours: 0 }],
  ["soon", { hours: 0 }],
  ["", { hours: 0 }],
])("“%s” hours are %o", (typed, length) => {
  expect(lengthOf(typed)).toEqual(length);
});

test.each([
  ["2026-03-02T09:00:00Z", "2026-03-02T09:00"],
  ["2026-03-02T01:30:00+02:00", "2026-03-01T23:30"],
  ["2026-03-02T09:00:59.5-05:00", "2026-03-02T14:00"],
  ["someday", "someday"],
])("%s begins at %s in UTC", (at, shown) => {
  expect(minuteInUtc(at)).toBe(shown);
});
