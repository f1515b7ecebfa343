"""An empty canvas offers flows that work; one press, one step of undo, and it can be published."""

from drawing import Drawing
from playwright.sync_api import Page, expect


def test_a_starter_takes_the_place_of_the_empty_draft_and_is_live_at_once(owner_page: Page) -> None:
    drawing = Drawing.new(owner_page)
    owner_page.get_by_role("button", name="Lead qualification").click()
    expect(drawing.node("start")).to_be_visible()
    assert len(drawing.document()["tests"]) >= 5
    owner_page.keyboard.press("ControlOrMeta+z")
    expect(owner_page.get_by_role("heading", name="What starts this flow?")).to_be_visible()
    owner_page.keyboard.press("ControlOrMeta+Shift+z")
    expect(drawing.node("start")).to_be_visible()
    drawing.settle()
    owner_page.get_by_role("button", name="Publish").click()
    expect(owner_page.get_by_text("Version 1 is live", exact=True)).to_be_visible()
