/** A press on the empty canvas takes the keyboard there, and leaves no text selected that would take its keys. */
export function takeKeyboard(canvas: HTMLElement): () => void {
  const take = ({ target }: PointerEvent) => {
    if (!(target instanceof Element) || !target.matches(".react-flow__pane")) return;
    window.getSelection()?.removeAllRanges();
    canvas.focus({ preventScroll: true });
  };
  canvas.addEventListener("pointerdown", take, { capture: true });
  return () => canvas.removeEventListener("pointerdown", take, { capture: true });
}
