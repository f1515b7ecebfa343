"""The mouse on the canvas: where nodes can be dropped, what a marquee takes, and what copying, cutting and tidying do."""

from collections.abc import Callable
from typing import Any

import pytest
from drawing import Drawing, middle_of
from flow_documents import greeting, row_of_three
from playwright.sync_api import Locator, Page, expect
from shelf import Shelf
from ways import node_of, ways

LAPTOP = {"width": 1440, "height": 900}


@pytest.fixture
def drawing(owner_page: Page, shelf: Shelf) -> Drawing:
    """A flow of three cards in a row, and one that stands alone below them."""
    owner_page.set_viewport_size(LAPTOP)
    drawing = Drawing.at(owner_page, shelf.add(row_of_three()))
    drawing.fit()
    return drawing


def test_must_a_wire_dropped_on_empty_canvas_asks_for_the_node_to_put_there(drawing: Drawing) -> None:
    before = drawing.document()
    x, y = middle_of(drawing.node("wait"))
    port = drawing.node("send_message").locator("[data-handleid='failed']")
    drag(drawing.page, middle_of(port), (x + 260, y))
    drawing.pick("Wait for reply")
    assert ways(drawing.document()) == ways(before) | {("send_message", "failed", "wait_for_reply")}
    undo_once(drawing, before)


def test_must_a_palette_node_dropped_on_an_edge_is_put_into_it(drawing: Drawing) -> None:
    before = drawing.document()
    added = drawing.drop("Wait for reply", *edge_middle(drawing, "e1"))
    after = ways(drawing.document())
    assert {("trigger", "out", added), (added, "replied", "send_message")} <= after
    assert ("trigger", "out", "send_message") not in after
    undo_once(drawing, before)


def test_must_a_card_dragged_onto_an_edge_is_put_into_it(drawing: Drawing) -> None:
    before = drawing.document()
    drag(drawing.page, hold(drawing.node("wait")), edge_middle(drawing, "e2"))
    after = drawing.document()
    assert ways(after) == {
        ("trigger", "out", "send_message"),
        ("send_message", "out", "wait"),
        ("wait", "out", "end"),
    }
    boxes = [
        node["position"]["x"] for node in after["nodes"] if node["id"] in ("send_message", "wait", "end")
    ]
    assert len(set(boxes)) == 3, "they lie beside each other"
    undo_once(drawing, before)


def test_must_the_plus_on_an_edge_adds_in_between(drawing: Drawing) -> None:
    before = drawing.document()
    drawing.page.mouse.move(*edge_middle(drawing, "e2"))
    drawing.page.get_by_role("button", name="Insert here").click()
    drawing.pick("Set variable")
    assert ways(drawing.document()) == {
        ("trigger", "out", "send_message"),
        ("send_message", "out", "set_variable"),
        ("set_variable", "out", "end"),
    }
    undo_once(drawing, before)


def test_must_the_plus_of_a_way_out_adds_behind_it(drawing: Drawing) -> None:
    before = drawing.document()
    added = drawing.after("wait", "Wait", "Send message")
    assert ways(drawing.document()) == ways(before) | {("wait", "out", added)}
    undo_once(drawing, before)


def undo_once(drawing: Drawing, before: dict[str, Any]) -> None:
    """All of it was one step: the node, its ways and the room that was made for it; so it is for redo."""
    after = drawing.document()
    undo = drawing.page.get_by_role("button", name="Undo", exact=True)
    undo.click()
    assert drawing.document() == before
    expect(undo).to_be_disabled()
    drawing.page.get_by_role("button", name="Redo", exact=True).click()
    assert drawing.document() == after


def test_a_plus_leads_to_a_node_that_is_there_already(drawing: Drawing) -> None:
    drawing.node("send_message").get_by_role("button", name="Add after Failed").click()
    drawing.pick("lead to wait")
    after = drawing.document()
    assert ("send_message", "failed", "wait") in ways(after)
    assert len(after["nodes"]) == 4
    drawing.page.keyboard.press("ControlOrMeta+z")
    assert ("send_message", "failed", "wait") not in ways(drawing.document())


def test_a_wire_that_was_begun_by_keyboard_is_laid_or_left_by_mouse(drawing: Drawing) -> None:
    page = drawing.page
    connecting = page.get_by_text("Connecting. Go to the target")
    drawing.node("wait").focus()
    page.keyboard.press("c")
    expect(connecting.first).to_be_visible()
    page.locator(".react-flow__pane").click(position={"x": 30, "y": 30})
    expect(connecting).to_have_count(0)
    drawing.node("wait").focus()
    page.keyboard.press("c")
    drawing.node("end").click()
    assert ("wait", "out", "end") in ways(drawing.document())
    expect(drawing.form()).to_have_count(0)


def test_after_a_marquee_the_keyboard_is_the_canvas_s(drawing: Drawing, shelf: Shelf) -> None:
    """Also when a text had the keyboard before: the cards are copied, cut and deleted, and no letter of the text."""
    page = drawing.page
    name = page.get_by_role("textbox", name="Name of the flow")
    name.click()
    page.locator(".react-flow__pane").click(position={"x": 30, "y": 30})
    marquee(drawing, "send_message", "wait")
    expect(page.locator(".react-flow__node.selected")).to_have_count(2)
    page.keyboard.press("ControlOrMeta+x")
    assert [node["id"] for node in drawing.document()["nodes"]] == ["trigger", "end"]
    expect(name).to_have_value("Three in a row")
    page.keyboard.press("ControlOrMeta+z")
    marquee(drawing, "send_message", "wait")
    page.keyboard.press("ControlOrMeta+c")
    tab = page.context.new_page()
    other = Drawing.at(tab, shelf.add(greeting("Elsewhere")))
    tab.locator(".react-flow__pane").click(position={"x": 30, "y": 30})
    tab.keyboard.press("ControlOrMeta+v")
    tab.wait_for_function("() => window.parley.document().nodes.length === 4")
    pasted = other.document()["nodes"][2:]
    copied = [node for node in drawing.document()["nodes"] if node["id"] in ("send_message", "wait")]
    assert [node["config"] for node in pasted] == [node["config"] for node in copied]


def test_several_cards_are_dragged_together(drawing: Drawing) -> None:
    before = {node["id"]: node["position"] for node in drawing.document()["nodes"]}
    marquee(drawing, "send_message", "wait")
    x, y = hold(drawing.node("wait"))
    drag(drawing.page, (x, y), (x - 60, y + 90))
    after = {node["id"]: node["position"] for node in drawing.document()["nodes"]}
    moved = {node_id for node_id in before if before[node_id] != after[node_id]}
    assert moved == {"send_message", "wait"}
    by = {(after[i]["x"] - before[i]["x"], after[i]["y"] - before[i]["y"]) for i in moved}
    assert len(by) == 1
    drawing.page.keyboard.press("ControlOrMeta+z")
    assert {node["id"]: node["position"] for node in drawing.document()["nodes"]} == before


def test_tidying_a_selection_leaves_the_others(drawing: Drawing) -> None:
    before = {node["id"]: node["position"] for node in drawing.document()["nodes"]}
    marquee(drawing, "send_message", "wait")
    button = drawing.page.get_by_role("button", name="Tidy up")
    button.click()
    expect(button).to_have_attribute("aria-busy", "false")
    after = {node["id"]: node["position"] for node in drawing.document()["nodes"]}
    assert (after["trigger"], after["end"]) == (before["trigger"], before["end"])
    assert after != before


def test_an_edge_pulled_off_its_card_is_taken_away(drawing: Drawing) -> None:
    end = drawing.page.locator(".react-flow__edge[data-id='e2'] .react-flow__edgeupdater-target")
    x, y = middle_of(end)
    drag(drawing.page, (x, y), (x - 40, y + 160))
    assert ways(drawing.document()) == {("trigger", "out", "send_message")}


def test_what_the_clipboard_cannot_carry_is_not_cut(drawing: Drawing) -> None:
    drawing.open("send_message")
    drawing.write("Text", "long " * 220_000)
    drawing.page.locator(".react-flow__pane").click(position={"x": 30, "y": 30})
    expect(drawing.form()).to_be_hidden()
    drawing.node("send_message").click()
    expect(drawing.node("send_message")).to_be_focused()
    drawing.page.keyboard.press("ControlOrMeta+x")
    expect(drawing.page.get_by_text("too much for the clipboard")).to_be_visible()
    assert "send_message" in {node["id"] for node in drawing.document()["nodes"]}


@pytest.mark.parametrize("node_id", ["wait_for_reply", "set_variable", "trigger", "end"])
def test_two_megabytes_in_a_short_field_do_not_stop_the_page(
    owner_page: Page, shelf: Shelf, node_id: str
) -> None:
    """What is pasted there is kept; its card shows a beginning of it."""
    flow_id = shelf.add(row_of_three())
    drawing = Drawing.at(owner_page, flow_id)
    if node_id in ("wait_for_reply", "set_variable"):
        drawing.add({"wait_for_reply": "Wait for reply", "set_variable": "Set variable"}[node_id])
    else:
        drawing.open(node_id)
    fields: dict[str, Callable[[], Locator]] = {
        "wait_for_reply": lambda: drawing.form().get_by_role("textbox", name="Save the reply as"),
        "set_variable": lambda: drawing.form().get_by_role("textbox", name="Variable"),
        "trigger": lambda: drawing.form().get_by_role("textbox", name="Words"),
        "end": lambda: drawing.form().get_by_role("textbox", name="Outcome"),
    }
    field = fields[node_id]()
    field.click()
    owner_page.keyboard.insert_text("ab" * 1_000_000)
    owner_page.keyboard.press("Enter")
    shown = drawing.node(node_id).evaluate("card => card.outerHTML.length")
    assert shown < 10_000
    assert any(len(str(node["config"])) > 2_000_000 for node in drawing.document()["nodes"])


def test_a_text_of_three_megabytes_is_told_and_can_be_shortened(owner_page: Page, shelf: Shelf) -> None:
    flow = row_of_three()
    flow["nodes"][1]["config"]["body"]["text"] = "ab" * 1_500_000
    drawing = Drawing.at(owner_page, shelf.add(flow))
    form = drawing.open("send_message")
    expect(
        form.get_by_text("This text has 3,000,000 characters: too many to be edited here.")
    ).to_be_visible()
    form.get_by_role("button", name="Keep the first 4,096").click()
    expect(form.get_by_role("textbox", name="Text", exact=True)).to_contain_text("abab")
    assert len(node_of(drawing.document(), "send_message")["config"]["body"]["text"]) == 4_096
    owner_page.get_by_role("button", name="Undo", exact=True).click()
    expect(form.get_by_text("This text has 3,000,000 characters")).to_be_visible()


def test_a_variable_that_nothing_sets_is_told_in_words_at_its_field(drawing: Drawing) -> None:
    form = drawing.open("send_message")
    drawing.write("Text", "Hi {{ vars.nothere }}")
    form.get_by_role("switch").first.focus()
    expect(form.get_by_text("Nothing sets vars.nothere before this node.")).to_be_visible()


def test_a_description_is_kept_however_its_dialog_is_left(drawing: Drawing, shelf: Shelf) -> None:
    page = drawing.page
    page.get_by_role("button", name="More for this flow").click()
    page.get_by_role("menuitem", name="Description").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("What it is for")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert drawing.document()["description"] == "What it is for"
    page.locator(".react-flow__pane").click(position={"x": 30, "y": 30})
    page.keyboard.press("ControlOrMeta+z")
    assert drawing.document()["description"] == ""


def test_enter_in_the_palette_adds_the_first_that_was_found(drawing: Drawing) -> None:
    search = drawing.page.get_by_role("searchbox", name="Search nodes")
    search.fill("repl")
    search.press("Enter")
    drawing.page.wait_for_function("() => window.parley.document().nodes.length === 5")
    assert drawing.document()["nodes"][-1]["type"] == "wait_for_reply"


def hold(card: Locator) -> tuple[float, float]:
    """Where a card is taken hold of."""
    box = card.bounding_box()
    assert box is not None
    return box["x"] + 20, box["y"] + 10


def edge_middle(drawing: Drawing, edge_id: str) -> tuple[float, float]:
    """The middle of an edge on the screen."""
    x, y = drawing.page.locator(f".react-flow__edge[data-id='{edge_id}'] path").first.evaluate(
        """path => {
          const { x, y } = path.getPointAtLength(path.getTotalLength() / 2);
          const there = new DOMPoint(x, y).matrixTransform(path.getScreenCTM());
          return [there.x, there.y];
        }"""
    )
    return x, y


def marquee(drawing: Drawing, *node_ids: str) -> None:
    """Drag an area with Shift around these cards."""
    boxes = [drawing.node(node_id).bounding_box() for node_id in node_ids]
    left, top = (min(box[axis] for box in boxes if box) - 14 for axis in ("x", "y"))
    right = max(box["x"] + box["width"] for box in boxes if box) + 14
    bottom = max(box["y"] + box["height"] for box in boxes if box) + 14
    drawing.page.keyboard.down("Shift")
    drag(drawing.page, (left, top), (right, bottom))
    drawing.page.keyboard.up("Shift")


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
    page.mouse.move(*end, steps=6)
    page.mouse.up()
