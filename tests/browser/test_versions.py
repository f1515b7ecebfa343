"""Versions have names, and what differs between two of them, or from the draft, is drawn and listed field by field."""

import copy

import pytest
from drawing import Drawing
from greeter import FLOW
from playwright.sync_api import Locator, Page, expect
from shelf import Document, Shelf


@pytest.fixture
def flow_id(shelf: Shelf) -> int:
    """Version 1, and a draft in which a node was added, changed, moved and removed."""
    flow_id = shelf.add(FLOW)
    shelf.api.post(f"/api/flows/{flow_id}/publish").raise_for_status()
    shelf.save(flow_id, later())
    return flow_id


def later() -> Document:
    flow = copy.deepcopy(FLOW) | {"name": "Renamed", "settings": {"reentry": {"type": "once"}}}
    start, ask, nick, _ = flow["nodes"]
    ask["config"] = {"saveTo": "reply", "timeout": {"hours": 2}}
    nick["position"] = {"x": 640, "y": 240}
    text = {"type": "text", "text": "Bye"}
    bye = {"id": "bye", "type": "send_message", "position": {"x": 960, "y": 300}, "config": {"body": text}}
    flow["nodes"] = [start, ask, nick, bye]
    flow["edges"][2] |= {"target": "bye"}
    return flow


def test_a_version_is_named_at_publishing_and_renamed(owner_page: Page, shelf: Shelf) -> None:
    flow_id = shelf.add(FLOW)
    Drawing.at(owner_page, flow_id)
    owner_page.get_by_role("button", name="More").click()
    owner_page.get_by_role("menuitem", name="Publish with a name…").click()
    dialog = owner_page.get_by_role("dialog", name="Publish a version with a name")
    dialog.get_by_label("Name").fill("Spring sale")
    dialog.get_by_role("button", name="Publish").click()
    expect(owner_page.get_by_text("Version 1 is live").first).to_be_visible()
    owner_page.get_by_role("button", name="Version history").click()
    history = owner_page.get_by_role("region", name="Versions")
    expect(history).to_contain_text("Spring sale")
    expect(history).to_contain_text("by \u2068Ann\u2069")
    history.get_by_role("button", name="Name of version 1").click()
    field = history.get_by_role("textbox", name="Name of version 1")
    field.fill("Summer sale")
    field.press("Enter")
    expect(history).to_contain_text("Summer sale")
    expect(field).to_have_count(0)
    owner_page.goto(f"/flows/{flow_id}/versions")
    expect(owner_page.locator("tbody tr")).to_contain_text("Summer sale")


def test_the_draft_is_compared_with_a_version(owner_page: Page, flow_id: int, shelf: Shelf) -> None:
    drawing = Drawing.at(owner_page, flow_id)
    owner_page.get_by_role("button", name="Version history").click()
    owner_page.get_by_role("button", name="Compare with the draft").click()
    legend = owner_page.get_by_role("status", name="Nodes")
    expect(legend).to_have_text("1 added1 changed1 moved1 removed")
    drawing.fit()
    for node_id, look in (("bye", "Added"), ("ask", "Changed"), ("nick", "Moved"), ("done", "Removed")):
        expect(drawing.node(node_id).get_by_role("img", name=look)).to_be_visible()
    expect(drawing.node("start").get_by_role("img", name="Changed")).to_have_count(0)
    changes = owner_page.get_by_role("region", name="What differs")
    expect(changes).to_contain_text("Renamed")
    expect(changes.locator("del").filter(has_text="Every time")).to_be_visible()
    expect(changes.locator("ins").filter(has_text="Once")).to_be_visible()
    drawing.node("ask").click()
    expect(side(changes, "del", "1 day")).to_be_visible()
    expect(side(changes, "ins", "2 hours")).to_be_visible()
    changes.get_by_role("button", name="Removed").click()
    expect(side(changes, "del", "greeted")).to_be_visible()
    owner_page.get_by_role("button", name="Back to the draft").click()
    expect(drawing.node("bye")).to_be_visible()
    assert shelf.document(flow_id)["name"] == "Renamed"


def test_two_versions_are_compared_by_a_link(owner_page: Page, flow_id: int, shelf: Shelf) -> None:
    shelf.api.post(f"/api/flows/{flow_id}/publish").raise_for_status()
    owner_page.goto(f"/flows/{flow_id}?compare=1..2")
    expect(owner_page.get_by_role("status", name="Nodes")).to_contain_text("1 added")
    owner_page.get_by_role("combobox", name="Compare").or_(
        owner_page.get_by_role("textbox", name="Compare")
    ).click()
    owner_page.get_by_role("option", name="Version 2").click()
    expect(owner_page.get_by_text("Nothing differs.").first).to_be_visible()


@pytest.mark.forgiving("404")
def test_a_version_that_is_not_there_is_told(owner_page: Page, flow_id: int) -> None:
    owner_page.goto(f"/flows/{flow_id}?compare=77")
    expect(owner_page.get_by_text("There is no such version.")).to_be_visible()
    owner_page.get_by_role("button", name="Back to the draft").click()
    expect(Drawing(owner_page).node("start")).to_be_visible()


def side(changes: Locator, tag: str, text: str) -> Locator:
    return changes.locator(tag).filter(has_text=text)
