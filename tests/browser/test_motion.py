"""Things move on the canvas, unless somebody's system asks for less of that: then nothing does."""

from collections.abc import Callable

import pytest
from drawing import Drawing
from flow_documents import row_of_three
from playwright.sync_api import Page, expect
from running import Running
from shelf import Shelf

# Writes down what moves by itself for longer than an eye can see, as it begins; 1 ms is how a delay is kept without a motion.
LISTEN = """
  window.motions = [];
  for (const kind of ["animationstart", "transitionrun"]) document.addEventListener(kind, ({ target, propertyName, animationName }) => {
    const lasting = target.getAnimations({ subtree: true }).some(({ effect }) => effect.getComputedTiming().duration > 10);
    if (lasting) window.motions.push(`${propertyName ?? animationName} of ${target.tagName} ${target.getAttribute("class")}`);
  }, true);
"""


@pytest.fixture
def flow_id(product: Running) -> int:
    """A flow that says hello and waits for a reply."""
    flow = row_of_three()
    flow["nodes"][2] |= {"type": "wait_for_reply"}
    return Shelf(product.sign_in()).add(flow)


@pytest.mark.parametrize("wish", ["reduce", "no-preference"])
def test_must_nothing_moves_for_whoever_wants_less_motion(
    owner_tab: Callable[..., Page], flow_id: int, wish: str
) -> None:
    page = owner_tab(reduced_motion=wish)
    page.add_init_script(LISTEN)
    page.clock.install()
    drawing = Drawing.at(page, flow_id)
    work_everywhere(drawing)
    motions = page.evaluate("window.motions")
    if wish == "reduce":
        assert motions == []
    else:
        assert any("pulse" in motion for motion in motions), "the card at which the simulation stands"
        assert any("Modal" in motion for motion in motions), motions
    zoom(drawing, is_at_once=wish == "reduce")


def work_everywhere(drawing: Drawing) -> None:
    """Open and close what can be, and let a simulation stand at a card."""
    page = drawing.page
    page.get_by_role("button", name="Simulator", exact=True).click()
    field = page.get_by_role("textbox", name="Type as the customer")
    field.fill("hi")
    field.press("Enter")
    expect(page.locator("[data-current]")).to_be_visible()
    page.get_by_role("button", name="What else can happen").click()
    page.get_by_role("menuitem", name="Some time passes").click()
    page.get_by_text("Contact", exact=True).click()
    drawing.add("Wait for reply")
    drawing.form().get_by_role("switch").first.click(force=True)
    page.get_by_role("button", name="Close the settings").click()
    page.get_by_role("button", name="Tidy up").click()
    expect(page.get_by_role("button", name="Tidy up")).to_have_attribute("aria-busy", "false")
    page.get_by_role("button", name="Version history").hover()
    page.get_by_role("region", name="Canvas").focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("ControlOrMeta+k")
    expect(page.get_by_role("dialog", name="Commands")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def zoom(drawing: Drawing, *, is_at_once: bool) -> None:
    """The view goes to its new place in one jump, or in a short journey; time stands still meanwhile."""
    page = drawing.page
    size = page.get_by_role("button", name="Zoom is")
    page.get_by_role("button", name="Zoom out").click()
    page.get_by_role("button", name="Zoom out").click()
    page.clock.run_for(1_000)
    page.clock.pause_at(page.evaluate("Date.now()") + 10_000)
    before = size.text_content()
    page.keyboard.press("0")
    page.clock.run_for(60)
    if is_at_once:
        expect(size).to_have_text("100%")
        return
    expect(size).not_to_have_text("100%")
    expect(size).not_to_have_text(str(before))
    page.clock.run_for(200)
    expect(size).to_have_text("100%")
