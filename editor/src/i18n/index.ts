/** The translation layer: English is bundled, other languages are one more JSON file. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "./en";

export const language = "en";

// React escapes what it draws; escaping here as well would show `&amp;` to people.
void i18next.use(initReactI18next).init({
  lng: language,
  fallbackLng: "en",
  resources: { en: { translation: en } },
  interpolation: { escapeValue: false },
});

/** Translate outside of components; inside, use `useTranslation`. */
export const t = i18next.t.bind(i18next);
