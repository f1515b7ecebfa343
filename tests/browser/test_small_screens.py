"""A flow is edited on a tablet's screen and everything is read on a telephone's: nothing scrolls sideways, is covered or cut off."""

from collections.abc import Callable
from typing import Any

import pytest
from crowded import uncrowded
from drawing import Drawing
from flow_documents import greeting, row_of_three
from greeter import Greeter
from playwright.sync_api import FloatRect, Locator, Page, expect
from running import Running
from shelf import Shelf
from ways import ways

TABLET = {"width": 768, "height": 1024}
TELEPHONE = {"width": 360, "height": 740}
LONG = "Fátima Zahra El Amrani de la Vega y Ortiz de Zárate"


def box_of(place: Locator) -> FloatRect:
    box = place.bounding_box()
    assert box is not None
    return box


def test_must_a_flow_is_edited_on_768_pixels(owner_tab: Callable[..., Page], shelf: Shelf) -> None:
    page = owner_tab(viewport=TABLET)
    drawing = Drawing.at(page, shelf.add(greeting("On a tablet")))
    uncrowded(page, "canvas")
    page.get_by_role("button", name="Nodes", exact=True).click()
    uncrowded(page, "palette")
    end = drawing.add("End")
    form = drawing.form()
    expect(form).to_be_visible()
    uncrowded(page, "form")
    bar = box_of(page.get_by_role("button", name="Publish"))
    assert box_of(form)["y"] >= bar["y"] + bar["height"]
    drawing.fit()
    card = box_of(drawing.node(end))
    assert card["x"] + card["width"] <= box_of(form)["x"], (
        "the form lies over the canvas, but not over the card"
    )
    page.get_by_role("button", name="Close the settings").click()
    drawing.wire("greet", "failed", end)
    assert ("greet", "failed", end) in ways(drawing.document())
    drawing.open("greet")
    drawing.write("Text", "Hello from the sofa")
    page.get_by_role("button", name="Close the settings").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Version 1 is live").first).to_be_visible()
    for panel in ("Flow settings", "Version history", "Simulator", "Phone", "Numbers"):
        page.get_by_role("button", name=panel, exact=True).click()
        uncrowded(page, panel)


def test_a_panel_at_the_left_leaves_the_cards_in_sight(owner_tab: Callable[..., Page], shelf: Shelf) -> None:
    """Where sentences run from right to left the panel lies over the other end of the canvas."""
    page = owner_tab(viewport=TABLET)
    page.evaluate("localStorage.setItem('parley-language', 'ar')")
    drawing = Drawing.at(page, shelf.add(row_of_three()))
    drawing.node("trigger").click()
    panel = page.locator("[data-side-panel]")
    expect(panel).to_be_visible()
    uncrowded(page, "form")
    page.keyboard.press("1")
    end = box_of(panel)["x"] + box_of(panel)["width"]
    for node_id in ("trigger", "end"):
        expect(drawing.node(node_id)).to_be_visible()
        assert box_of(drawing.node(node_id))["x"] >= end


@pytest.fixture
def reader(owner_tab: Callable[..., Page]) -> Page:
    """Somebody with a telephone."""
    return owner_tab(has_touch=True, viewport=TELEPHONE)


def through(page: Page, where: str) -> None:
    """Look at its beginning and its end."""
    uncrowded(page, where)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    uncrowded(page, f"the end of {where}")


def test_must_everything_is_read_on_360_pixels(reader: Page, product: Running, shelf: Shelf) -> None:
    shop = Greeter(product.sign_in())
    failed = shop.reach("Carl", "+34600445566", status="Failed")
    shop.reach(LONG, "+34600112233", waitingFor="reply")
    shelf.add(row_of_three() | {"name": f"{LONG} {LONG}", "description": LONG * 3})
    flow = f"/flows/{shop.flow_id}"
    for path, what in (
        ("/", reader.get_by_role("link", name="Nicknames")),
        (f"{flow}/executions", reader.get_by_role("link", name="No. ").first),
        (f"{flow}/versions", reader.get_by_role("link", name="Show on the canvas")),
        (f"/executions/{failed}", reader.get_by_text("This execution failed")),
        ("/messages", reader.get_by_role("heading", name="Unknown sends")),
        ("/accounts", reader.get_by_role("heading", name="Demo phone")),
        ("/settings", reader.get_by_role("combobox", name="Language")),
        (f"/phone/{shop.account_id}", reader.get_by_text(LONG)),
    ):
        reader.goto(path)
        expect(what).to_be_in_viewport()
        reader.wait_for_load_state("load")
        through(reader, path)
    reader.get_by_text(LONG).tap()
    expect(reader.get_by_text("hello")).to_be_visible()
    through(reader, "chat")
    read_a_flow(reader, shop.flow_id)


def read_a_flow(page: Page, flow_id: int) -> None:
    """Its outline, its numbers, its versions and what differs between them."""
    Drawing.at(page, flow_id)
    uncrowded(page, "canvas")
    page.get_by_role("button", name="Numbers").tap()
    expect(page.get_by_text("entered")).to_be_visible()
    uncrowded(page, "numbers")
    page.get_by_role("button", name="Hide the numbers").tap()
    page.get_by_role("button", name="Outline of the flow").tap()
    expect(page.get_by_role("treeitem").first).to_be_visible()
    uncrowded(page, "outline")
    page.get_by_role("button", name="Version history").tap()
    expect(page.get_by_role("region", name="Versions")).to_be_visible()
    uncrowded(page, "versions panel")
    page.get_by_role("button", name="Compare with the draft").tap()
    expect(page.get_by_text("Nothing differs.").first).to_be_visible()
    uncrowded(page, "compare")


@pytest.mark.forgiving("409")
def test_a_conflict_is_settled_on_360_pixels(reader: Page, shelf: Shelf) -> None:
    flow_id = shelf.add(greeting("Ours"))
    drawing = Drawing.at(reader, flow_id)
    theirs: dict[str, Any] = shelf.document(flow_id) | {"description": "Theirs"}
    shelf.save(flow_id, theirs)
    drawing.rename("Mine")
    dialog = reader.get_by_role("dialog", name="This flow was changed elsewhere")
    expect(dialog.get_by_role("button", name="Put mine on top of theirs")).to_be_visible()
    uncrowded(reader, "conflict")
    dialog.get_by_role("button", name="Keep mine").tap()
    drawing.settle()
    assert shelf.document(flow_id)["name"] == "Mine"
