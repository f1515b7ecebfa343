/** The texts that come later than those of the canvas: whatever says one brings them along, itself or by who shows it. */
import { expect, test } from "vitest";

type Texts = Record<string, unknown>;

const SOURCES = import.meta.glob<string>("../src/**/*.{ts,tsx}", {
  query: "?raw",
  import: "default",
  eager: true,
});
const ENGLISH = import.meta.glob<Texts>("../src/i18n/en/*.json", { import: "default", eager: true });
const LATE = ["pages", "forms", "run", "records", "history", "simulator", "tools"];
const FILES = new Map(
  Object.entries(SOURCES).filter(([path]) => !/\/generated\/|\/i18n\/[a-z]{2}\/|\.d\.ts$/.test(path)),
);
const KEY = /["`]([a-z]\w*(?:\.[\w${}]+)+)/g;
const PLURAL = /_(one|other)$/;
/** What a file brings along at once, and what it fetches later. */
const AT_ONCE = /(?:from|import)\s+"(\.[^"]+)"/g;
const LATER = /import\("(\.[^"]+)"\)/g;

const bringing = graphOf([AT_ONCE]);
const importers = turned(graphOf([AT_ONCE, LATER]));

test.each(LATE)("whatever says a text of %s comes with them", (part) => {
  const keys = keysOf(part);
  const bringers = closureOf(`../src/i18n/${part}.ts`, turned(bringing));
  expect(bringers.size).toBeGreaterThan(1);
  const wrong = [...FILES.keys()].flatMap((path) =>
    isShownWithout(path, bringers) ? saidIn(path, keys).map((key) => ({ path, key })) : [],
  );
  expect(wrong).toEqual([]);
});

/** Whether a chain of imports leads to the file past all that bring the texts. */
function isShownWithout(path: string, bringers: ReadonlySet<string>): boolean {
  const past = closureOf(path, importers, bringers);
  return [...past].some((each) => !bringers.has(each) && (importers.get(each)?.size ?? 0) === 0);
}

function saidIn(path: string, keys: readonly string[]): string[] {
  const said = [...(FILES.get(path) ?? "").matchAll(KEY)].map(([, key]) => key as string);
  return said.filter((key) =>
    key.includes("${")
      ? keys.some((known) => known.startsWith(key.split("${")[0] as string))
      : keys.includes(key),
  );
}

/** The start and what is reached from it; behind those of `ends` nothing is looked at. */
function closureOf(start: string, graph: Graph, ends: ReadonlySet<string> = new Set()): Set<string> {
  const found = new Set([start]);
  for (const each of found) {
    if (ends.has(each)) continue;
    for (const next of graph.get(each) ?? []) found.add(next);
  }
  return found;
}

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

function graphOf(imports: readonly RegExp[]): Graph {
  const named = (text: string) => imports.flatMap((each) => [...text.matchAll(each)].map(([, name]) => name));
  return new Map(
    [...FILES].map(([path, text]) => [
      path,
      new Set(named(text).flatMap((name) => fileOf(path, name ?? ""))),
    ]),
  );
}

function fileOf(from: string, name: string): string[] {
  const { pathname } = new URL(name, `file://${from.replace("..", "")}`);
  const path = `..${pathname}`;
  return [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`]
    .filter((each) => FILES.has(each))
    .slice(0, 1);
}

function turned(graph: Graph): Graph {
  const found = new Map<string, Set<string>>();
  for (const [from, all] of graph)
    for (const to of all) found.set(to, (found.get(to) ?? new Set()).add(from));
  return found;
}

/** The texts of the pages stand at the root, all others under the name of their part. */
function keysOf(part: string): string[] {
  return flat(ENGLISH[`../src/i18n/en/${part}.json`] ?? {}, part === "pages" ? "" : `${part}.`);
}

function flat(texts: Texts, before: string): string[] {
  return Object.entries(texts).flatMap(([name, text]) =>
    typeof text === "string"
      ? [`${before}${name}`.replace(PLURAL, "")]
      : flat(text as Texts, `${before}${name}.`),
  );
}
