/** The keyboard's way into the form of a node and back to its card. */
import { type KeyboardEvent, type RefObject, useEffect } from "react";
import { useEditorStore } from "../model/EditorContext";

const FIRST = 'input:not(:disabled), select:not(:disabled), textarea, [contenteditable="true"]';

export function useKeys(panel: RefObject<HTMLElement | null>, nodeId: string) {
  const store = useEditorStore();

  // Who added the node wants to fill it in, and who opened the form by the keyboard goes on in it; a click on a card
  // leaves the keys with the canvas.
  useEffect(() => {
    const { fresh, isOpenByMouse } = store.getState();
    const isNew = fresh.has(nodeId) && hasMouse();
    const at = document.activeElement;
    // A key pressed right after the click, before the form was there, makes the focus visible, too.
    const isByKeys = !isOpenByMouse && at?.matches(":focus-visible") && !isTextField(at);
    if (isNew || isByKeys) {
      const body = panel.current?.querySelector("header + div");
      ((body && firstField(body)) ?? panel.current)?.focus();
    }
  }, [panel, store, nodeId]);

  function close() {
    store.getState().open(null);
    const id = CSS.escape(nodeId);
    document.querySelector<HTMLElement>(`[data-id="${id}"]`)?.focus();
    // Whoever came from the outline, which gave way to the form, goes on there.
    const row = document.querySelector<HTMLElement>(`[data-outline-of="${id}"]`);
    if (row) requestAnimationFrame(() => row.focus());
  }
  return { press: escaping(panel, close), close };
}

/** Where one begins to fill in: past a choice that is made already, such as the kind of a message, in the text. */
function firstField(body: Element): HTMLElement | undefined {
  const [first, second] = body.querySelectorAll<HTMLElement>(FIRST);
  if (!(first instanceof HTMLSelectElement) || first.value === "") return first;
  return body.querySelector<HTMLElement>('textarea, [contenteditable="true"]') ?? second ?? first;
}

/** Escape leaves a field first, then the form. */
export const escaping =
  (panel: RefObject<HTMLElement | null>, close: () => void) =>
  (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    if (isTextField(event.target as Element)) panel.current?.focus();
    else close();
  };

/** Where fingers write, a focused field would push a keyboard over half the screen. */
const hasMouse = () => window.matchMedia("(pointer: fine)").matches;

const isTextField = (element: Element): boolean =>
  element.matches('input:not([type="checkbox"], [type="radio"]), textarea, [contenteditable="true"]');
