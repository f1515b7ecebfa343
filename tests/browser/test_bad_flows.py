"""Flows and texts that nobody should have made: each is kept and shown, or refused in a sentence; nothing breaks."""

import json
import re
from typing import Any

import pytest
from drawing import Drawing
from flow_documents import greeting
from playwright.sync_api import Page, Route, expect
from shelf import Shelf
from unharmed import is_unharmed

TWO_MEGABYTES = 2_000_000
SCRIPT = "<script>window.__xss = 1</script><img src=x onerror='window.__xss = 1'>"
HOSTILE = (
    SCRIPT,
    "مرحبا \u202e txet \u202c بالعالم",
    "🌵👩\u200d👩\u200d👧\u200d👦 e\u0301\u0323 {{ 7 * 7 }} ${7 * 7}",
    "W" * 200,
)


@pytest.mark.forgiving("422")
def test_a_node_of_an_unknown_type_is_kept_and_shown(owner_page: Page, shelf: Shelf) -> None:
    stranger = {
        "id": "beam",
        "type": "acme.teleport",
        "position": {"x": 400, "y": 300},
        "config": {"to": "the moon", "deep": {"list": [1, None, "🌵"]}},
    }
    document = greeting("From elsewhere")
    document["nodes"].append(stranger)
    document["edges"].append({"id": "e2", "source": "greet", "sourceHandle": "out", "target": "beam"})
    flow_id = shelf.add(document)
    drawing = Drawing.at(owner_page, flow_id)
    expect(drawing.node("beam")).to_contain_text("acme.teleport")
    form = drawing.open("beam")
    expect(form).to_contain_text("The node type “acme.teleport” is not installed here.")
    expect(form).to_contain_text("the moon")
    settings = form.locator("header + div")
    expect(settings.locator("input, textarea, select, [contenteditable=true]")).to_have_count(0)
    drawing.open("greet")
    drawing.write("Text", "Still here")
    drawing.settle()
    assert shelf.node(flow_id, "beam") == stranger
    assert shelf.document(flow_id)["edges"] == document["edges"]
    owner_page.get_by_role("button", name="Publish").click()
    issues = owner_page.get_by_role("region", name="Issues")
    expect(issues.get_by_role("button").filter(has_text="acme.teleport")).to_be_visible()
    issues.get_by_role("button").filter(has_text="acme.teleport").click()
    expect(drawing.form()).to_contain_text("the moon")


def test_a_flow_of_a_later_format_is_not_touched(owner_page: Page, shelf: Shelf) -> None:
    flow_id = shelf.add(greeting("Tomorrow"))
    before = shelf.flow(flow_id)
    writes = list[str]()

    def age(route: Route) -> None:
        if route.request.method != "GET":
            writes.append(route.request.url)
        flow = route.fetch().json()
        flow["document"] |= {"formatVersion": 2, "nodes": {"by": "name"}}
        route.fulfill(json=flow)

    owner_page.route(f"**/api/flows/{flow_id}", age)
    owner_page.goto(f"/flows/{flow_id}")
    expect(owner_page.get_by_role("heading", name="This flow needs a newer Parley")).to_be_visible()
    expect(owner_page.get_by_text("It was made in format 2, and this Parley reads format 1.")).to_be_visible()
    with owner_page.expect_download() as download:
        owner_page.get_by_role("button", name="Download as JSON").click()
    saved = json.loads(download.value.path().read_text())
    assert (saved["formatVersion"], saved["nodes"]) == (2, {"by": "name"})
    owner_page.get_by_role("link", name="Flows", exact=True).click()
    expect(owner_page.get_by_role("link", name="Tomorrow")).to_be_visible()
    assert writes == []
    assert shelf.flow(flow_id) == before


def test_far_too_much_pasted_into_a_field_is_kept_and_a_sentence_says_so(
    owner_page: Page, shelf: Shelf
) -> None:
    flow_id = shelf.add(greeting("Novel"))
    drawing = Drawing.at(owner_page, flow_id)
    novel = "All happy families are alike. " * (TWO_MEGABYTES // 30)
    form = drawing.open("greet")
    drawing.write("Text", "")
    drawing.put_on_clipboard(novel)
    form.get_by_role("textbox", name="Text", exact=True).click()
    owner_page.keyboard.press("ControlOrMeta+v")
    expect(form.get_by_text("Too long: ")).to_be_visible()
    drawing.settle()
    kept: str = shelf.node(flow_id, "greet")["config"]["body"]["text"]
    assert (len(kept), kept[:40]) == (len(novel), novel[:40])
    owner_page.keyboard.press("End")
    drawing.rename("Novella")
    drawing.open("greet")
    drawing.write("Text", "A short story")
    drawing.settle()
    assert shelf.document(flow_id)["name"] == "Novella"
    expect(drawing.node("greet")).to_contain_text("A short story")
    expect(form.get_by_text("Too long: ")).to_have_count(0)


def test_what_is_no_node_is_refused_on_the_canvas_in_a_sentence(owner_page: Page, shelf: Shelf) -> None:
    flow_id = shelf.add(greeting("Clipboard"))
    drawing = Drawing.at(owner_page, flow_id)
    before = drawing.document()
    node = before["nodes"][1]
    for text, sentence in (
        (json.dumps({"parley": "nodes", "version": 1, "nodes": [node], "pad": "x" * TWO_MEGABYTES}), "holds more than 1,000,000"),
        (json.dumps({"parley": "nodes", "version": 2, "nodes": [node]}), "from a later version of Parley"),
        (json.dumps({**before, "formatVersion": 2}), "from a later version of Parley"),
        (f'{{"nodes": [{SCRIPT}', "holds no nodes"),
        ('{"nodes": [null, 1, {"id": 5}], "edges": "none"}', "holds no nodes"),
        ("[" * 100_000, "holds no nodes"),
    ):  # fmt: skip
        drawing.put_on_clipboard(text)
        owner_page.get_by_role("region", name="Canvas").focus()
        owner_page.keyboard.press("ControlOrMeta+v")
        notice = owner_page.get_by_role("region", name="Canvas").get_by_role("status")
        expect(notice).to_contain_text(sentence)
        notice.get_by_role("button", name="Close").click()
        assert drawing.document() == before
    drawing.put_on_clipboard(json.dumps({"parley": "nodes", "version": 1, "nodes": [node], "edges": []}))
    owner_page.get_by_role("region", name="Canvas").focus()
    owner_page.keyboard.press("ControlOrMeta+v")
    drawing.settle()
    assert len(shelf.document(flow_id)["nodes"]) == 3


def test_hostile_names_are_text_everywhere_on_the_canvas(owner_page: Page, shelf: Shelf) -> None:
    flow_id = shelf.add(hostile_flow())
    drawing = Drawing.at(owner_page, flow_id)
    expect(owner_page.get_by_role("textbox", name="Name of the flow")).to_have_value(SCRIPT)
    drawing.fit()
    for place, words in enumerate(HOSTILE):
        # A card shows the beginning of a long text, and names the rest on hovering.
        expect(drawing.node("start")).to_contain_text(words[:60])
        # A bubble shows what stands in braces as a chip.
        expect(drawing.node(f"say{place}")).to_contain_text(re.sub(r"\{\{ (.*?) \}\}", r"\1", words)[:100])
        expect(drawing.node("which").get_by_text(words, exact=True)).to_be_visible()
    expect(drawing.node("which").get_by_role("button", name=f"Add after {HOSTILE[1]}")).to_be_visible()
    assert is_unharmed(owner_page)
    form = drawing.open("which")
    for place, words in enumerate(HOSTILE, start=1):
        expect(form.get_by_role("textbox", name=f"Name of Branch {place}")).to_have_value(words)
    owner_page.get_by_role("button", name=re.compile(r"^\d+ errors?$")).click()
    expect(owner_page.get_by_role("region", name="Issues")).to_contain_text(SCRIPT)
    assert is_unharmed(owner_page)
    assert drawing.document() == shelf.document(flow_id)


def hostile_flow() -> dict[str, Any]:
    """Each hostile text as a keyword, a message and the name of a branch; the first as the flow's name."""
    document = greeting(SCRIPT)
    start, _ = document["nodes"]
    start["config"]["on"]["keywords"] = list(HOSTILE)
    branches = [
        {"id": f"b{place}", "label": words, "when": {"all": [{"field": "vars.x", "value": words}]}}
        for place, words in enumerate(HOSTILE)
    ]
    which = node("which", "condition", 0, {"branches": branches})
    says = [
        node(f"say{place}", "send_message", place + 1, {"body": {"type": "text", "text": words}})
        for place, words in enumerate(HOSTILE)
    ]
    document["nodes"] = [start, which, *says]
    # Nothing leads to what is said, so the list of issues names it too.
    document["edges"] = [{"id": "e1", "source": "start", "sourceHandle": "out", "target": "which"}]
    return document


def node(node_id: str, kind: str, column: int, config: dict[str, Any]) -> dict[str, Any]:
    position = {"x": 320.0 * (column + 1), "y": 100.0}
    return {"id": node_id, "type": kind, "position": position, "config": config}
