"""The command palette, and the search in names and settings."""

import pytest
from drawing import Drawing
from flow_documents import row_of_three
from playwright.sync_api import Locator, Page, expect
from shelf import Shelf
from ways import ids, node_of, ways

LAPTOP = {"width": 1440, "height": 900}


@pytest.fixture
def drawing(owner_page: Page, shelf: Shelf) -> Drawing:
    owner_page.set_viewport_size(LAPTOP)
    flow = row_of_three()
    flow["nodes"][3]["name"] = "Breathe"
    flow["notes"] = [{"id": "note", "text": "Ask the café", "position": {"x": 0, "y": 240}}]
    drawing = Drawing.at(owner_page, shelf.add(flow))
    drawing.fit()
    return drawing


def commands(page: Page) -> Locator:
    page.keyboard.press("ControlOrMeta+k")
    return page.get_by_role("dialog", name="Commands").get_by_role("combobox")


@pytest.mark.forgiving("422")
def test_must_the_command_palette_acts(drawing: Drawing) -> None:
    page = drawing.page
    drawing.node("wait").click()
    commands(page).fill("disable")
    page.keyboard.press("Enter")
    assert node_of(drawing.document(), "wait")["disabled"] is True
    commands(page).fill("undo")
    page.keyboard.press("Enter")
    assert "disabled" not in node_of(drawing.document(), "wait")
    commands(page).fill("flow settings")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Flow settings")).to_be_visible()
    commands(page).fill("publish")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Not published").first).to_be_visible()


def test_must_the_command_palette_adds_nodes_and_goes_to_those_of_the_flow(drawing: Drawing) -> None:
    page = drawing.page
    commands(page).fill("breathe")
    page.keyboard.press("Enter")
    expect(drawing.form().get_by_role("textbox", name="Name of the node")).to_have_value("Breathe")
    # From a field, too; what is added goes on from the selected node.
    drawing.form().get_by_role("textbox", name="Name of the node").click()
    commands(page).fill("add wait for reply")
    page.keyboard.press("Enter")
    page.wait_for_function("() => window.parley.document().nodes.length === 5")
    assert ("wait", "out", "wait_for_reply") in ways(drawing.document())


def test_must_the_command_palette_is_left_by_escape_and_gives_the_keyboard_back(drawing: Drawing) -> None:
    page = drawing.page
    drawing.node("end").focus()
    field = commands(page)
    expect(field).to_be_focused()
    field.fill("no such thing at all")
    expect(page.get_by_text("Nothing has this name")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(drawing.node("end")).to_be_focused()


def test_must_find_in_names_and_in_every_value_and_dim_the_rest(drawing: Drawing) -> None:
    page = drawing.page
    page.keyboard.press("ControlOrMeta+f")
    field = page.get_by_role("searchbox", name="Find in this flow")
    expect(field).to_be_focused()
    field.fill("contact.name")
    expect(page.get_by_text("1 of 1")).to_be_visible()
    expect(page.locator(".react-flow__node.dim")).to_have_count(4)
    field.fill("BREATHE")
    expect(page.locator(".react-flow__node.selected")).to_have_attribute("data-id", "wait")
    field.fill("cafe")
    expect(page.locator(".react-flow__node.selected")).to_have_attribute("data-id", "note")
    field.fill("nowhere to be found")
    expect(page.get_by_text("Nothing", exact=True)).to_be_visible()


def test_must_find_goes_round_by_enter_and_ends_by_escape(drawing: Drawing) -> None:
    page = drawing.page
    page.keyboard.press("ControlOrMeta+f")
    page.get_by_role("searchbox", name="Find in this flow").fill("e")
    selected = page.locator(".react-flow__node.selected")
    seen = []
    for _ in range(4):
        seen.append(selected.get_attribute("data-id"))
        page.keyboard.press("Enter")
    assert set(seen) >= ids(drawing.document()) - {"note"}
    assert len(set(seen)) == 4
    page.keyboard.press("Shift+Enter")
    expect(selected).to_have_attribute("data-id", str(seen[3]))
    page.keyboard.press("Escape")
    expect(page.locator(".react-flow__node.dim")).to_have_count(0)
    expect(drawing.node(str(seen[3]))).to_be_focused()


def test_must_find_outlives_a_deletion_is_taken_up_again_and_ends_on_the_canvas(drawing: Drawing) -> None:
    page = drawing.page
    page.keyboard.press("ControlOrMeta+f")
    field = page.get_by_role("searchbox", name="Find in this flow")
    field.fill("e")
    page.keyboard.press("Shift+Enter")
    count = page.get_by_role("search").get_by_role("status")
    before = (count.text_content() or "").split(" of ")
    assert before[0] == before[1]
    last = page.locator(".react-flow__node.selected")
    last.focus()
    page.keyboard.press("Delete")
    left = int(before[1]) - 1
    expect(count).to_have_text(f"{left} of {left}")
    page.keyboard.press("ControlOrMeta+f")
    expect(field).to_be_focused()
    page.keyboard.type("breathe")
    expect(field).to_have_value("breathe")
    drawing.node("wait").focus()
    page.keyboard.press("Escape")
    expect(last).to_have_count(0)
    page.keyboard.press("Escape")
    expect(field).to_have_count(0)
    expect(page.locator(".react-flow__node.dim")).to_have_count(0)


def test_must_a_note_is_coloured_by_keyboard_and_undo_is_said(drawing: Drawing) -> None:
    page = drawing.page
    drawing.node("note").click()
    commands(page).fill("colour pink")
    page.keyboard.press("Enter")
    assert drawing.document()["notes"][0]["colour"] == "pink"
    page.keyboard.press("ControlOrMeta+z")
    assert drawing.document()["notes"][0]["colour"] == "yellow"
    said = page.get_by_role("region", name="Canvas").locator("[aria-live=polite][aria-atomic]")
    expect(said).to_have_text("Undone")
