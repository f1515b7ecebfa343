/** Waits for the canvas to be drawn, and tells whether a node can be seen on it. */

import { clearOf } from "../canvas/clear";

/** Frames to wait for the first card. */
const PATIENCE = 120;

/** Call `then` once cards stand on the canvas; the returned function forgets it. */
export function whenDrawn(canvas: HTMLElement, then: () => void): () => void {
  let frames = 0;
  let next = requestAnimationFrame(look);
  function look() {
    if (canvas.querySelector("[data-id]") !== null) return then();
    if (++frames < PATIENCE) next = requestAnimationFrame(look);
  }
  return () => cancelAnimationFrame(next);
}

/** Whether the whole card can be seen: one that is far out of view is not even drawn. */
export function isInView(nodeId: string): boolean {
  const card = document.querySelector(`[data-id="${CSS.escape(nodeId)}"]`);
  const canvas = card?.closest(".react-flow");
  if (!card || !canvas) return false;
  const [inner, outer] = [card.getBoundingClientRect(), canvas.getBoundingClientRect()];
  const clear = clearOf(outer);
  return (
    inner.left >= clear.left &&
    inner.right <= clear.right &&
    inner.top >= outer.top &&
    inner.bottom <= outer.bottom
  );
}
