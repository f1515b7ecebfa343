/**
 * What the server says, in the reader's language. It says it in English; a pack knows its sentences by their English
 * words, with `{}` for the parts that change: `{1}` puts the first one into the translation as it is, `{1*}` in the
 * reader's language too. What no pack knows, such as the words of somebody's own nodes, stays as it is.
 */
import type { Sentences, Speaker } from "./sentences";

interface Pattern {
  test: RegExp;
  translation: string;
}

const GAP = "{}";
const PLACE = /\{(\d)(\*?)\}/g;

/** Knows these sentences; `around` is put around the parts that change. */
export function speakerOf(sentences: Sentences, around = (part: string): string => part): Speaker {
  const entries = Object.entries(sentences);
  const plain = new Map(entries.filter(([english]) => !english.includes(GAP)));
  // The one with the most words of its own is meant.
  const gapped = entries.filter(([english]) => english.includes(GAP));
  const patterns = gapped.sort(([one], [other]) => other.length - one.length).map(patternOf);

  const translated = (sentence: string): string => plain.get(sentence) ?? fill(sentence) ?? sentence;

  function fill(sentence: string): string | undefined {
    for (const { test, translation } of patterns) {
      const parts = test.exec(sentence)?.slice(1);
      if (!parts) continue;
      return translation.replace(PLACE, (_, place: string, isSpoken: string) => {
        const part = parts[Number(place) - 1] ?? "";
        return isSpoken ? partOf(part) : around(part);
      });
    }
    return undefined;
  }

  /** A part that is a sentence, or a list of words such as "a text or empty". */
  function partOf(part: string): string {
    const whole = plain.get(part) ?? fill(part);
    if (whole !== undefined) return whole;
    const words = part.split(/(, | or )/).map((word) => {
      if (word === " or ") return ` ${plain.get("or") ?? "or"} `;
      return word === ", " ? word : (plain.get(word) ?? around(word));
    });
    return words.join("");
  }

  return { translated, spoken: (data) => walk(data, translated) };
}

function patternOf([english, translation]: [string, string]): Pattern {
  const words = english.split(GAP).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return { test: new RegExp(`^${words.join("([\\s\\S]*?)")}$`), translation };
}

const SPOKEN: ReadonlySet<string> = new Set([
  ...["title", "help", "description", "placeholder", "none", "message", "label"],
]);
/** What people wrote, or will read in a flow. */
const THEIRS: ReadonlySet<string> = new Set(["value", "config", "default", "enum", "const"]);
/** Their entries have names of their own. */
const NAMED: ReadonlySet<string> = new Set(["properties", "$defs"]);

type Translate = (sentence: string) => string;

function walk(value: unknown, translated: Translate, key?: string): unknown {
  if (typeof value === "string") return key !== undefined && SPOKEN.has(key) ? translated(value) : value;
  if (key !== undefined && THEIRS.has(key)) return value;
  if (Array.isArray(value)) return value.map((item) => walk(item, translated));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, item]) => [name, entry(item, translated, name, key)]);
  return Object.fromEntries(entries);
}

function entry(item: unknown, translated: Translate, name: string, within: string | undefined): unknown {
  if (within === "labels" && typeof item === "string") return translated(item);
  return walk(item, translated, within !== undefined && NAMED.has(within) ? undefined : name);
}
