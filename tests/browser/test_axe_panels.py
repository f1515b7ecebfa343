"""axe finds nothing serious in what comes beside and over the canvas, and no words are faint, by day and by night."""

from collections.abc import Callable
from typing import Any

import pytest
from drawing import Drawing
from flow_documents import greeting, row_of_three
from greeter import FLOW, Greeter
from looking import look
from playwright.sync_api import Page, expect
from running import Running
from shelf import Shelf

COLOURS = ("yellow", "blue", "green", "pink", "grey")


@pytest.fixture
def page(owner_tab: Callable[..., Page]) -> Page:
    return owner_tab(viewport={"width": 1440, "height": 900})


def noted() -> dict[str, Any]:
    """The row of three with a note and a frame of each colour, a disabled card, and what makes an outline branch."""
    flow = row_of_three() | {"name": "Noted"}
    flow["nodes"][3]["disabled"] = True
    flow["edges"].append({"id": "e3", "source": "send_message", "sourceHandle": "failed", "target": "wait"})
    flow["edges"].append({"id": "e4", "source": "wait", "sourceHandle": "out", "target": "send_message"})
    text = "**Ask** [them](https://example.com) *soon*\n- one"
    flow["notes"] = [
        {"id": f"n{at}", "text": text, "colour": colour, "position": {"x": 260 * at, "y": -220}}
        for at, colour in enumerate(COLOURS)
    ]
    ends = [node["id"] for node in flow["nodes"]]
    flow["groups"] = [
        {"id": f"g{at}", "members": [f"g{at - 1}"] if at > 3 else [ends[at]], "name": "", "colour": colour}
        for at, colour in enumerate(COLOURS)
    ]
    return flow


def test_notes_groups_and_what_is_asked_for_by_keys(page: Page, shelf: Shelf) -> None:
    drawing = Drawing.at(page, shelf.add(noted()))
    drawing.fit()
    look(page, "notes and groups")
    drawing.node("n1").click()
    look(page, "the bar of a note")
    drawing.node("n1").dblclick()
    page.get_by_role("textbox", name="Text of the note").wait_for()
    look(page, "a note that is written")
    page.keyboard.press("Escape")
    page.keyboard.press("ControlOrMeta+f")
    page.get_by_role("searchbox", name="Find in this flow").fill("e")
    look(page, "find bar")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keyboard shortcuts").wait_for()
    look(page, "keys")
    page.keyboard.press("Escape")
    page.keyboard.press("ControlOrMeta+k")
    page.get_by_role("combobox", name="Type a command").wait_for()
    look(page, "commands")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Outline of the flow").click()
    page.get_by_role("tree", name="Outline of the flow").wait_for()
    look(page, "outline")
    drawing.fit()
    drawing.node("end").focus()
    page.keyboard.press("a")
    page.get_by_role("dialog", name="Choose a node").wait_for()
    look(page, "list of nodes")


def test_the_menu_and_its_dialogs(page: Page, shelf: Shelf) -> None:
    Drawing.at(page, shelf.add(greeting("Menu")))
    for item in ("Publish with a name…", "Delete"):
        page.get_by_role("button", name="More for this flow").click()
        entry = page.get_by_role("menuitem", name=item)
        entry.wait_for()
        look(page, "menu")
        entry.click()
        page.get_by_role("dialog").wait_for()
        look(page, item)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_simulator_with_a_finished_chat_and_its_tests(page: Page, shelf: Shelf) -> None:
    wrong = {"name": "Wrong", "steps": [{"type": "say", "text": "hi"}, {"type": "expect", "text": "Bye"}]}
    Drawing.at(page, shelf.add(greeting("Simulated") | {"tests": [wrong]}))
    page.get_by_role("button", name="Simulator", exact=True).click()
    simulator = page.get_by_role("region", name="Simulator", exact=True)
    field = simulator.get_by_role("textbox", name="Type as the customer")
    for text in ("what?", "hi"):
        field.fill(text)
        field.press("Enter")
    expect(simulator.get_by_text("The flow has ended")).to_be_visible()
    look(page, "chat")
    simulator.get_by_role("button", name="Save as test").click()
    look(page, "saving a test")
    simulator.get_by_role("button", name="Save", exact=True).click()
    for tab in ("Steps", "Contact", "Tests (2)"):
        simulator.get_by_text(tab, exact=True).click()
        if tab == "Tests (2)":
            simulator.get_by_role("button", name="Run all").click()
            expect(simulator.get_by_text("1 fails.")).to_be_visible()
        look(page, tab)


@pytest.mark.forgiving("409")
def test_versions_what_differs_and_a_conflict(page: Page, shelf: Shelf) -> None:
    flow_id = shelf.add(FLOW)
    shelf.api.post(f"/api/flows/{flow_id}/publish", json={"name": "Spring sale"}).raise_for_status()
    drawing = Drawing.at(page, flow_id)
    drawing.node("done").focus()
    page.keyboard.press("Delete")
    drawing.node("nick").focus()
    page.keyboard.press("ArrowDown")
    drawing.rename("Renamed")
    drawing.settle()
    page.get_by_role("button", name="Version history").click()
    page.get_by_role("region", name="Versions").wait_for()
    look(page, "versions")
    page.get_by_role("button", name="Compare with the draft").click()
    page.get_by_role("region", name="What differs").locator("ins").first.wait_for()
    look(page, "what differs")
    page.get_by_role("button", name="Back to the draft").click()
    shelf.save(flow_id, shelf.document(flow_id) | {"description": "Theirs"})
    drawing.rename("Mine")
    page.get_by_role("dialog", name="This flow was changed elsewhere").wait_for()
    look(page, "conflict")


def test_the_numbers_and_the_phone_beside_a_run(page: Page, product: Running) -> None:
    shop = Greeter(product.sign_in())
    shop.reach("Bea", "+34600112233", waitingFor="reply")
    shop.reach("Carl", "+34600445566", status="Failed")
    drawing = Drawing.at(page, shop.flow_id)
    page.get_by_role("button", name="Numbers").click()
    drawing.fit()
    expect(page.locator("[data-numbers='nick']")).to_contain_text("1 failed")
    expect(page.locator("[data-numbers='e3']")).to_be_visible()
    look(page, "numbers")
    page.get_by_role("button", name="Phone", exact=True).click()
    phone = page.get_by_role("region", name="Phone", exact=True)
    expect(phone.get_by_text("hello")).to_be_visible()
    drawing.fit()
    expect(drawing.node("nick").get_by_role("img", name="Failed")).to_be_visible()
    look(page, "phone")
