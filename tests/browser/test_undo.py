"""Undo and redo of everything: a hundred steps and more, and what somebody does at random."""

import os
from random import Random

from drawing import Drawing
from flow_documents import row_of_three
from playwright.sync_api import Page, expect
from rambling import Rambling
from shelf import Shelf
from ways import ways

STEPS = 110
SEED = int(os.environ.get("PARLEY_RAMBLE_SEED", "7"))
SECONDS = float(os.environ.get("PARLEY_RAMBLE_SECONDS", "12"))


def test_must_a_hundred_steps_and_more_are_undone_and_redone(owner_page: Page, shelf: Shelf) -> None:
    drawing = Drawing.at(owner_page, shelf.add(row_of_three()))
    page = drawing.page
    start = drawing.document()
    drawing.node("wait").focus()
    for _ in range(STEPS):
        page.keyboard.press("ControlOrMeta+d")
    done = drawing.document()
    assert len(done["nodes"]) == 4 + STEPS
    for _ in range(STEPS):
        page.keyboard.press("ControlOrMeta+z")
    assert drawing.document() == start
    for _ in range(STEPS):
        page.keyboard.press("ControlOrMeta+y")
    assert drawing.document() == done


def test_what_a_flow_is_for_is_one_step_of_undo(owner_page: Page, shelf: Shelf) -> None:
    drawing = Drawing.at(owner_page, shelf.add(row_of_three() | {"description": "Says hi"}))
    owner_page.get_by_role("button", name="More for this flow").click()
    owner_page.get_by_role("menuitem", name="Description").click()
    field = owner_page.get_by_role("textbox", name="What this flow is for")
    expect(field).to_be_focused()
    owner_page.keyboard.press("End")
    owner_page.keyboard.type(" to all")
    owner_page.get_by_role("button", name="Done").click()
    expect(field).to_be_hidden()
    assert drawing.document()["description"] == "Says hi to all"
    owner_page.keyboard.press("ControlOrMeta+z")
    assert drawing.document()["description"] == "Says hi"
    owner_page.keyboard.press("ControlOrMeta+y")
    drawing.settle()
    assert drawing.document()["description"] == "Says hi to all"


def test_must_in_a_field_the_keys_of_undo_are_the_field_s(owner_page: Page, shelf: Shelf) -> None:
    """What was typed there is taken back, and nothing that was done on the canvas before."""
    drawing = Drawing.at(owner_page, shelf.add(row_of_three()))
    page, start = drawing.page, drawing.document()
    drawing.node("wait").focus()
    page.keyboard.press("ArrowDown")
    moved = drawing.document()
    assert moved != start
    name = page.get_by_role("textbox", name="Name of the flow")
    name.click()
    page.keyboard.press("End")
    page.keyboard.type("!!")
    expect(name).to_have_value("Three in a row!!")
    take_back(page)
    expect(name).to_have_value("Three in a row")
    page.keyboard.press("Enter")
    assert drawing.document() == moved
    form = drawing.open("send_message")
    text = form.get_by_role("textbox", name="Text", exact=True)
    text.click()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type(" and more")
    expect(drawing.node("send_message")).to_contain_text("and more")
    take_back(page)
    expect(text).to_have_text("Hi {{ contact.name }}")
    assert drawing.document() == moved
    page.keyboard.press("ControlOrMeta+y")
    assert drawing.document() != moved
    take_back(page)
    assert drawing.document() == moved
    page.keyboard.press("ControlOrMeta+k")
    search = page.get_by_role("dialog", name="Commands").get_by_role("combobox")
    page.keyboard.type("undo")
    take_back(page)
    expect(search).to_have_value("")
    page.keyboard.press("Escape")
    page.keyboard.press("ControlOrMeta+f")
    find = page.get_by_role("searchbox", name="Find in this flow")
    page.keyboard.type("wait")
    take_back(page)
    expect(find).to_have_value("")
    assert drawing.document() == moved
    page.keyboard.press("Escape")
    page.locator(".react-flow__pane").click(position={"x": 30, "y": 30})
    page.keyboard.press("ControlOrMeta+z")
    assert drawing.document() == start


def test_must_at_a_switch_or_a_choice_undo_is_the_flow_s(owner_page: Page, shelf: Shelf) -> None:
    """They take nothing back themselves."""
    drawing = Drawing.at(owner_page, shelf.add(row_of_three()))
    before = drawing.document()
    switch = drawing.open("send_message").get_by_role("switch", name="Show a preview of the first link")
    switch.check(force=True)
    expect(switch).to_be_focused()
    assert drawing.document() != before
    owner_page.keyboard.press("ControlOrMeta+z")
    assert drawing.document() == before
    expect(switch).not_to_be_checked()
    choice = drawing.open("trigger").get_by_role("combobox", name="The message")
    choice.focus()
    choice.select_option(label="is exactly")
    assert drawing.document() != before
    owner_page.keyboard.press("ControlOrMeta+z")
    assert drawing.document() == before


def take_back(page: Page) -> None:
    """All that was typed: one press takes back a letter or more, and those that are too many do nothing."""
    for _ in range(len(" and more") + 3):
        page.keyboard.press("ControlOrMeta+z")


def test_must_click_to_add_goes_on_from_the_selected_card(owner_page: Page, shelf: Shelf) -> None:
    """Behind its first free way out; what leads on already is left alone."""
    drawing = Drawing.at(owner_page, shelf.add(row_of_three()))
    start = drawing.document()
    drawing.node("send_message").click()
    drawing.add("Wait for reply")
    assert ways(drawing.document()) == ways(start) | {("send_message", "failed", "wait_for_reply")}
    owner_page.locator(".react-flow__pane").click(position={"x": 30, "y": 30})
    owner_page.keyboard.press("ControlOrMeta+z")
    assert drawing.document() == start


def test_must_whatever_was_done_at_random_is_undone_redone_and_saved(owner_page: Page, shelf: Shelf) -> None:
    """PARLEY_RAMBLE_SEED and PARLEY_RAMBLE_SECONDS choose another walk, and a longer one."""
    owner_page.set_viewport_size({"width": 1440, "height": 900})
    flow_id = shelf.add(row_of_three())
    drawing = Drawing.at(owner_page, flow_id)
    owner_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    rambling = Rambling(drawing, Random(SEED))
    rambling.go_on(SECONDS)
    assert len(rambling.did) > SECONDS / 2
    drawing.settle()
    assert shelf.document(flow_id) == drawing.document(), rambling.story
    owner_page.reload()
    expect(owner_page.locator(".react-flow__pane")).to_be_visible()
    assert drawing.document() == shelf.document(flow_id), rambling.story
