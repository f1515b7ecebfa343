/** Every language says all that English says: the same keys, the same parts that change, every plural it has. */
import { describe, expect, test } from "vitest";
import { type Language, languageOf, localeOf } from "../src/i18n/languages";
import { speakerOf } from "../src/i18n/speaker";

type Texts = Record<string, unknown>;
const FILES = import.meta.glob<Texts>("../src/i18n/*/*.json", { import: "default", eager: true });
const PLURAL = /_(zero|one|two|few|many|other)$/;
const OTHERS: Language[] = ["es", "pt", "ar"];

const namesOf = (language: string) =>
  Object.keys(FILES)
    .flatMap((path) => path.match(`/i18n/${language}/(.+)\\.json$`)?.[1] ?? [])
    .filter((name) => name !== "emoji");
const textsOf = (language: string, name: string) => flat(FILES[`../src/i18n/${language}/${name}.json`] ?? {});

describe.each(OTHERS)("%s", (language) => {
  test.each(namesOf("en"))("says all of %s", (name) => {
    const [english, own] = [textsOf("en", name), textsOf(language, name)];
    expect(new Set([...own.keys()].map(stem))).toEqual(new Set([...english.keys()].map(stem)));
    for (const key of plurals(english, language)) expect(own.has(key), key).toBe(true);
  });

  test.each(namesOf("en"))("keeps the parts of %s that change", (name) => {
    const english = textsOf("en", name);
    for (const [key, text] of textsOf(language, name)) {
      const model = english.get(key) ?? english.get(key.replace(PLURAL, "_other")) ?? "";
      const mayLeave = PLURAL.test(key) ? "count" : "";
      expect(new Set([...partsOf(text), mayLeave]), `${name}.${key}`).toEqual(
        new Set([...partsOf(model), mayLeave]),
      );
    }
  });

  test("translates the sentences of the server with all their gaps", () => {
    for (const [english, own] of Object.entries(FILES[`../src/i18n/${language}/sentences.json`] ?? {})) {
      const gaps = english.split("{}").length - 1;
      const used = new Set([...String(own).matchAll(/\{(\d)\*?\}/g)].map(([, place]) => Number(place)));
      if (gaps) expect(used, english).toEqual(new Set(Array.from({ length: gaps }, (_, at) => at + 1)));
    }
  });
});

test("the language is the chosen one, else the browser's, else English", () => {
  expect(languageOf("ar", ["es-MX", "en"])).toBe("ar");
  expect(languageOf(null, ["fr-FR", "pt-BR", "en"])).toBe("pt");
  expect(languageOf("xx", ["fr"])).toBe("en");
  expect(localeOf("es", ["en-GB", "es-MX"])).toBe("es-MX");
  expect(localeOf("es", ["en-GB"])).toBe("es");
});

test("sentences of the server are found with what stands in their gaps, and only people's words are touched", () => {
  const { spoken, translated } = speakerOf({
    "Send message": "Enviar",
    "Nothing sets '{}' before this node.": "Nada da valor a '{1}'.",
  });
  expect(translated("Nothing sets 'vars.a b' before this node.")).toBe("Nada da valor a 'vars.a b'.");
  expect(translated("Their own words")).toBe("Their own words");
  expect(spoken({ title: "Send message", tag: "Send message", value: { title: "Send message" } })).toEqual({
    title: "Enviar",
    tag: "Send message",
    value: { title: "Send message" },
  });
  expect(spoken({ labels: { a: "Send message" } })).toEqual({ labels: { a: "Enviar" } });
});

const stem = (key: string) => key.replace(PLURAL, "");

function plurals(english: ReadonlyMap<string, string>, language: string): string[] {
  const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const counted = new Set([...english.keys()].filter((key) => PLURAL.test(key)).map(stem));
  return [...counted].flatMap((key) => categories.map((category) => `${key}_${category}`));
}

const partsOf = (text: string) => [...text.matchAll(/\{\{(?:- )?(.+?)\}\}/g)].map(([, part]) => part);

function flat(texts: Texts, before = ""): Map<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([name, text]) =>
      typeof text === "string"
        ? [[before + name, text] as const]
        : [...flat(text as Texts, `${before}${name}.`)],
    ),
  );
}
