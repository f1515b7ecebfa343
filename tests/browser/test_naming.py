"""Nodes have names, are passed by while they are disabled, and stay where they are pinned."""

from typing import Any

import pytest
from drawing import Drawing
from flow_documents import row_of_three
from playwright.sync_api import Page, expect
from shelf import Shelf
from ways import node_of

LAPTOP = {"width": 1440, "height": 900}


@pytest.fixture
def drawing(owner_page: Page, shelf: Shelf) -> Drawing:
    owner_page.set_viewport_size(LAPTOP)
    drawing = Drawing.at(owner_page, shelf.add(row_of_three()))
    drawing.fit()
    return drawing


def name_of(drawing: Drawing, node_id: str) -> Any:
    return node_of(drawing.document(), node_id).get("name")


def test_must_rename_inline_by_a_double_click_on_the_title_in_one_step(drawing: Drawing) -> None:
    page = drawing.page
    drawing.node("wait").get_by_text("Wait", exact=True).dblclick()
    field = page.get_by_role("textbox", name="Name", exact=True)
    expect(field).to_be_focused()
    field.fill("Let them <b>think</b>")
    field.press("Enter")
    card = drawing.node("wait")
    expect(card.get_by_text("Let them <b>think</b>")).to_be_visible()
    expect(card.get_by_text("Wait", exact=True)).to_be_visible()
    expect(card).to_be_focused()
    assert name_of(drawing, "wait") == "Let them <b>think</b>"
    page.keyboard.press("ControlOrMeta+z")
    assert name_of(drawing, "wait") is None


def test_must_rename_by_the_key_and_in_the_head_of_the_form(drawing: Drawing) -> None:
    page = drawing.page
    drawing.node("send_message").focus()
    page.keyboard.press("F2")
    page.get_by_role("textbox", name="Name", exact=True).fill("never mind")
    page.keyboard.press("Escape")
    expect(drawing.node("send_message")).to_be_focused()
    assert name_of(drawing, "send_message") is None
    head = drawing.open("send_message").get_by_role("textbox", name="Name of the node")
    head.click()
    page.keyboard.type("Greet them ")
    head.press("Enter")
    assert name_of(drawing, "send_message") == "Greet them"
    page.locator(".react-flow__pane").click(position={"x": 30, "y": 30})
    page.keyboard.press("ControlOrMeta+z")
    assert name_of(drawing, "send_message") is None


def test_a_name_is_what_lists_of_nodes_and_issues_say(drawing: Drawing) -> None:
    page = drawing.page
    drawing.open("wait").get_by_role("textbox", name="Name of the node").fill("Greet them")
    page.locator(".react-flow__pane").click(position={"x": 30, "y": 30})
    page.get_by_role("button", name="error").click()
    expect(page.get_by_role("region", name="Issues").get_by_text("Greet them").first).to_be_visible()
    drawing.add("Go to")
    expect(drawing.form().get_by_role("combobox").locator("option", has_text="Greet them")).to_have_count(1)


def test_must_disable_a_node_which_the_flow_then_passes_by(drawing: Drawing, shelf: Shelf) -> None:
    page = drawing.page
    drawing.node("send_message").focus()
    page.keyboard.press("d")
    expect(drawing.node("send_message").get_by_role("img", name="Disabled")).to_be_visible()
    expect(page.locator(".react-flow__edge g[data-off]")).to_have_count(2)
    assert node_of(drawing.document(), "send_message")["disabled"] is True
    drawing.settle()
    form = drawing.open("send_message")
    form.get_by_role("switch", name="Enabled").click(force=True)
    assert "disabled" not in node_of(drawing.document(), "send_message")
    expect(page.locator(".react-flow__edge g[data-off]")).to_have_count(0)


def test_must_a_pinned_node_stays_where_it_is_when_the_flow_is_tidied_up(drawing: Drawing) -> None:
    page = drawing.page
    drawing.node("end").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("p")
    expect(drawing.node("end").get_by_role("img", name="Pinned")).to_be_visible()
    before = {node["id"]: node["position"] for node in drawing.document()["nodes"]}
    button = page.get_by_role("button", name="Tidy up")
    page.keyboard.press("Escape")
    button.click()
    expect(button).to_have_attribute("aria-busy", "false")
    after = {node["id"]: node["position"] for node in drawing.document()["nodes"]}
    assert after["end"] == before["end"]
    assert after != before
