/** Which key asks for what on the canvas. */
import type { Direction } from "./walk";

export type KeyCommand =
  | { do: "undo" | "redo" | "selectAll" | "duplicate" | "remove" | "help" }
  | { do: "fit" | "actualSize" | "fitSelection" | "zoomIn" | "zoomOut" }
  | { do: "enter" | "escape" | "connect" | "add" | "gather" | "rename" | "disable" | "pin" }
  | { do: "commands" | "find" | "outline" | "note" | "group" | "ungroup" }
  | { do: "nudge"; way: Direction; isFar: boolean }
  | { do: "walk" | "resize"; way: Direction }
  | { do: "tab"; by: 1 | -1 };

interface Press {
  key: string;
  /** The place of the key, as a letter or a digit of the US keyboard. */
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

const ARROWS: Record<string, Direction> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

const PLAIN: Record<string, KeyCommand> = {
  Delete: { do: "remove" },
  Backspace: { do: "remove" },
  Enter: { do: "enter" },
  " ": { do: "gather" },
  Escape: { do: "escape" },
  "0": { do: "actualSize" },
  "1": { do: "fit" },
  "2": { do: "fitSelection" },
  "+": { do: "zoomIn" },
  "-": { do: "zoomOut" },
  "?": { do: "help" },
  a: { do: "add" },
  c: { do: "connect" },
  d: { do: "disable" },
  n: { do: "note" },
  o: { do: "outline" },
  p: { do: "pin" },
  F2: { do: "rename" },
};

const WITH_CONTROL: Record<string, KeyCommand> = {
  a: { do: "selectAll" },
  d: { do: "duplicate" },
  f: { do: "find" },
  g: { do: "group" },
  k: { do: "commands" },
  y: { do: "redo" },
  z: { do: "undo" },
};

const WITH_BOTH: Record<string, KeyCommand> = {
  g: { do: "ungroup" },
  z: { do: "redo" },
};

/** The command of a key press; undefined leaves the key to the browser. */
export function commandOf(press: Press): KeyCommand | undefined {
  const key = nameOf(press);
  if (press.ctrlKey || press.metaKey) {
    if (press.altKey) return undefined;
    if (press.shiftKey) return WITH_BOTH[key];
    return WITH_CONTROL[key];
  }
  const way = ARROWS[key];
  if (way !== undefined)
    return press.altKey
      ? { do: press.shiftKey ? "resize" : "walk", way }
      : { do: "nudge", way, isFar: press.shiftKey };
  if (press.altKey) return undefined;
  if (key === "Tab") return { do: "tab", by: press.shiftKey ? -1 : 1 };
  return PLAIN[key];
}

const FOREIGN = /^[\p{L}\p{Nd}]$/u;
const LATIN = /^[\p{Script=Latin}\d]$/u;

/** Where the keyboard writes another script, the letter that stands at the same place. */
function nameOf({ key, code }: Press): string {
  const place = /^(?:Key|Digit)(\w)$/.exec(code)?.[1];
  if (place !== undefined && FOREIGN.test(key) && !LATIN.test(key)) return place.toLowerCase();
  return key.length === 1 ? key.toLowerCase() : key;
}

/** The commands that change the flow: a flow that is only looked at knows none of them. */
const CHANGING = new Set<KeyCommand["do"]>([
  "undo",
  "redo",
  "duplicate",
  "remove",
  "connect",
  "add",
  "nudge",
  "rename",
  "disable",
  "pin",
  "note",
  "group",
  "ungroup",
  "resize",
]);

export const isChanging = (command: KeyCommand) => CHANGING.has(command.do);

const FIELDS = "input, textarea, select, [contenteditable='true'], [contenteditable='']";
/** They take back what was typed into them; a switch or a choice of one's own does not. */
const TEXTS =
  "input:not([type='checkbox'], [type='radio']), textarea, [contenteditable='true'], [contenteditable='']";
const OVERLAYS = "dialog, [role='dialog'], [role='menu'], [role='listbox']";

/** They work from everywhere on the page, also from a field. */
export const isAnywhere = (command: KeyCommand | undefined) =>
  command?.do === "commands" || command?.do === "find";

export const isInOverlay = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(OVERLAYS) !== null;

/** Whether the keyboard belongs to a field or to something that lies over the page. */
export const isElsewhere = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(`${FIELDS}, ${OVERLAYS}`) !== null;

/** Whether undo is the field's own, or that of something that lies over the page. */
export const hasOwnUndo = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(`${TEXTS}, ${OVERLAYS}`) !== null;

/** Whether no control has the keyboard: after an arrival by a link the page's main part has it. */
export const isPage = (target: EventTarget | null): boolean =>
  target === document.body || (target instanceof Element && target.matches("main"));
