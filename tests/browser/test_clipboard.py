"""What is copied holds no secret, and what is pasted goes where the keyboard is: to the canvas, or into a field."""

import json
from typing import Any

import pytest
from drawing import Drawing
from flow_documents import greeting
from playwright.sync_api import Page, expect
from shelf import Shelf
from ways import node_of

HUSH = "Bearer hush-hush"


@pytest.fixture
def drawing(owner_page: Page, shelf: Shelf) -> Drawing:
    """A message, and a call to the outside that needs a secret."""
    flow = greeting("Secrets")
    call = {"url": "https://api.example.com/orders", "authorization": HUSH, "saveTo": "order"}
    flow["nodes"].append(
        {"id": "call", "type": "http_request", "position": {"x": 360, "y": 0}, "config": call}
    )
    flow["edges"].append({"id": "e2", "source": "greet", "sourceHandle": "out", "target": "call"})
    owner_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    drawing = Drawing.at(owner_page, shelf.add(flow))
    drawing.fit()
    return drawing


def clipboard(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_must_secrets_stay_behind_when_nodes_are_copied(drawing: Drawing, shelf: Shelf) -> None:
    page = drawing.page
    drawing.node("call").click()
    page.keyboard.press("Escape")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("ControlOrMeta+c")
    copied = json.loads(clipboard(page))
    assert (copied["parley"], copied["version"], len(copied["nodes"])) == ("nodes", 1, 3)
    assert "hush" not in clipboard(page)
    config = node_of(copied, "call")["config"]
    assert config == {"url": "https://api.example.com/orders", "authorization": "", "saveTo": "order"}
    elsewhere = Drawing.at(page.context.new_page(), shelf.add(greeting("Elsewhere")))
    elsewhere.page.get_by_role("region", name="Canvas").focus()
    elsewhere.page.keyboard.press("ControlOrMeta+v")
    elsewhere.page.wait_for_function("() => window.parley.document().nodes.length === 5")
    assert "hush" not in json.dumps(elsewhere.document())
    # A copy beside itself stays in its flow, and so does the secret; what is cut is stripped as well.
    page.keyboard.press("Escape")
    drawing.node("call").click()
    page.keyboard.press("ControlOrMeta+d")
    assert secrets(drawing.document()) == [HUSH, HUSH]
    page.keyboard.press("ControlOrMeta+x")
    assert "hush" not in clipboard(page)
    assert secrets(drawing.document()) == [HUSH]


def secrets(document: dict[str, Any]) -> list[str]:
    return [node["config"]["authorization"] for node in document["nodes"] if node["type"] == "http_request"]


def test_must_what_is_pasted_goes_into_the_field_that_has_the_keyboard(drawing: Drawing) -> None:
    page = drawing.page
    before = drawing.document()
    drawing.node("greet").click()
    expect(drawing.node("greet")).to_be_focused()
    page.keyboard.press("ControlOrMeta+c")
    name = page.get_by_role("textbox", name="Name of the flow")
    name.fill("")
    page.keyboard.press("ControlOrMeta+v")
    expect(name).to_have_value(clipboard(page))
    page.keyboard.press("Escape")
    drawing.open("greet")
    drawing.write("Text", "Before ")
    drawing.form().get_by_role("textbox", name="Text", exact=True).click()
    page.keyboard.press("End")
    page.keyboard.press("ControlOrMeta+v")
    assert node_of(drawing.document(), "greet")["config"]["body"]["text"] == "Before " + clipboard(page)
    page.get_by_role("button", name="Keyboard shortcuts").click()
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("ControlOrMeta+v")
    page.keyboard.press("Escape")
    page.keyboard.press("ControlOrMeta+k")
    search = page.get_by_role("dialog", name="Commands").get_by_role("combobox")
    expect(search).to_be_focused()
    page.keyboard.press("ControlOrMeta+v")
    expect(search).to_have_value(clipboard(page))
    page.keyboard.press("Escape")
    assert [node["id"] for node in drawing.document()["nodes"]] == [node["id"] for node in before["nodes"]]


def test_must_copying_and_cutting_in_a_field_take_its_text(drawing: Drawing) -> None:
    page = drawing.page
    drawing.node("greet").click()
    name = page.get_by_role("textbox", name="Name of the flow")
    name.fill("Spring sale")
    for key in "cx":
        name.select_text()
        page.keyboard.press(f"ControlOrMeta+{key}")
        assert clipboard(page) == "Spring sale"
    expect(name).to_have_value("")
    expect(drawing.node("greet")).to_be_visible()
    assert len(drawing.document()["nodes"]) == 3
