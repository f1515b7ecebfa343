"""What part of the flow is in view: the minimap, the keys of the zoom, and that none of it is a change of the flow."""

from typing import Any

import pytest
from drawing import Drawing, middle_of
from playwright.sync_api import Page, expect
from running import Running
from shelf import Shelf
from ways import node_of

LAPTOP = {"width": 1440, "height": 900}
CARDS = 8
# How many stretches of the minimap's middle line are painted: a row of cards is as many.
STRETCHES = """paper => {
  const { data } = paper.getContext("2d").getImageData(0, paper.height / 2, paper.width, 1);
  const painted = [...Array(paper.width).keys()].map(at => data[4 * at + 3] > 0);
  return painted.filter((is, at) => is && !painted[at - 1]).length;
}"""


@pytest.fixture
def drawing(owner_page: Page, product: Running) -> Drawing:
    """A long row of cards, of which the first ones are in view."""
    owner_page.set_viewport_size(LAPTOP)
    drawing = Drawing.at(owner_page, Shelf(product.sign_in()).add(row()))
    expect(drawing.node("n0")).to_be_visible()
    return drawing


def row() -> dict[str, Any]:
    nodes = [
        {"id": f"n{n}", "type": "end", "position": {"x": 800 * n, "y": 0}, "config": {}} for n in range(CARDS)
    ]
    return {"formatVersion": 1, "name": "A long row", "nodes": nodes, "edges": []}


def test_must_the_minimap_shows_the_flow_and_leads_to_its_parts(drawing: Drawing) -> None:
    page, last = drawing.page, f"n{CARDS - 1}"
    paper = page.locator("canvas")
    expect(paper).to_be_visible()
    page.wait_for_function(f"count => ({STRETCHES})(document.querySelector('canvas')) === count", arg=CARDS)
    expect(drawing.node(last)).to_have_count(0)
    middle, before = middle_of(paper), drawing.document()
    page.mouse.click(middle[0] + 70, middle[1])
    expect(drawing.node(last)).to_be_visible()
    expect(drawing.node("n0")).to_have_count(0)
    page.mouse.move(middle[0] + 70, middle[1])
    page.mouse.down()
    page.mouse.move(*middle, steps=4)
    expect(drawing.node(last)).to_have_count(0)
    page.mouse.move(middle[0] - 70, middle[1], steps=4)
    page.mouse.up()
    expect(drawing.node("n0")).to_be_visible()
    page.mouse.move(middle[0] + 70, middle[1], steps=4)
    expect(drawing.node("n0")).to_be_visible()
    assert drawing.document() == before
    drawing.node("n0").click()
    page.keyboard.press("Delete")
    page.wait_for_function(
        f"count => ({STRETCHES})(document.querySelector('canvas')) === count", arg=CARDS - 1
    )


def test_must_keys_zoom_to_the_flow_to_the_selection_and_to_its_real_size(drawing: Drawing) -> None:
    page = drawing.page
    drawing.node("n0").click()
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    for n in range(CARDS):
        expect(drawing.node(f"n{n}")).to_be_in_viewport(ratio=0.99)
    assert drawing.percent() < 50
    drawing.node("n2").click()
    drawing.node("n3").click(modifiers=["Shift"])
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    for n in (2, 3):
        expect(drawing.node(f"n{n}")).to_be_in_viewport(ratio=0.99)
    expect(drawing.node("n0")).to_have_count(0)
    assert drawing.percent() > 50
    page.keyboard.press("1")
    page.keyboard.press("0")
    expect(page.get_by_role("button", name="Zoom is 100 %")).to_be_visible()
    name = page.get_by_role("textbox", name="Name of the flow")
    name.fill("Route ")
    name.press_sequentially("102")
    expect(name).to_have_value("Route 102")
    assert drawing.percent() == 100


def test_must_selection_and_viewport_are_no_steps_of_undo(drawing: Drawing) -> None:
    page = drawing.page
    before = drawing.document()
    undo = page.get_by_role("button", name="Undo", exact=True)
    drawing.node("n0").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("1")
    page.keyboard.press("0")
    expect(undo).to_be_disabled()
    page.keyboard.press("1")
    drawing.node("n1").click()
    page.keyboard.press("ArrowDown")
    moved = drawing.document()
    assert [node for node in moved["nodes"] if node not in before["nodes"]] == [node_of(moved, "n1")]
    drawing.node("n2").click()
    drawing.node("n3").click(modifiers=["Shift"])
    page.keyboard.press("2")
    shown = drawing.percent()
    page.keyboard.press("ControlOrMeta+z")
    assert drawing.document() == before
    expect(undo).to_be_disabled()
    expect(page.locator(".react-flow__node.selected")).to_have_count(2)
    assert drawing.percent() == shown
    page.keyboard.press("ControlOrMeta+y")
    assert drawing.document() == moved
