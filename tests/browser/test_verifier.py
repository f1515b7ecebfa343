"""What the verifier finds is shown while the flow is drawn, at its field and in a list, and mended by a press."""

import re
from typing import Any

import pytest
from drawing import Drawing
from playwright.sync_api import Locator, Page, expect
from shelf import Shelf
from ways import ways


def asking() -> dict[str, Any]:
    """A flow that asks, misspells what it keeps, and may wait for ever."""
    on = {"type": "message_received", "match": "exact", "keywords": ["verify"]}
    thanks = {"body": {"type": "text", "text": "Thank you, {{ vars.ansewr }}"}}
    return {
        "name": "Asking",
        "nodes": [
            node("start", "trigger", 0, {"on": on}),
            node("ask", "wait_for_reply", 1, {"saveTo": "answer"}),
            node("thanks", "send_message", 2, thanks),
        ],
        "edges": [
            {"id": "e1", "source": "start", "target": "ask"},
            {"id": "e2", "source": "ask", "sourceHandle": "replied", "target": "thanks"},
        ],
    }


def node(node_id: str, kind: str, column: int, config: dict[str, Any]) -> dict[str, Any]:
    return {"id": node_id, "type": kind, "position": {"x": 340 * column, "y": 0}, "config": config}


def issues_of(page: Page) -> Locator:
    """The list of issues, opened."""
    panel = page.get_by_role("region", name="Issues")
    if not panel.is_visible():
        page.get_by_role("button", name="error").or_(page.get_by_role("button", name="warning")).first.click()
    expect(panel).to_be_visible()
    return panel


def test_a_quick_fix_mends_the_flow_in_one_step_of_undo(owner_page: Page, shelf: Shelf) -> None:
    flow_id = shelf.add(asking())
    drawing = Drawing.at(owner_page, flow_id)
    panel = issues_of(owner_page)
    expect(panel).to_contain_text("Nothing sets 'vars.ansewr' before this node.")
    expect(panel).to_contain_text("If this never happens, the flow waits here for ever.")
    panel.get_by_role("button", name="Use 'vars.answer'").click()
    expect(panel).not_to_contain_text("vars.ansewr")
    drawing.settle()
    assert shelf.node(flow_id, "thanks")["config"]["body"]["text"] == "Thank you, {{ vars.answer }}"
    panel.get_by_role("button", name="Wait 20 hours at most").click()
    expect(panel).to_contain_text("“No reply” leads nowhere")
    panel.get_by_role("button", name="Add an End", exact=True).click()
    expect(panel).not_to_contain_text("leads nowhere")
    (added,) = [each for each in drawing.document()["nodes"] if each["type"] == "end"]
    edges = [(e["source"], e["sourceHandle"], e["target"]) for e in drawing.document()["edges"]]
    assert ("ask", "timeout", added["id"]) in edges
    owner_page.get_by_role("region", name="Canvas").focus()
    for _ in range(3):
        owner_page.keyboard.press("ControlOrMeta+z")
    expect(panel).to_contain_text("Nothing sets 'vars.ansewr' before this node.")
    before = asking()["nodes"]
    assert [each["config"] for each in drawing.document()["nodes"]] == [each["config"] for each in before]


LONG = "Yes, please send it to me today"


def buttons() -> dict[str, Any]:
    """Asks with a button whose title is too long, and two edges lead from ways out that are not there any more."""
    document = asking()
    document["nodes"] = [
        document["nodes"][0],
        node("ask", "send_buttons", 1, {"text": "Shall we?", "buttons": [{"id": "yes", "title": LONG}]}),
        node("thanks", "send_message", 2, {"body": {"type": "text", "text": "Thank you"}}),
        node("bye", "end", 2, {}),
    ]
    document["nodes"][3]["position"]["y"] = 300
    document["edges"] = [
        {"id": "e1", "source": "start", "sourceHandle": "begin", "target": "ask"},
        {"id": "e2", "source": "ask", "sourceHandle": "yes", "target": "thanks"},
        {"id": "e3", "source": "ask", "sourceHandle": "gone", "target": "bye"},
    ]
    return document


def test_must_a_long_title_is_shortened_by_a_press(owner_page: Page, shelf: Shelf) -> None:
    flow_id = shelf.add(buttons())
    drawing = Drawing.at(owner_page, flow_id)
    drawing.fit()
    before = drawing.document()
    panel = issues_of(owner_page)
    badge = drawing.node("ask").get_by_role("img", name="issue")
    expect(badge).to_have_attribute("title", re.compile("too long: at most 20 characters"))
    count = int(badge.text_content() or 0)
    panel.get_by_role("button", name="Shorten to 20 characters").click()
    expect(panel).not_to_contain_text("too long")
    expect(badge).to_have_text(str(count - 1))
    drawing.settle()
    assert shelf.node(flow_id, "ask")["config"]["buttons"][0]["title"] == "Yes, please send it"
    undo(drawing)
    assert drawing.document() == before
    expect(panel).to_contain_text("too long")
    form = drawing.open("ask")
    form.get_by_role("button", name="Shorten to 20 characters").click()
    title = form.get_by_role("group", name="Button 1").get_by_role("textbox", name="Title")
    expect(title).to_have_text("Yes, please send it")


def test_must_an_edge_without_its_way_out_is_led_from_another(owner_page: Page, shelf: Shelf) -> None:
    flow_id = shelf.add(buttons())
    drawing = Drawing.at(owner_page, flow_id)
    before = drawing.document()
    panel = issues_of(owner_page)
    expect(panel.get_by_text("a way out that this node has no more")).to_have_count(2)
    panel.get_by_role("button", name="Lead it from “Next”").click()
    expect(panel.get_by_text("a way out that this node has no more")).to_have_count(1)
    panel.get_by_role("button", name="Lead it from “Anything else”").click()
    expect(panel.get_by_text("a way out that this node has no more")).to_have_count(0)
    drawing.settle()
    assert ways(shelf.document(flow_id)) == {
        ("start", "out", "ask"),
        ("ask", "yes", "thanks"),
        ("ask", "other", "bye"),
    }
    for _ in range(2):
        undo(drawing)
    assert drawing.document() == before
    panel.get_by_role("button", name="Delete the edge").last.click()
    assert "gone" not in {port for _, port, _ in ways(drawing.document())}


def test_must_a_missing_else_branch_is_added(owner_page: Page, shelf: Shelf) -> None:
    document = asking()
    rule = {"field": "message.text", "op": "contains", "value": "yes"}
    document["nodes"][1] = node("ask", "condition", 1, {"branches": [{"id": "yes", "when": {"all": [rule]}}]})
    document["nodes"][2]["config"]["body"]["text"] = "Thank you"
    document["edges"][1]["sourceHandle"] = "yes"
    drawing = Drawing.at(owner_page, shelf.add(document))
    before = drawing.document()
    panel = issues_of(owner_page)
    expect(panel).to_contain_text("“Otherwise” leads nowhere")
    panel.get_by_role("button", name="Add an End", exact=True).click()
    expect(panel).not_to_contain_text("leads nowhere")
    assert ways(drawing.document()) == ways(before) | {("ask", "else", "end")}
    undo(drawing)
    assert drawing.document() == before


def undo(drawing: Drawing) -> None:
    drawing.page.get_by_role("button", name="Undo", exact=True).click()


def test_an_issue_stands_at_its_field_with_its_fixes(owner_page: Page, shelf: Shelf) -> None:
    flow_id = shelf.add(asking())
    drawing = Drawing.at(owner_page, flow_id)
    form = drawing.open("thanks")
    expect(form).to_contain_text("Nothing sets 'vars.ansewr' before this node.")
    form.get_by_role("button", name="Leave it out when it has no value").focus()
    owner_page.keyboard.press("Enter")
    expect(form).to_contain_text("It counts as empty.")
    drawing.settle()
    text = shelf.node(flow_id, "thanks")["config"]["body"]["text"]
    assert text == "Thank you, {{ vars.ansewr | default('') }}"


@pytest.mark.forgiving("ERR_INTERNET_DISCONNECTED")
def test_must_a_fix_never_writes_back_what_was_there_before_i_went_on(owner_page: Page, shelf: Shelf) -> None:
    """Without a connection nothing is checked, so what was found stays: its fix waits for the next check."""
    flow_id = shelf.add(asking())
    drawing = Drawing.at(owner_page, flow_id)
    panel, form = issues_of(owner_page), drawing.open("thanks")
    fixes = panel.get_by_role("button", name="Use 'vars.answer'").or_(
        form.get_by_role("button", name="Use 'vars.answer'")
    )
    expect(fixes).to_have_count(2)
    expect(fixes.first).to_be_enabled()
    owner_page.context.set_offline(True)
    drawing.write("Text", "Rewritten, {{ vars.ansewr }}")
    drawing.expect_state("offline")
    expect(fixes).to_have_count(2)
    expect(fixes.first).to_be_disabled()
    expect(fixes.last).to_be_disabled()
    owner_page.context.set_offline(False)
    drawing.settle()
    expect(fixes.last).to_be_enabled()
    fixes.last.focus()
    owner_page.keyboard.press("Enter")
    drawing.settle()
    assert shelf.node(flow_id, "thanks")["config"]["body"]["text"] == "Rewritten, {{ vars.answer }}"


@pytest.mark.forgiving("422")
def test_publishing_is_refused_until_the_errors_are_gone_and_not_for_warnings(
    owner_page: Page, shelf: Shelf
) -> None:
    flow_id = shelf.add(asking())
    drawing = Drawing.at(owner_page, flow_id)
    owner_page.get_by_role("button", name="Publish").click()
    panel = owner_page.get_by_role("region", name="Issues")
    panel.get_by_role("button", name="Use 'vars.answer'").click()
    expect(panel).not_to_contain_text("vars.ansewr")
    drawing.settle()
    owner_page.get_by_role("button", name="Publish").click()
    expect(owner_page.get_by_text("Version 1 is live", exact=True)).to_be_visible()
    assert shelf.flow(flow_id)["publishedVersion"] == 1


def test_a_closed_window_is_told_on_the_card_that_writes_too_late(owner_page: Page, shelf: Shelf) -> None:
    document = asking()
    document["nodes"][1] = node("ask", "wait", 1, {"duration": {"days": 2}})
    document["nodes"][2] = node(
        "thanks", "send_message", 2, {"body": {"type": "text", "text": "Still there?"}}
    )
    document["edges"][1]["sourceHandle"] = "out"
    drawing = Drawing.at(owner_page, shelf.add(document))
    form = drawing.open("thanks")
    expect(form).to_contain_text("A day or more has passed since the contact wrote")
