/** The languages of the editor, and which of them this person reads. */
import { browserShelf, put } from "../storage";

export const LANGUAGES = [
  { code: "en", name: "English", direction: "ltr" },
  { code: "es", name: "Español", direction: "ltr" },
  { code: "pt", name: "Português", direction: "ltr" },
  { code: "ar", name: "العربية", direction: "rtl" },
] as const;

export type Language = (typeof LANGUAGES)[number]["code"];

const KEY = "parley-language";

/** The one that was chosen, else the first that the browser asks for and there is, else English. */
export function languageOf(chosen: string | null, wanted: readonly string[]): Language {
  const asked = [chosen ?? "", ...wanted].map((tag) => tag.toLowerCase().split("-")[0]);
  for (const each of asked) {
    const found = LANGUAGES.find(({ code }) => code === each);
    if (found) return found.code;
  }
  return "en";
}

/** How dates are written: as in the reader's country, where the browser says so and it speaks the language. */
export const localeOf = (language: Language, wanted: readonly string[]): string =>
  wanted.find((tag) => tag.toLowerCase().split("-")[0] === language) ?? language;

export const directionOf = (language: Language): "ltr" | "rtl" =>
  LANGUAGES.find(({ code }) => code === language)?.direction ?? "ltr";

export const chosenLanguage = (): string | null => browserShelf().getItem(KEY);

/** Remember the choice; the page is loaded anew, so that everything speaks it. */
export function chooseLanguage(language: Language): void {
  put(browserShelf(), KEY, language);
  location.reload();
}
