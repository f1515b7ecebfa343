/** Keeps the keyboard's place when rows of a form are moved, added and removed. */
const FOCUSABLE =
  'button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea, [contenteditable="true"]';

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

/** Focus in the row that was added, or that took the place of a removed one; else on the list's button. */
export function focusAdded(frame: HTMLElement | null, at: number, isRemoval: boolean): void {
  requestAnimationFrame(() => {
    const controls = focusable(rowAt(frame, at));
    const field = controls.find((control) => control.tagName !== "BUTTON");
    const button = frame?.querySelector<HTMLElement>(":scope > button");
    ((isRemoval ? controls.at(0) : field) ?? button)?.focus();
  });
}
