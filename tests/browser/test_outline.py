"""The outline of a flow: a tree that is read and walked by keyboard, also on a telephone."""

from collections.abc import Callable
from typing import Any

from drawing import Drawing
from flow_documents import row_of_three
from playwright.sync_api import Page, expect
from shelf import Shelf


def looping() -> dict[str, Any]:
    """The row of three; what could not be sent is sent again after a while."""
    flow = row_of_three()
    flow["nodes"][1]["name"] = "Greet"
    flow["nodes"][3]["disabled"] = True
    flow["edges"] += [
        {"id": "e3", "source": "send_message", "sourceHandle": "failed", "target": "wait"},
        {"id": "e4", "source": "wait", "sourceHandle": "out", "target": "send_message"},
    ]
    return flow


TREE = """
- tree "Outline of the flow":
  - treeitem "Trigger When a message contains hi" [level=1]
  - treeitem /Greet Send/ [expanded] [level=1]
  - treeitem "Next" [expanded] [level=2]
  - treeitem "End End" [level=3]
  - treeitem "Failed" [expanded] [level=2]
  - treeitem "Wait (disabled) Wait 1 hour" [level=3]
  - treeitem "Goes on at Greet" [level=3]
"""


def test_must_the_outline_is_a_tree_that_is_walked_by_the_arrows(owner_page: Page, shelf: Shelf) -> None:
    page = owner_page
    page.set_viewport_size({"width": 1440, "height": 900})
    drawing = Drawing.at(page, shelf.add(looping()))
    page.keyboard.press("o")
    tree = page.get_by_role("tree", name="Outline of the flow")
    expect(tree).to_match_aria_snapshot(TREE)
    items = tree.get_by_role("treeitem")
    expect(items.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(items.nth(1)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(items).to_have_count(2)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(items.nth(2)).to_be_focused()
    page.keyboard.press("End")
    expect(items.nth(6)).to_be_focused()
    page.keyboard.press("Enter")
    expect(items.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(drawing.form().get_by_role("textbox", name="Name of the node")).to_have_value("Greet")
    expect(page.locator(".react-flow__node.selected")).to_have_attribute("data-id", "send_message")
    page.get_by_role("button", name="Close the settings").click()
    expect(items.nth(1)).to_be_focused()
    expect(items.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(tree).to_have_count(0)
    expect(page.get_by_role("button", name="Outline of the flow")).to_be_focused()


def test_must_a_flow_is_read_on_360_pixels_by_its_outline(
    owner_tab: Callable[..., Page], shelf: Shelf
) -> None:
    page = owner_tab(has_touch=True, viewport={"width": 360, "height": 740})
    drawing = Drawing.at(page, shelf.add(looping()))
    page.get_by_role("button", name="Outline of the flow").tap()
    tree = page.get_by_role("tree", name="Outline of the flow")
    box = tree.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    tree.get_by_role("treeitem", name="Greet").first.tap()
    expect(drawing.form().get_by_role("textbox", name="Name of the node")).to_have_value("Greet")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Close the settings").tap()
    expect(tree).to_be_visible()
