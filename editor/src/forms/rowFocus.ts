/** Keeps the keyboard's place when rows of a form are moved, added and removed. */
import type { KeyboardEvent } from "react";

const FOCUSABLE =
  'button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea, [contenteditable="true"]';

const LINES = 'input:not([type="checkbox"], [type="radio"]), [contenteditable="true"]';

const rowAt = (frame: HTMLElement | null, at: number): HTMLElement | null =>
  frame?.querySelector<HTMLElement>(`:scope > [data-row="${at}"]`) ?? null;

const focusable = (row: HTMLElement | null): HTMLElement[] => [
  ...(row?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? []),
];

/** Call the answer after the move: the same control of the row has the focus in its new place. */
export function focusMoved(frame: HTMLElement | null, from: number, to: number): () => void {
  const label = labelOf(document.activeElement);
  const place = focusable(rowAt(frame, from)).indexOf(document.activeElement as HTMLElement);
  return () =>
    requestAnimationFrame(() => {
      const controls = focusable(rowAt(frame, to));
      const same = controls.find((control) => label !== null && labelOf(control) === label);
      (same ?? controls[Math.min(place, controls.length - 1)])?.focus();
    });
}

const labelOf = (element: Element | null): string | null => element?.getAttribute("data-move") ?? null;

/** The place of the row in which Enter was pressed, when it means that the row is filled in: on the row's last line of text. */
export function rowEntered(frame: HTMLElement | null, event: KeyboardEvent): number | undefined {
  const { target, key, nativeEvent } = event;
  if (key !== "Enter" || nativeEvent.isComposing || !(target instanceof HTMLElement)) return undefined;
  const row = target.closest<HTMLElement>("[data-row]");
  if (row === null || row.parentElement !== frame || isChoosing(target)) return undefined;
  const lines = [...row.querySelectorAll<HTMLElement>(LINES)].filter((line) => !line.closest("[data-lines]"));
  return lines.at(-1) === target && isFilled(target) ? Number(row.dataset.row) : undefined;
}

const isFilled = (field: HTMLElement): boolean =>
  field instanceof HTMLInputElement
    ? field.value.trim() !== ""
    : field.textContent.trim() !== "" && field.querySelector(".cm-placeholder") === null;

/** Where Enter takes what is offered, or ends a chip. */
const isChoosing = (field: HTMLElement): boolean =>
  field.matches('[aria-expanded="true"], [data-type="visible"]') ||
  document.querySelector(".cm-tooltip-autocomplete") !== null;

/** Focus in the row that was added, or that took the place of a removed one; else on the list's button. */
export function focusAdded(frame: HTMLElement | null, at: number, isRemoval: boolean): void {
  requestAnimationFrame(() => {
    const controls = focusable(rowAt(frame, at));
    const field = controls.find((control) => control.tagName !== "BUTTON");
    const button = frame?.querySelector<HTMLElement>(":scope > button");
    ((isRemoval ? controls.at(0) : field) ?? button)?.focus();
  });
}
