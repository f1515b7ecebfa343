"""The main job: a flow is drawn on an empty canvas, published, answers the phone, and shows what it did."""

import re

from drawing import Drawing
from playwright.sync_api import Locator, Page, expect

HELLO = "Hi {{ contact.name | default('there') }}! Welcome to the plant shop."
QUESTION = "Is your spot sunny or shady?"


def test_from_an_empty_canvas_to_lit_steps(flows_page: Page) -> None:
    flows_page.set_viewport_size({"width": 1920, "height": 1080})
    make_phone(flows_page)
    drawing = Drawing.new(flows_page)
    drawing.rename("Which plant?")
    nodes = draw(drawing)
    drawing.settle()
    publish(flows_page)
    talk(flows_page)
    see_lit(drawing, nodes)
    flows_page.reload()
    see_lit(drawing, nodes)


def make_phone(page: Page) -> None:
    page.get_by_role("button", name="Make the demo workspace").click()
    page.get_by_role("region", name="Customers").wait_for()
    page.get_by_role("link", name="Flows").click()
    # The demo answers to the same words: this test draws its own.
    page.get_by_role("button", name="Unpublish").first.click()
    expect(page.get_by_role("button", name="Unpublish")).to_have_count(0)


def draw(drawing: Drawing) -> dict[str, str]:
    """The demo flow, by dragging, connecting and typing."""
    start = drawing.drop("Trigger", 380, 300)
    form = drawing.open(start)
    form.get_by_role("combobox", name="The message").select_option(label="contains the word")
    form.get_by_role("textbox", name="Words").fill("hello")
    drawing.page.keyboard.press("Enter")
    greet = drawing.drop("Send message", 760, 300)
    drawing.wire(start, "out", greet)
    drawing.write("Text", HELLO)
    ask = drawing.after(greet, "Next", "Send message")
    drawing.write("Text", QUESTION)
    answer = drawing.after(ask, "Next", "Wait for reply")
    drawing.form().get_by_role("textbox", name="Save the reply as").fill("spot")
    drawing.form().get_by_role("switch", name="Wait no longer than").check()
    which = drawing.after(answer, "Replied", "Condition")
    branch(drawing, 1, "Sunny", "sun")
    drawing.form().get_by_role("button", name=re.compile("add branch", re.IGNORECASE)).click()
    branch(drawing, 2, "Shady", "shade")
    tips = {port: tip(drawing, which, port) for port in ("Sunny", "Shady", "Otherwise")}
    quiet = drawing.after(answer, "No reply", "Send message")
    drawing.write("Text", "No hurry.")
    helped = drawing.after(tips["Sunny"], "Next", "End")
    drawing.form().get_by_role("textbox", name="Outcome").fill("helped")
    for port in ("Shady", "Otherwise"):
        drawing.wire(tips[port], "out", helped)
    return {
        "start": start,
        "greet": greet,
        "ask": ask,
        "answer": answer,
        "which": which,
        "quiet": quiet,
        **tips,
    }


def branch(drawing: Drawing, number: int, name: str, word: str) -> None:
    group = drawing.form().get_by_role("group", name=f"Branch {number}", exact=True)
    group.get_by_role("textbox", name=f"Name of Branch {number}").fill(name)
    group.get_by_role("combobox", name="Field").fill("vars.spot")
    drawing.page.keyboard.press("Tab")  # closes the list of names
    group.get_by_role("combobox", name="Comparison").select_option(label="contains")
    group.get_by_role("textbox", name="Value").click()
    drawing.page.keyboard.insert_text(word)


def tip(drawing: Drawing, which: str, port: str) -> str:
    node = drawing.after(which, port, "Send message")
    drawing.write("Text", f"A tip for {port}")
    return node


def publish(page: Page) -> None:
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Version 1 is live").first).to_be_visible()


def talk(page: Page) -> None:
    page.get_by_role("button", name="Phone", exact=True).click()
    phone = page.get_by_role("region", name="Phone", exact=True)
    phone.get_by_role("button", name="Add the customer").click()
    say(phone, "hello")
    expect(phone.get_by_text(QUESTION)).to_be_visible()
    say(phone, "a sunny window")
    expect(phone.get_by_text("A tip for Sunny")).to_be_visible()


def say(phone: Locator, text: str) -> None:
    field = phone.get_by_role("textbox", name="Type as the customer")
    field.fill(text)
    field.press("Enter")


def see_lit(drawing: Drawing, nodes: dict[str, str]) -> None:
    """The cards that the execution visited carry its marks, and no others do."""
    drawing.fit()
    for name in ("start", "greet", "ask", "answer", "which", "Sunny"):
        expect(drawing.node(nodes[name]).get_by_label("Completed")).to_be_visible()
    for name in ("Shady", "Otherwise", "quiet"):
        expect(drawing.node(nodes[name]).get_by_label("Completed")).to_have_count(0)
