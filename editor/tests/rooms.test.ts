/** Rooms import downward, as README.md says: a cycle of rooms cannot be read, tested or loaded apart. */
import { expect, test } from "vitest";

/** From the lowest up; a room knows those before it. */
const ROOMS = [
  "generated",
  "i18n",
  "model",
  "queries",
  "components",
  "canvas",
  "run",
  "forms",
  "draft",
  "pages",
];
const FILES = import.meta.glob<string>("../src/*/**/*.{ts,tsx}", {
  query: "?raw",
  import: "default",
  eager: true,
});
const IMPORTED = /(?:from|import)\s*\(?\s*"(?:\.\.\/)+(\w+)\//g;

test.each(ROOMS)("%s knows only the rooms below it", (room) => {
  const above = new Set(ROOMS.slice(ROOMS.indexOf(room) + 1));
  const wrong = Object.entries(FILES)
    .filter(([path]) => path.startsWith(`../src/${room}/`))
    .flatMap(([path, text]) => [...text.matchAll(IMPORTED)].map(([, other]) => `${path}: ${other}`))
    .filter((found) => above.has(found.split(": ")[1] ?? ""));
  expect(wrong).toEqual([]);
});

test("every room is one of them", () => {
  const rooms = new Set(Object.keys(FILES).map((path) => path.split("/")[2]));
  expect([...rooms].sort()).toEqual([...ROOMS].sort());
});
