/** What of the canvas can be seen: on a narrow screen the panel at its side lies over it. */
import { CARD_WIDTH } from "./size";

interface Span {
  left: number;
  right: number;
}

/** Where the clear part begins and ends on the screen; the whole canvas where a panel leaves no room for a card. */
export function clearOf(canvas: Span): Span {
  const panel = document.querySelector("[data-side-panel]")?.getBoundingClientRect();
  if (panel === undefined || panel.width === 0) return canvas;
  const clear =
    panel.left > canvas.left
      ? { left: canvas.left, right: Math.min(canvas.right, panel.left) }
      : { left: Math.max(canvas.left, panel.right), right: canvas.right };
  return clear.right - clear.left > CARD_WIDTH ? clear : canvas;
}
