/** The translation layer: English comes with the editor, every other language in a file of its own before anything is drawn. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "./en";
import { isolate } from "./isolate";
import { chosenLanguage, directionOf, type Language, languageOf, localeOf } from "./languages";
import { type Sentences, speakAs } from "./sentences";

/** What a language brings: the texts of all parts, and those of the server by their English words. */
export interface Pack {
  texts: readonly object[];
  sentences: Sentences;
}

const PACKS: Record<Exclude<Language, "en">, () => Promise<Pack>> = {
  es: () => import("./es").then(({ pack }) => pack),
  pt: () => import("./pt").then(({ pack }) => pack),
  ar: () => import("./ar").then(({ pack }) => pack),
};

const wanted = globalThis.navigator?.languages ?? [];
export const language = languageOf(chosenLanguage(), wanted);
export const locale = localeOf(language, wanted);
export const direction = directionOf(language);

// React escapes what it draws; escaping here as well would show `&amp;` to people. Where sentences run from right to
// left, the names in them are kept from turning what stands around them.
const interpolation = direction === "rtl" ? { escapeValue: true, escape: isolate } : { escapeValue: false };

void i18next.use(initReactI18next).init({
  lng: language,
  fallbackLng: "en",
  resources: { en: { translation: en } },
  interpolation,
});

/** Fetch the reader's language and tell the page of it; English when it cannot be had. */
export async function speak(): Promise<void> {
  document.documentElement.lang = language;
  document.documentElement.dir = direction;
  if (language === "en") return;
  try {
    const [{ texts, sentences }, { speakerOf }] = await Promise.all([PACKS[language](), import("./speaker")]);
    for (const part of texts) i18next.addResourceBundle(language, "translation", part, true);
    speakAs(speakerOf(sentences, direction === "rtl" ? isolate : undefined));
  } catch {
    document.documentElement.lang = "en";
    document.documentElement.dir = "ltr";
  }
}

/** Translate outside of components; inside, use `useTranslation`. */
export const t = i18next.t.bind(i18next);
