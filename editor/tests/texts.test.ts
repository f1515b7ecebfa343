/** The texts of the pages come later than those of the canvas: whatever says one brings them along. */
import { expect, test } from "vitest";
import pages from "../src/i18n/en/pages.json";

const FILES = import.meta.glob<string>("../src/**/*.{ts,tsx}", {
  query: "?raw",
  import: "default",
  eager: true,
});
const KEY = /["`]([a-z]\w*(?:\.[\w${}]+)+)/g;
const PLURAL = /_(one|other)$/;

test("every file that says a text of the pages imports them", () => {
  const keys = keysOf(pages);
  const says = (key: string) =>
    key.includes("${")
      ? keys.some((known) => known.startsWith(key.split("${")[0] as string))
      : keys.includes(key);
  const wrong = Object.entries(FILES)
    .filter(([path, text]) => !path.includes("/generated/") && !text.includes('/i18n/pages"'))
    .flatMap(([path, text]) => [...text.matchAll(KEY)].map(([, key]) => ({ path, key: key as string })))
    .filter(({ key }) => says(key));
  expect(wrong).toEqual([]);
});

function keysOf(texts: object, before = ""): string[] {
  return Object.entries(texts).flatMap(([name, text]) => {
    const key = `${before}${name}`.replace(PLURAL, "");
    return typeof text === "string" ? [key] : keysOf(text, `${before}${name}.`);
  });
}
