/** Whose a key is that means something on the canvas: by where the keyboard is. */
import {
  hasOwnUndo,
  isAnywhere,
  isChanging,
  isElsewhere,
  isInOverlay,
  isPage,
  type KeyCommand,
} from "./keys";
import type { Stop } from "./walk";

export function isOurs(command: KeyCommand, event: KeyboardEvent, canvas: HTMLElement | null): boolean {
  const { target } = event;
  if (isAnywhere(command)) return !isInOverlay(target);
  if (isGlobal(command)) return !hasOwnUndo(target);
  if (isElsewhere(target)) return false;
  if (isPage(target)) return true;
  if (!(target instanceof Element) || !canvas?.contains(target)) return false;
  // At a button nobody expects that a letter or an arrow changes the flow.
  const isPlain = !event.ctrlKey && !event.metaKey;
  return !(isPlain && isChanging(command)) || target === canvas || stopAt(target) !== undefined;
}

/** Undo and redo work wherever the keyboard is on the page, except where somebody writes. */
const isGlobal = (command: KeyCommand) => command.do === "undo" || command.do === "redo";

export function stopAt(target: Element | null): Stop | undefined {
  const id = target?.getAttribute("data-id");
  if (!target || !id) return undefined;
  if (target.classList.contains("react-flow__node")) return { kind: "node", id };
  return target.classList.contains("react-flow__edge") ? { kind: "edge", id } : undefined;
}
