/** A length of time in rows. */
import { expect, test } from "vitest";
import { nextUnit, partsOf, withAmount, withUnit } from "../../src/forms/duration";

test("only the parts in use are shown, longest first", () => {
  expect(partsOf({ hours: 2, days: 1, minutes: 0 })).toEqual([
    { unit: "days", amount: 1 },
    { unit: "hours", amount: 2 },
  ]);
});

test("an empty length shows one row to type in, and a row being typed does not vanish at zero", () => {
  expect(partsOf({})).toEqual([{ unit: "minutes", amount: 0 }]);
  expect(partsOf({ hours: 0 }, ["hours"])).toEqual([{ unit: "hours", amount: 0 }]);
});

test("changing the unit keeps the number, and two parts of one unit add up", () => {
  expect(withUnit({ hours: 2 }, "hours", "days")).toEqual({ days: 2 });
  expect(withUnit({ hours: 2, days: 1 }, "hours", "days")).toEqual({ days: 3 });
  expect(withUnit({ hours: 2 }, "hours", "hours")).toEqual({ hours: 2 });
});

test("a part of zero is left out and what we do not know is kept", () => {
  expect(withAmount({ hours: 2, weeks: 4 }, "hours", 0)).toEqual({ weeks: 4 });
});

test("a new row takes the next smaller unit that is free", () => {
  expect(nextUnit([{ unit: "hours", amount: 1 }])).toBe("minutes");
  expect(nextUnit([{ unit: "seconds", amount: 1 }])).toBe("days");
  expect(nextUnit(partsOf({ days: 1, hours: 1, minutes: 1, seconds: 1 }))).toBeUndefined();
});
