/** The keyboard's way into the form of a node and back to its card. */
import { type KeyboardEvent, type RefObject, useEffect } from "react";
import { useEditorStore } from "../model/EditorContext";

const FIRST = 'input:not(:disabled), select:not(:disabled), textarea, [contenteditable="true"]';

export function useKeys(panel: RefObject<HTMLElement | null>, nodeId: string) {
  const store = useEditorStore();

  // Who opened the form by the keyboard goes on in it; a click on a card leaves the keys with the canvas.
  useEffect(() => {
    if (document.activeElement?.matches(":focus-visible") && !isTextField(document.activeElement)) {
      const body = panel.current?.querySelector("header + div");
      (body?.querySelector<HTMLElement>(FIRST) ?? panel.current)?.focus();
    }
  }, [panel]);

  function close() {
    store.getState().open(null);
    document.querySelector<HTMLElement>(`[data-id="${CSS.escape(nodeId)}"]`)?.focus();
  }

  /** Escape leaves a field first, then the form. */
  function press(event: KeyboardEvent) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    if (isTextField(event.target as Element)) panel.current?.focus();
    else close();
  }
  return { press, close };
}

const isTextField = (element: Element): boolean =>
  element.matches('input:not([type="checkbox"], [type="radio"]), textarea, [contenteditable="true"]');
