import { expect, test } from "vitest";
import "../../src/i18n/run";
import { t } from "../../src/i18n";
import { reasonsOf, withoutReasons } from "../../src/model/reasons";

const say = (output: unknown) => reasonsOf({ output }, t);

test("each comparison says what it found and whether it held", () => {
  const rules = [
    { field: "contact.tags", op: "contains", value: "vip", found: '["new"]', holds: false },
    { field: "vars.total", op: "greater_than", value: 100, found: 120, holds: true },
    { field: "vars.city", op: "is_set", value: null, found: null, holds: false },
  ];
  expect(say({ tested: [{ branch: "a", holds: false, rules }] })).toEqual([
    { text: 'contact.tags contains “vip”? It was “["new"]”.', holds: false },
    { text: "vars.total is more than “100”? It was “120”.", holds: true },
    { text: "vars.city is set? It was nothing.", holds: false },
  ]);
  const expression = { expression: "vars.n > 3", found: true, holds: true };
  expect(say({ tested: [{ branch: "a", holds: true, rules: [expression] }] })).toEqual([
    { text: "vars.n > 3: yes", holds: true },
  ]);
});

test("hours, words and chance are told", () => {
  expect(say({ localTime: "Mon 2026-03-02 09:00", timezone: "UTC" })[0]?.text).toBe(
    "The time there was Mon 2026-03-02 09:00 (UTC).",
  );
  expect(say({ matched: "hi" })[0]?.text).toBe("The message fits the word “hi”.");
  expect(say({ share: 0.25 })[0]?.text).toBe("Chance drew 25 of 100.");
});

test("what is no reason stays in the output", () => {
  expect(say({ message: "Hello" })).toEqual([]);
  expect(say(null)).toEqual([]);
  expect(say({ tested: [7, { rules: "x" }] })).toEqual([]);
  expect(withoutReasons({ message: "Hello", matched: "hi" })).toEqual({ message: "Hello" });
});
