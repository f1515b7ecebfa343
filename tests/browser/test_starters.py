"""An empty canvas offers flows that work; one press, one step of undo, and it can be published."""

import pytest
from drawing import Drawing
from playwright.sync_api import Page, expect

STARTERS = ("Welcome with opt-in", "Lead qualification", "Support with business hours")


@pytest.mark.parametrize("name", STARTERS)
def test_a_starter_takes_the_place_of_the_empty_draft_and_is_live_at_once(
    flows_page: Page, name: str
) -> None:
    drawing = Drawing.new(flows_page)
    flows_page.get_by_role("button", name=name).click()
    expect(drawing.node("start")).to_be_visible()
    assert drawing.document()["tests"]
    flows_page.keyboard.press("ControlOrMeta+z")
    expect(flows_page.get_by_role("heading", name="What starts this flow?")).to_be_visible()
    flows_page.keyboard.press("ControlOrMeta+Shift+z")
    expect(drawing.node("start")).to_be_visible()
    drawing.settle()
    flows_page.get_by_role("button", name="Publish").click()
    expect(flows_page.get_by_text("Version 1 is live", exact=True)).to_be_visible()
