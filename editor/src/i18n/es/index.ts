/** Spanish. */
import canvas from "./canvas.json";
import common from "./common.json";
import draft from "./draft.json";
import forms from "./forms.json";
import history from "./history.json";
import pages from "./pages.json";
import records from "./records.json";
import run from "./run.json";
import sentences from "./sentences.json";
import simulator from "./simulator.json";
import tools from "./tools.json";
import words from "./words.json";

export const pack = {
  texts: [common, pages, { canvas, draft, forms, history, records, run, simulator, tools, words }],
  sentences,
};
