"""Looks at a page as somebody with weak eyes or a screen reader would: what axe finds serious, and words too faint to read."""

from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parents[2] / "editor/node_modules/axe-core/axe.min.js").read_text()
# Cards overlap edges and each other while a flow is drawn, so axe cannot tell what a word on one stands on:
# FAINT_WORDS measures those, too. What a search has put aside is faint because it does not count.
RUN = """async () => {
  const place = { exclude: [[".react-flow__node.dim"]] };
  const { violations } = await axe.run(place, { resultTypes: ["violations"] });
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`));
}"""
# The words whose colour is too near to that of what they stand on; what is disabled or only hinted at may be faint.
FAINT_WORDS = """() => {
  const parts = (colour) => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b]
    .map((part) => part / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const found = parts(getComputedStyle(at).backgroundColor);
      if (found[3] === 255) return found;
    }
    return [255, 255, 255, 255];
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (walker.currentNode.textContent.trim() === "" || !element.checkVisibility({ opacityProperty: true })) continue;
    if (element.closest("script, style, :disabled, [data-disabled], .react-flow__attribution")) continue;
    const [one, other] = [light(parts(getComputedStyle(element).color)), light(ground(element))];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (contrast < 4.5) faint.push(`${walker.currentNode.textContent.trim()}: ${contrast.toFixed(2)}`);
  }
  return faint;
}"""
SCHEME = "scheme => document.documentElement.dataset.mantineColorScheme === scheme"

STILL = "() => !document.getAnimations().some(each => each instanceof CSSTransition)"


def look(page: Page, where: str) -> None:
    """Nothing serious by day and by night; `where` is what is open, for whoever reads the failure."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_function(SCHEME, arg=scheme)
        page.wait_for_function(STILL)
        page.evaluate(AXE)
        found = page.evaluate(RUN)
        faint = page.evaluate(FAINT_WORDS)
        assert not found + faint, f"{where}, {scheme}: {found + faint}"
