/** Where a replay stands, said in the numbers of the steps. */
import { expect, test } from "vitest";
import { atNumber, numbersAt } from "../../src/run/replay";

const steps = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, at) => ({ n: first + at }));

test("steps are told by their own numbers, also when the oldest ones are not here", () => {
  expect(numbersAt(steps(1, 5), 1)).toEqual({ first: 1, n: 2, last: 5 });
  expect(numbersAt(steps(501, 2500), 0)).toEqual({ first: 501, n: 501, last: 2500 });
  expect(numbersAt(steps(501, 2500), 1999)).toEqual({ first: 501, n: 2500, last: 2500 });
});

test("without steps there is none", () => {
  expect(numbersAt([], -1)).toEqual({ first: 1, n: 0, last: 0 });
});

test("a number leads to its step, and one that is missing to the step before it", () => {
  expect(atNumber(steps(501, 2500), 501)).toBe(0);
  expect(atNumber(steps(501, 2500), 2500)).toBe(1999);
  expect(atNumber([{ n: 1 }, { n: 4 }], 3)).toBe(0);
});
