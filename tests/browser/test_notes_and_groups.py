"""Sticky notes and groups: written, resized, moved, copied and deleted like cards; a group moves what is in it."""

from typing import Any

from drawing import Drawing, middle_of
from flow_documents import greeting, row_of_three
from playwright.sync_api import Page, expect
from shelf import Shelf
from ways import ids

LAPTOP = {"width": 1440, "height": 900}
NOTE = {"id": "note", "text": "Remember", "colour": "yellow", "position": {"x": 0, "y": 240}}


def opened(page: Page, shelf: Shelf, **more: Any) -> Drawing:
    page.set_viewport_size(LAPTOP)
    drawing = Drawing.at(page, shelf.add({**row_of_three(), **more}))
    drawing.fit()
    return drawing


def drag(page: Page, start: tuple[float, float], by: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + by[0] / 2, start[1] + by[1] / 2, steps=4)
    page.mouse.move(start[0] + by[0], start[1] + by[1], steps=4)
    page.mouse.up()


def places(drawing: Drawing) -> dict[str, dict[str, float]]:
    document = drawing.document()
    return {part["id"]: part["position"] for part in document["nodes"] + document.get("notes", [])}


def test_must_a_sticky_note_is_written_in_markdown_where_it_stands(owner_page: Page, shelf: Shelf) -> None:
    drawing = opened(owner_page, shelf)
    page = drawing.page
    page.locator(".react-flow__pane").click(position={"x": 30, "y": 30})
    page.keyboard.press("n")
    field = page.get_by_role("textbox", name="Text of the note")
    expect(field).to_be_focused()
    field.fill(
        "**Ask** [them](https://example.com) or [not](javascript:alert(1))\n- one\n- <img src=x onerror=alert(1)>"
    )
    page.keyboard.press("Escape")
    note = drawing.node("note")
    expect(note).to_be_focused()
    expect(note.locator("strong")).to_have_text("Ask")
    link = note.get_by_role("link", name="them")
    assert "noopener" in str(link.get_attribute("rel"))
    expect(note.get_by_role("link")).to_have_count(1)
    expect(note.locator("li")).to_have_count(2)
    expect(note.locator("img")).to_have_count(0)
    expect(note.get_by_text("onerror=alert(1)")).to_be_visible()
    page.get_by_role("button", name="Pink").click()
    assert drawing.document()["notes"][0]["colour"] == "pink"
    drawing.settle()
    page.reload()
    expect(note.locator("strong")).to_have_text("Ask")


def test_must_a_sticky_note_is_resized_moved_copied_and_deleted_like_a_card(
    owner_page: Page, shelf: Shelf
) -> None:
    drawing = opened(owner_page, shelf, notes=[NOTE])
    page, note = drawing.page, drawing.node("note")
    note.click()
    box = note.bounding_box()
    assert box is not None
    drag(page, (box["x"] + box["width"] - 6, box["y"] + box["height"] - 6), (80, 40))
    size = drawing.document()["notes"][0]
    assert (size["width"], size["height"]) != (240, 160)
    page.keyboard.press("ControlOrMeta+z")
    assert drawing.document()["notes"][0]["width"] == 240
    note.focus()
    page.keyboard.press("Alt+Shift+ArrowRight")
    assert drawing.document()["notes"][0]["width"] == 248
    before = places(drawing)["note"]
    drag(page, middle_of(note), (-40, 100))
    assert places(drawing)["note"] != before
    page.keyboard.press("ControlOrMeta+d")
    assert [each["id"] for each in drawing.document()["notes"]] == ["note", "note_2"]
    page.keyboard.press("Delete")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("ControlOrMeta+c")
    tab = page.context.new_page()
    other = Drawing.at(tab, shelf.add(greeting("Elsewhere")))
    tab.locator(".react-flow__pane").click(position={"x": 30, "y": 30})
    tab.keyboard.press("ControlOrMeta+v")
    tab.wait_for_function("() => window.parley.document().notes?.length === 1")
    assert other.document()["notes"][0]["text"] == "Remember"


def test_must_a_group_is_made_named_moved_and_taken_apart(owner_page: Page, shelf: Shelf) -> None:
    drawing = opened(owner_page, shelf, notes=[NOTE])
    page = drawing.page
    start = drawing.document()
    drawing.node("send_message").click(modifiers=["Shift"])
    drawing.node("wait").click(modifiers=["Shift"])
    page.keyboard.press("ControlOrMeta+g")
    frame = drawing.node("group")
    expect(frame).to_be_visible()
    frame.get_by_text("Group", exact=True).dblclick()
    page.get_by_role("textbox", name="Name", exact=True).fill("Welcome")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Green").click()
    made = {"id": "group", "members": ["send_message", "wait"], "name": "Welcome", "colour": "green"}
    assert drawing.document()["groups"] == [made]
    before = places(drawing)
    drag(page, middle_of(frame.get_by_text("Welcome")), (24, -48))
    after = places(drawing)
    by = {(after[i]["x"] - before[i]["x"], after[i]["y"] - before[i]["y"]) for i in ("send_message", "wait")}
    assert len(by) == 1
    assert by != {(0, 0)}
    assert after["trigger"] == before["trigger"]
    page.keyboard.press("ControlOrMeta+z")
    assert places(drawing) == before
    frame.get_by_text("Welcome").click()
    page.keyboard.press("ControlOrMeta+Shift+g")
    assert drawing.document() == start
    page.keyboard.press("ControlOrMeta+z")
    assert drawing.document()["groups"] == [made]


def test_must_groups_are_in_groups_and_go_when_they_are_empty(owner_page: Page, shelf: Shelf) -> None:
    drawing = opened(owner_page, shelf)
    page = drawing.page
    drawing.node("wait").click()
    page.keyboard.press("ControlOrMeta+g")
    drawing.node("send_message").click(modifiers=["Shift"])
    page.keyboard.press("ControlOrMeta+g")
    assert drawing.document()["groups"][1]["members"] == ["group", "send_message"]
    drawing.node("group_2").get_by_text("Group").click()
    page.keyboard.press("ControlOrMeta+d")
    assert len(drawing.document()["groups"]) == 4
    page.keyboard.press("Delete")
    drawing.node("wait").click()
    page.keyboard.press("Delete")
    assert drawing.document()["groups"] == [
        {"id": "group_2", "members": ["send_message"], "name": "", "colour": "grey"}
    ]


def test_groups_in_each_other_hang_nothing_and_can_be_taken_apart(owner_page: Page, shelf: Shelf) -> None:
    groups = [
        {"id": "one", "members": ["two", "wait"], "name": "One"},
        {"id": "two", "members": ["one", "wait", "nobody"], "name": "Two"},
        {"id": "me", "members": ["me"], "name": "Me"},
    ]
    drawing = opened(owner_page, shelf, groups=groups)
    page = drawing.page
    page.get_by_role("button", name="error").click()
    expect(page.get_by_text("Groups contain each other").first).to_be_visible()
    drag(page, middle_of(drawing.node("wait")), (40, 40))
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("ControlOrMeta+Shift+g")
    assert "groups" not in drawing.document()
    assert len(ids(drawing.document())) == 4
    expect(page.get_by_text("Groups contain each other")).to_have_count(0)


def test_a_card_dropped_into_a_frame_joins_it_in_the_same_step(owner_page: Page, shelf: Shelf) -> None:
    far = {**row_of_three(), "edges": []}
    far["nodes"] = [node for node in far["nodes"] if node["id"] != "send_message"]
    drawing = opened(
        owner_page, shelf, **far, groups=[{"id": "group", "members": ["trigger", "end"], "name": "All"}]
    )
    start = drawing.document()
    x, y = middle_of(drawing.node("wait"))
    drag(drawing.page, (x, y), (0, middle_of(drawing.node("end"))[1] - y))
    assert drawing.document()["groups"][0]["members"] == ["trigger", "end", "wait"]
    drawing.page.keyboard.press("ControlOrMeta+z")
    assert drawing.document() == start


def test_a_note_comes_from_the_palette_by_a_click_and_by_dragging(owner_page: Page, shelf: Shelf) -> None:
    drawing = opened(owner_page, shelf)
    page = drawing.page
    item = page.get_by_role("region", name="Nodes").get_by_role("button", name="Sticky note")
    item.click()
    expect(page.get_by_role("textbox", name="Text of the note")).to_be_focused()
    page.keyboard.press("Escape")
    item.scroll_into_view_if_needed()
    start = middle_of(item)
    x, y = middle_of(drawing.node("wait"))
    drag(page, start, (x - start[0], y + 200 - start[1]))
    assert len(drawing.document()["notes"]) == 2


def test_notes_and_groups_are_reached_written_and_named_by_keyboard(owner_page: Page, shelf: Shelf) -> None:
    groups = [{"id": "group", "members": ["wait"], "name": "Later"}]
    drawing = opened(owner_page, shelf, notes=[NOTE], groups=groups)
    page = drawing.page
    drawing.node("wait").focus()
    page.keyboard.press("Tab")
    expect(drawing.node("note")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type(" the milk")
    page.keyboard.press("Escape")
    expect(drawing.node("note")).to_be_focused()
    assert drawing.document()["notes"][0]["text"] == "Remember the milk"
    page.keyboard.press("Tab")
    expect(drawing.node("group")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name="Name", exact=True).fill("Tomorrow")
    page.keyboard.press("Enter")
    expect(drawing.node("group")).to_be_focused()
    page.keyboard.press("ArrowDown")
    assert drawing.document()["groups"][0]["name"] == "Tomorrow"
    assert places(drawing)["wait"]["y"] == 288
