/** Scrolls the list that an entry stands in as far as is needed, and never the page around the list. */
export function keepInSight(entry: HTMLElement): void {
  const list = listOf(entry);
  if (list === null) return;
  const [seen, place] = [list.getBoundingClientRect(), entry.getBoundingClientRect()];
  const below = Math.min(place.bottom - seen.bottom, place.top - seen.top);
  if (place.top < seen.top) list.scrollTop += place.top - seen.top;
  else if (below > 0) list.scrollTop += below;
}

function listOf(entry: HTMLElement): HTMLElement | null {
  for (let at = entry.parentElement; at !== null && at !== document.body; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return null;
}
