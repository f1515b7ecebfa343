"""Bringing cards into line: by the bar above a selection, by the grid, and by neighbours while dragging."""

import pytest
from drawing import Drawing
from flow_documents import row_of_three
from playwright.sync_api import Page, expect
from shelf import Shelf

LAPTOP = {"width": 1440, "height": 900}


@pytest.fixture
def drawing(owner_page: Page, shelf: Shelf) -> Drawing:
    owner_page.set_viewport_size(LAPTOP)
    flow = row_of_three()
    for node, (x, y) in zip(flow["nodes"], ((0, 0), (350, 47), (900, 11), (360, 333)), strict=True):
        node["position"] = {"x": x, "y": y}
    drawing = Drawing.at(owner_page, shelf.add(flow))
    drawing.page.keyboard.press("0")
    drawing.fit()
    return drawing


def place(drawing: Drawing, node_id: str) -> tuple[float, float]:
    (found,) = [node["position"] for node in drawing.document()["nodes"] if node["id"] == node_id]
    return found["x"], found["y"]


def choose(drawing: Drawing, *node_ids: str) -> None:
    for node_id in node_ids:
        drawing.node(node_id).click(modifiers=["Shift"])


@pytest.mark.parametrize(
    ("name", "axis"), [("Align left", 0), ("Align right", 0), ("Align centres", 0), ("Align top", 1)]
)
def test_must_align_the_selection_in_one_step(drawing: Drawing, name: str, axis: int) -> None:
    page = drawing.page
    start = drawing.document()
    choose(drawing, "trigger", "send_message", "end")
    page.get_by_role("toolbar", name="Arrange").get_by_role("button", name=name).click()
    lines = {place(drawing, node_id)[axis] for node_id in ("trigger", "send_message", "end")}
    assert len(lines) == 1
    page.keyboard.press("ControlOrMeta+z")
    assert drawing.document() == start


def test_must_spread_the_selection_evenly(drawing: Drawing) -> None:
    page = drawing.page
    choose(drawing, "trigger", "send_message", "end")
    page.get_by_role("toolbar", name="Arrange").get_by_role("button", name="Spread evenly across").click()
    xs = [place(drawing, node_id)[0] for node_id in ("trigger", "send_message", "end")]
    assert xs == [0, 450, 900]
    page.keyboard.press("ControlOrMeta+k")
    commands = page.get_by_role("dialog", name="Commands")
    commands.get_by_role("combobox").fill("align bottom")
    page.keyboard.press("Enter")
    expect(commands).to_be_hidden()
    drawing.stand_still()
    boxes = [drawing.node(node_id).bounding_box() for node_id in ("trigger", "send_message", "end")]
    assert len({round(box["y"] + box["height"]) for box in boxes if box}) == 1


def test_must_cards_snap_to_the_grid_unless_alt_is_held(drawing: Drawing) -> None:
    page, card = drawing.page, drawing.node("wait")
    box = card.bounding_box()
    assert box is not None
    start = (box["x"] + 150, box["y"] + 20)
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + 401, start[1] + 61, steps=6)
    page.mouse.up()
    x, y = place(drawing, "wait")
    assert (x % 8, y % 8) == (0, 0)
    page.mouse.move(start[0] + 401, start[1] + 61)
    page.keyboard.down("Alt")
    page.mouse.down()
    page.mouse.move(start[0] + 431, start[1] + 84, steps=8)
    page.mouse.up()
    page.keyboard.up("Alt")
    assert place(drawing, "wait") != (x, y)
    moved = place(drawing, "wait")
    assert (moved[0] % 8, moved[1] % 8) != (0, 0)
    assert moved[0] - x == pytest.approx(32, abs=6)
    assert moved[1] - y == pytest.approx(24, abs=6)


def test_must_a_neighbour_holds_a_dragged_card_in_line_and_a_guide_shows_it(drawing: Drawing) -> None:
    page, card = drawing.page, drawing.node("wait")
    box = card.bounding_box()
    assert box is not None
    start = (box["x"] + 150, box["y"] + 20)
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] - 30, start[1] + 20, steps=4)
    page.mouse.move(start[0] - 13, start[1] + 30, steps=4)
    guide = page.locator("[class*=guide][data-down]")
    expect(guide).to_have_count(1)
    page.mouse.up()
    expect(guide).to_have_count(0)
    assert place(drawing, "wait")[0] == 350, "in line with the message above, off the grid"


def test_must_the_bar_is_one_stop_and_a_letter_at_a_button_changes_nothing(drawing: Drawing) -> None:
    page = drawing.page
    choose(drawing, "trigger", "send_message", "end")
    start = drawing.document()
    bar = page.get_by_role("toolbar", name="Arrange")
    bar.get_by_role("button", name="Align top").focus()
    page.keyboard.press("ArrowRight")
    expect(bar.get_by_role("button", name="Align middles")).to_be_focused()
    expect(bar.locator("[tabindex='0']")).to_have_count(1)
    for button in (bar.get_by_role("button", name="Group"), page.get_by_role("button", name="Zoom to fit")):
        button.focus()
        for key in ("d", "p", "n", "ArrowDown", "Delete"):
            page.keyboard.press(key)
        assert drawing.document() == start
    drawing.node("end").focus()
    page.keyboard.press("d")
    assert drawing.document() != start
