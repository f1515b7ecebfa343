"""Variables in a text: those that are known there are offered with a sample, and no others; unknown ones are underlined."""

from typing import Any

import pytest
from drawing import Drawing
from flow_documents import greeting
from playwright.sync_api import Locator, Page, expect
from running import Running
from shelf import Shelf


def two_ways() -> dict[str, Any]:
    """One way keeps a colour, the other a size; what is asked at the end of the first is kept only later."""
    rule = {"field": "message.text", "op": "contains", "value": "red"}
    flow = greeting("Two ways")
    flow["nodes"] = [
        flow["nodes"][0],
        node(
            "which", 1, 0, "condition", {"branches": [{"id": "red", "label": "Red", "when": {"all": [rule]}}]}
        ),
        node("keep", 2, 0, "set_variable", {"name": "colour", "value": "crimson"}),
        node("tell", 3, 0, "send_message", {"body": {"type": "text", "text": "Hello"}}),
        node("later", 4, 0, "set_variable", {"name": "later", "value": "soon"}),
        node("other", 2, 300, "set_variable", {"name": "size", "value": "large"}),
    ]
    ways = ("start out which", "which red keep", "keep out tell", "tell out later", "which else other")
    flow["edges"] = [
        {"id": f"e{n}", "source": source, "sourceHandle": port, "target": target}
        for n, (source, port, target) in enumerate(map(str.split, ways))
    ]
    return flow


def node(node_id: str, column: int, y: int, kind: str, config: dict[str, Any]) -> dict[str, Any]:
    return {"id": node_id, "type": kind, "position": {"x": 360 * column, "y": y}, "config": config}


@pytest.fixture
def drawing(owner_page: Page, product: Running) -> Drawing:
    drawing = Drawing.at(owner_page, Shelf(product.sign_in()).add(two_ways()))
    drawing.fit()
    return drawing


@pytest.fixture
def text(drawing: Drawing) -> Locator:
    """The empty text of the message, with the keyboard in it."""
    drawing.open("tell")
    drawing.write("Text", "")
    field = drawing.form().get_by_role("textbox", name="Text", exact=True)
    field.click()
    return field


def offered(page: Page) -> Locator:
    return page.get_by_role("listbox").get_by_role("option")


def text_of(drawing: Drawing) -> str:
    (told,) = [each for each in drawing.document()["nodes"] if each["id"] == "tell"]
    text: str = told["config"]["body"]["text"]
    return text


def test_must_two_braces_offer_the_variables_that_are_set_before_this_node(
    drawing: Drawing, text: Locator
) -> None:
    page = drawing.page
    page.keyboard.type("Hi {{")
    expect(offered(page).filter(has_text="contact.name")).to_contain_text("e.g. Ana")
    page.keyboard.type(" vars.")
    expect(offered(page)).to_have_count(1)
    expect(offered(page)).to_contain_text("vars.colour")
    page.keyboard.press("Enter")
    assert text_of(drawing) == "Hi {{ vars.colour }}"
    expect(text.locator(".cm-unknown")).to_have_count(0)


def test_must_a_button_offers_the_variables_and_puts_the_chosen_one_in(
    drawing: Drawing, text: Locator
) -> None:
    page = drawing.page
    page.keyboard.type("Hi ")
    drawing.form().get_by_role("button", name="Insert variable").click()
    expect(offered(page).filter(has_text="contact.name").first).to_be_visible()
    for missing in ("vars.size", "vars.later"):
        expect(offered(page).filter(has_text=missing)).to_have_count(0)
    offered(page).filter(has_text="vars.colour").click()
    assert text_of(drawing) == "Hi {{ vars.colour }}"
    expect(text).to_be_focused()


def test_must_unknown_variables_are_underlined(drawing: Drawing, text: Locator) -> None:
    drawing.write("Text", "{{ vars.colour }} {{ vars.size }} {{ contact.nmae }}")
    unknown = text.locator(".cm-unknown")
    expect(unknown).to_have_text(["vars.size", "contact.nmae"])
    for each in unknown.all():
        assert "underline" in each.evaluate("name => getComputedStyle(name).textDecorationLine")
    drawing.form().get_by_role("switch").first.focus()
    expect(drawing.form().get_by_text("Nothing sets vars.size before this node.").first).to_be_visible()
    # Led through the other way too, the message knows what is kept there.
    drawing.page.get_by_role("button", name="Close the settings").click()
    drawing.wire("other", "out", "tell")
    drawing.open("tell")
    expect(unknown).to_have_text(["contact.nmae"])


def test_must_samples_are_what_the_simulation_has_set(drawing: Drawing) -> None:
    page = drawing.page
    page.get_by_role("button", name="Simulator", exact=True).click()
    simulator = page.get_by_role("region", name="Simulator", exact=True)
    field = simulator.get_by_role("textbox", name="Type as the customer")
    field.fill("hi, red please")
    field.press("Enter")
    expect(drawing.node("tell").get_by_role("img", name="Completed, visited once")).to_be_visible()
    drawing.open("tell")
    drawing.form().get_by_role("button", name="Insert variable").click()
    expect(offered(page).filter(has_text="vars.colour")).to_contain_text("e.g. crimson")
