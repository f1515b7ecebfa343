/** Takes the keyboard to the field of a form that an issue names. */
import { formatPath, parsePath } from "../model/schema";

const FIRST = 'input:not(:disabled), select:not(:disabled), textarea, [contenteditable="true"], button';

/** The field at the place, or the nearest drawn one around it. */
export function focusPlace(form: HTMLElement, place: string): void {
  const path = parsePath(place);
  let frame: HTMLElement | null = null;
  for (; frame === null && path.length > 0; path.pop())
    frame = form.querySelector(`[data-place="${CSS.escape(formatPath(path))}"]`);
  const field = (frame ?? form).querySelector<HTMLElement>(FIRST);
  field?.focus();
  field?.scrollIntoView({ block: "center" });
}
