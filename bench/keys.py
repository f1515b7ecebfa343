"""Typing into a message of a large flow, whose checks go on meanwhile, beside the same typing with the checks kept away."""

import msgspec
from playwright.sync_api import Page, Route

WORDS = 12
LETTER_GAP = 60
"""Milliseconds between two keys: a fast typist."""
WORD_GAP = 400
"""Milliseconds between two words: a check begins, and its answer meets the next word."""
FRAME = 1000 / 60


class Typing(msgspec.Struct):
    """Frames of 1/60 s that were not drawn while somebody typed, of all there were, and the 95th percentile of a frame in ms."""

    dropped: int
    frames: int
    slow_frame: float


def measure(page: Page) -> tuple[Typing, Typing]:
    """Type into the first message: with the checks, and without."""
    page.keyboard.press("ControlOrMeta+f")
    page.get_by_role("searchbox", name="Find in this flow").fill("Message 1 for")
    page.locator(".react-flow__node.selected").wait_for()
    page.keyboard.press("Escape")
    page.locator(".react-flow__node.selected").click()
    field = page.get_by_role("region", name="Settings of").get_by_role("textbox", name="Text", exact=True)
    field.click()
    _type(page)  # what loads with the first key is no matter
    checked = _type(page)
    page.route("**/api/flows/*/check", _nothing_found)
    unchecked = _type(page)
    page.unroute("**/api/flows/*/check")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    return checked, unchecked


def _nothing_found(route: Route) -> None:
    route.fulfill(json={"issues": []})


def _type(page: Page) -> Typing:
    page.evaluate("window.record_()")
    for word in range(WORDS):
        page.keyboard.type(f"word{word} ", delay=LETTER_GAP)
        page.wait_for_timeout(WORD_GAP)
    gaps: list[float] = page.evaluate("window.stop_()")
    gaps = sorted(gaps[1:])
    dropped = sum(round(gap / FRAME) - 1 for gap in gaps if gap > FRAME)
    return Typing(dropped, len(gaps) + dropped, gaps[int(0.95 * (len(gaps) - 1))])
