/** Makes a misspelt translation key a type error. */
import "i18next";
import type { en } from "./en";
import type forms from "./en/forms.json";
import type history from "./en/history.json";
import type pages from "./en/pages.json";
import type records from "./en/records.json";
import type run from "./en/run.json";
import type simulator from "./en/simulator.json";
import type tools from "./en/tools.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: {
      translation: typeof en &
        typeof pages & {
          forms: typeof forms;
          history: typeof history;
          records: typeof records;
          run: typeof run;
          simulator: typeof simulator;
          tools: typeof tools;
        };
    };
  }
}
