"""Looks at a page for what a narrow screen spoils: what reaches out of it, covers something else, is cut off or is too small to read."""

import pytest
from playwright.sync_api import Page

LOOKS = 20
"""How often to look, 100 ms apart: what is beside a panel moves a frame after the panel has opened."""

# Only what is in sight counts; what scrolls in a place of its own may reach out of that place.
CROWDED = """() => {
  const wide = document.documentElement.clientWidth;
  const high = window.innerHeight;
  const troubles = [];
  // The skip link waits out of sight, and what is drawn on the canvas may lie anywhere.
  const NO_MATTER = ".skip-link, .react-flow__nodes, .react-flow__edges, .react-flow__edgelabel-renderer, .react-flow__attribution";
  const say = (element) => (element.getAttribute("aria-label") || element.innerText || element.outerHTML).trim().slice(0, 80);
  const isSeen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  // What is scrolled up goes under the bar.
  const bar = document.querySelector("header");
  const below = (element) => (bar === null || bar.contains(element) ? -Infinity : bar.getBoundingClientRect().bottom);
  const clipped = (element) => {
    let box = element.getBoundingClientRect();
    let [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom];
    if (window.scrollY > 0) top = Math.max(top, below(element));
    for (let at = element.parentElement; at; at = at.parentElement) {
      if (getComputedStyle(at).overflow === "visible") continue;
      box = at.getBoundingClientRect();
      [left, top] = [Math.max(left, box.left), Math.max(top, box.top)];
      [right, bottom] = [Math.min(right, box.right), Math.min(bottom, box.bottom)];
    }
    return { left, top, right, bottom };
  };
  if (document.documentElement.scrollWidth > wide) troubles.push(`scrolls sideways: ${document.documentElement.scrollWidth}`);
  const above = [...document.querySelectorAll("[role=dialog], [role=menu]")].filter(isSeen).at(-1) ?? document.body;
  for (const element of above.querySelectorAll("a[href], button, input, select, textarea, [role=combobox], [role=treeitem]")) {
    if (element.closest(NO_MATTER) || !isSeen(element)) continue;
    const { left, top, right, bottom } = clipped(element);
    if (right - left < 2 || bottom - top < 2 || bottom > high || top < 0) continue;
    if (left < -1 || right > wide + 1) troubles.push(`reaches out: ${say(element)}`);
    const found = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const isFree = found && (element.contains(found) || found.contains(element) || found.closest("label")?.control === element);
    if (!isFree) troubles.push(`covered: ${say(element)} by ${found ? say(found) : "nothing"}`);
  }
  const walker = document.createTreeWalker(above, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const words = walker.currentNode.textContent.trim();
    if (words === "" || element.closest("script, style, .react-flow, [aria-hidden=true]") || !isSeen(element)) continue;
    const { fontSize, clipPath } = getComputedStyle(element);
    if (clipPath !== "none" || element.getBoundingClientRect().width <= 1) continue;
    if (parseFloat(fontSize) < 10.5) troubles.push(`small: ${words.slice(0, 40)} ${fontSize}`);
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const text = range.getBoundingClientRect();
    for (let at = element; at && at !== above; at = at.parentElement) {
      const { overflowX, textOverflow, clipPath } = getComputedStyle(at);
      if (clipPath !== "none" || overflowX === "auto" || overflowX === "scroll" || textOverflow === "ellipsis") break;
      const box = at.getBoundingClientRect();
      if (overflowX !== "visible" && box.width > 1 && (text.right > box.right + 1.5 || text.left < box.left - 1.5)) {
        troubles.push(`cut off: ${words.slice(0, 40)}`);
        break;
      }
    }
  }
  return troubles;
}"""


def uncrowded(page: Page, where: str) -> None:
    """Everything in sight can be read and reached, once it is drawn; `where` is what is open, for whoever reads the failure."""
    for _ in range(LOOKS):
        troubles = page.evaluate(CROWDED)
        if not troubles:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"{where}: {troubles}")
