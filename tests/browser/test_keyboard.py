"""A flow is drawn and published by keyboard alone: the focus is never lost, and what happened is said to screen readers."""

import re
from typing import Any

from drawing import Drawing
from flow_documents import row_of_three
from playwright.sync_api import Locator, Page, expect
from running import Running
from shelf import Shelf

MOST_TABS = 60


def test_four_nodes_are_drawn_and_published_without_a_mouse(flows_page: Page, product: Running) -> None:
    keys = Keys(flows_page)
    keys.go_to(flows_page.get_by_role("button", name="New flow").first)
    keys.press("Enter")
    expect(flows_page.get_by_role("heading", name="What starts this flow?")).to_be_visible()
    expect(flows_page.get_by_role("main")).to_be_focused()
    draw(keys)
    connect(keys)
    insert_and_delete(keys)
    keys.drawing.settle()
    flow_id = int(flows_page.url.rsplit("/", 1)[1])
    shelf = Shelf(product.sign_in())
    assert shelf.document(flow_id) == keys.drawing.document()
    keys.go_to(flows_page.get_by_role("button", name="Publish"), "Shift+Tab")
    keys.press("Enter")
    expect(flows_page.get_by_text("Version 1 is live").first).to_be_visible()
    assert shelf.flow(flow_id)["publishedVersion"] == 1


def test_several_cards_are_selected_and_moved_without_a_mouse(flows_page: Page) -> None:
    keys = Keys(flows_page)
    keys.drawing = Drawing.new(flows_page)
    for title in ("Trigger", "Wait", "End"):
        keys.drawing.add(title)
    before = places(keys)
    keys.leave_form("end")
    keys.press("Space")
    keys.hear("End selected")
    keys.press("Shift+Tab", "Shift+Tab", "Space")
    expect(keys.drawing.node("wait")).to_be_focused()
    keys.hear("Wait selected, 2 in all")
    keys.press("Shift+Tab", "Shift+Tab", "ArrowDown")
    after = places(keys)
    moved = {node_id for node_id, place in after.items() if place != before[node_id]}
    assert moved == {"wait", "end"}
    keys.press("Delete")
    keys.hear("2 parts deleted")
    assert list(places(keys)) == ["trigger"]


def test_enter_opens_the_form_of_a_card_and_escape_leads_back_to_it(owner_page: Page, shelf: Shelf) -> None:
    keys = Keys(owner_page)
    keys.drawing = Drawing.at(owner_page, shelf.add(row_of_three()))
    keys.drawing.node("wait").focus()
    keys.press("Enter")
    expect(keys.drawing.form().locator(":focus")).to_have_count(1)
    keys.leave_form("wait")


class Keys:
    """Somebody who has no mouse; after each press the keyboard is somewhere."""

    def __init__(self, page: Page) -> None:
        self.page, self.drawing = page, Drawing(page)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            expect(self.page.locator(":focus")).to_have_count(1)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        expect(self.page.locator(":focus")).to_have_count(1)

    def go_to(self, place: Locator, key: str = "Tab") -> None:
        """Press Tab until the keyboard is there."""
        for _ in range(MOST_TABS):
            if place.evaluate("element => element.contains(document.activeElement)"):
                return
            self.press(key)
        raise AssertionError(f"{MOST_TABS} times {key} did not lead to {place}")

    def pick(self, title: str) -> None:
        """Choose from the open list."""
        picker = self.page.get_by_role("dialog", name="Choose a node")
        expect(picker.get_by_role("combobox")).to_be_focused()
        self.type(title)
        self.press("Enter")
        self.hear(f"{title} added")
        expect(self.drawing.form()).to_be_visible()

    def leave_form(self, node_id: str) -> None:
        """Escape leaves the field, then the form; the keyboard is at the card again."""
        # While names for what was just typed are looked up, Escape only ends that.
        self.drawing.settle()
        expect(self.drawing.form().locator(":focus")).to_have_count(1)
        self.press("Escape", "Escape")
        expect(self.drawing.form()).to_be_hidden()
        expect(self.drawing.node(node_id)).to_be_focused()

    def hear(self, words: str) -> None:
        said = self.page.get_by_role("region", name="Canvas").locator("[aria-live=polite][aria-atomic]")
        expect(said).to_have_text(words)

    def newest(self) -> str:
        node_id: str = self.drawing.document()["nodes"][-1]["id"]
        return node_id


def draw(keys: Keys) -> None:
    """Four nodes, each after the one before."""
    page = keys.page
    keys.go_to(page.get_by_role("button", name=re.compile("^A message")))
    keys.press("Enter")
    keys.go_to(keys.drawing.form().get_by_role("combobox", name="The message"))
    keys.type("contains")
    words = keys.drawing.form().get_by_role("textbox", name="Words")
    keys.go_to(words)
    keys.type("hello")
    keys.press("Enter")
    keys.leave_form("trigger")
    for title, label, text in (
        ("Send message", "Text", "Sunny or shady?"),
        ("Wait for reply", "Save the reply as", "spot"),
    ):
        keys.press("a")
        keys.pick(title)
        expect(keys.drawing.form().get_by_role("textbox", name=label, exact=True)).to_be_focused()
        keys.type(text)
        keys.leave_form(keys.newest())
    keys.press("a")
    keys.pick("End")
    keys.leave_form("end")
    assert ways(keys) == [
        ("trigger", "out", "send_message"),
        ("send_message", "out", "wait_for_reply"),
        ("wait_for_reply", "replied", "end"),
    ]


def connect(keys: Keys) -> None:
    """From the waiting card's other way out to the end; at first the person thinks better of it."""
    keys.press("Alt+ArrowLeft")
    expect(keys.drawing.node("wait_for_reply")).to_be_focused()
    choose_port(keys, "Escape")
    expect(keys.drawing.node("wait_for_reply")).to_be_focused()
    choose_port(keys, "Enter")
    keys.press("Escape")
    keys.hear("Not connected")
    choose_port(keys, "ArrowDown", "Enter")
    keys.press("Tab")
    expect(keys.drawing.node("end")).to_be_focused()
    keys.press("Enter")
    keys.hear("Connected Wait for reply to End")
    assert ways(keys)[3:] == [("wait_for_reply", "timeout", "end")]


def choose_port(keys: Keys, *presses: str) -> None:
    keys.press("c")
    choice = keys.page.get_by_role("dialog", name="Choose a way out")
    expect(choice.get_by_role("combobox")).to_be_focused()
    keys.press(*presses)
    expect(choice).to_be_hidden()


def insert_and_delete(keys: Keys) -> None:
    """Walk back along the edges, put a node into one, delete it again: the way around it is healed."""
    before = ways(keys)
    for node_id in ("wait_for_reply", "send_message"):
        keys.press("Alt+ArrowLeft")
        expect(keys.drawing.node(node_id)).to_be_focused()
    keys.press("Tab")
    expect(keys.page.locator(".react-flow__edge:focus")).to_have_count(1)
    keys.press("Enter")
    keys.pick("Send message")
    keys.leave_form("send_message_2")
    split = ways(keys)
    assert ("send_message_2", "out", "wait_for_reply") in split
    keys.press("Delete")
    keys.hear("1 part deleted")
    assert sorted(ways(keys)) == sorted(before)
    keys.press("ControlOrMeta+z")
    assert ways(keys) == split
    keys.press("ControlOrMeta+Shift+z")
    assert sorted(ways(keys)) == sorted(before)


def ways(keys: Keys) -> list[tuple[Any, ...]]:
    edges = keys.drawing.document()["edges"]
    return [(edge["source"], edge["sourceHandle"], edge["target"]) for edge in edges]


def places(keys: Keys) -> dict[str, Any]:
    return {node["id"]: node["position"] for node in keys.drawing.document()["nodes"]}
