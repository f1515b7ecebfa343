/** Copies, cuts and pastes nodes through the browser's own clipboard events: no permission is asked, every tab understands. */
import { type RefObject, useEffect } from "react";
import { copyText, MAX_CHARACTERS, readClipboard } from "../model/clipboard";
import type { Position } from "../model/document";
import type { Commands } from "./commands";
import { isElsewhere } from "./keys";

const PROBLEMS = {
  tooLarge: "canvas.paste.tooLarge",
  laterVersion: "canvas.paste.laterVersion",
  notNodes: "canvas.paste.notNodes",
} as const;

export function useClipboard(commands: Commands, root: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const area = root.current;
    let pointer: Position | undefined;
    const follow = (event: PointerEvent) => {
      pointer = { x: event.clientX, y: event.clientY };
    };
    const lose = () => {
      pointer = undefined;
    };
    const copy = (event: ClipboardEvent) => void copyNodes(commands, event);
    const cut = (event: ClipboardEvent) => {
      if (!commands.store.getState().isReadOnly && copyNodes(commands, event)) commands.remove();
    };
    const paste = (event: ClipboardEvent) => pasteNodes(commands, event, pointer);
    area?.addEventListener("pointermove", follow, { passive: true });
    area?.addEventListener("pointerleave", lose);
    document.addEventListener("copy", copy);
    document.addEventListener("cut", cut);
    document.addEventListener("paste", paste);
    return () => {
      area?.removeEventListener("pointermove", follow);
      area?.removeEventListener("pointerleave", lose);
      document.removeEventListener("copy", copy);
      document.removeEventListener("cut", cut);
      document.removeEventListener("paste", paste);
    };
  }, [commands, root]);
}

/** Answers whether it was copied: nothing selected is not, and what no canvas would take back is not either. */
function copyNodes(commands: Commands, event: ClipboardEvent): boolean {
  const { selection, types } = commands.store.getState();
  const isText = window.getSelection()?.isCollapsed === false;
  if (isElsewhere(event.target) || isText || selection.nodes.size === 0) return false;
  event.preventDefault();
  const text = copyText(commands.document, types, selection.nodes);
  if (text.length > MAX_CHARACTERS) {
    commands.say(commands.t("canvas.copyTooLarge"));
    return false;
  }
  event.clipboardData?.setData("text/plain", text);
  return true;
}

function pasteNodes(commands: Commands, event: ClipboardEvent, pointer: Position | undefined): void {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (isElsewhere(event.target) || commands.store.getState().isReadOnly || text === "") return;
  event.preventDefault();
  const { fragment, problem } = readClipboard(text);
  if (problem !== undefined) commands.say(commands.t(PROBLEMS[problem]));
  else commands.paste(fragment, pointer ? commands.screen.toFlow(pointer) : commands.screen.at(0.5, 0.5));
}
