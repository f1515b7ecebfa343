/** The English texts: one file for each part of the editor, its name in front of its keys. Those of forms and executions come later. */
import canvas from "./canvas.json";
import common from "./common.json";
import draft from "./draft.json";
import words from "./words.json";

export const en = { ...common, canvas, draft, words };
