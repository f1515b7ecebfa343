/** A message's text: marks around a selection, its length, emoji by name, sample values. */
import { describe, expect, test } from "vitest";
import { found, nextPlace } from "../../src/forms/emoji";
import { estimateOf } from "../../src/forms/estimate";
import { type Mark, wrapped } from "../../src/forms/formatting";
import { sampleText, withSamples } from "../../src/forms/samples";
import names from "../../src/i18n/en/emoji.json";

function formatted(text: string, mark: Mark): string {
  const [from, to] = [text.indexOf("["), text.indexOf("]") - 1];
  const plain = text.replace("[", "").replace("]", "");
  const { insert, select, ...at } = wrapped(plain, from, to, mark);
  const result = plain.slice(0, at.from) + insert + plain.slice(at.to);
  return `${result.slice(0, select.from)}[${result.slice(select.from, select.to)}]${result.slice(select.to)}`;
}

describe("formatting", () => {
  test.each<[string, Mark, string]>([
    ["a [word] here", "*", "a [*word*] here"],
    ["a[ word ]here", "_", "a [_word_] here"],
    ["a [*word*] here", "*", "a [word] here"],
    ["a *[word]* here", "*", "a [word] here"],
    ["[]", "~", "~[]~"],
    ["hi []", "*", "hi *[]*"],
    ["[one\n\n two ]", "*", "[*one*\n\n *two*] "],
    ["[*one*\n*two*]", "*", "[one\ntwo]"],
    ["[*one*\ntwo]", "*", "[*one*\n*two*]"],
    ["[one\ntwo]", "```", "[```one\ntwo```]"],
    ["[```one\ntwo```]", "```", "[one\ntwo]"],
  ])("%j with %s is %j", (before, mark, after) => {
    expect(formatted(before, mark)).toBe(after);
  });
});

describe("the length of a message", () => {
  const variables = [{ path: "contact.name", help: "", example: "Ana" }];
  test("is exact without variables, also of emoji", () => {
    expect(estimateOf("Hi 👋", 20, [])).toEqual({ n: 5, isExact: true });
    expect(estimateOf("a { b", 20, [])).toEqual({ n: 5, isExact: true });
  });
  test("is about right with them", () => {
    expect(estimateOf("Hi {{ contact.name }}!", 20, variables)).toEqual({ n: 7, isExact: false });
    expect(estimateOf("{{ vars.x }}{% if a %}b{% endif %}", 20, variables)).toEqual({
      n: 11,
      isExact: false,
    });
  });
});

describe("emoji", () => {
  test("are found by the beginnings of their names' words", () => {
    expect(found(names, "thumb u").map(({ emoji }) => emoji)).toEqual(["👍"]);
    expect(found(names, "").length).toBeGreaterThan(200);
    expect(found(names, "zzz")).toEqual([]);
  });
  test("are walked by the arrow keys, never out of the grid", () => {
    expect(nextPlace("ArrowDown", 0, 20, 9)).toBe(9);
    expect(nextPlace("ArrowDown", 15, 20, 9)).toBe(19);
    expect(nextPlace("ArrowLeft", 0, 20, 9)).toBe(0);
    expect(nextPlace("End", 3, 20, 9)).toBe(19);
    expect(nextPlace("x", 3, 20, 9)).toBeUndefined();
    expect(nextPlace("End", 0, 0, 9)).toBeUndefined();
  });
});

describe("sample values", () => {
  const variables = [
    { path: "contact.name", help: "", example: "Ana" },
    { path: "vars.city", help: "" },
  ];
  test("are what the last run set, else the example of the name", () => {
    const outputs = [
      null,
      { variables: { city: "Rome" } },
      { variables: { city: "Bilbao" } },
      { variables: 5 },
    ];
    expect(withSamples(variables, outputs).map(({ example }) => example)).toEqual(["Ana", "Bilbao"]);
  });
  test("are short texts", () => {
    expect([undefined, null, "", "x", ["vip"], 0].map(sampleText)).toEqual(["", "", "", "x", '["vip"]', "0"]);
    expect(sampleText("x".repeat(500)).length).toBeLessThan(70);
  });
});
