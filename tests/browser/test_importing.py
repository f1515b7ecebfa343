"""What comes by a file: what is no flow says so in one sentence, what can be mended is, and nothing that was there is lost."""

import json
from typing import Any

import pytest
from drawing import Drawing
from flow_documents import greeting
from playwright.sync_api import FilePayload, Locator, Page, expect
from shelf import Shelf


def file_of(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/json", "buffer": content}


def take(page: Page, *files: FilePayload) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Import a flow").click()
    chooser.value.set_files(files)


def refusals(page: Page) -> Locator:
    return page.get_by_role("alert")


def too_many_nodes() -> bytes:
    nodes = [
        {"id": f"n{at}", "type": "end", "position": {"x": at, "y": 0}, "config": {"outcome": "x" * 900}}
        for at in range(11_000)
    ]
    document = {**greeting("Giant"), "nodes": nodes, "edges": []}
    return json.dumps(document).encode()


@pytest.mark.forgiving("400", "413", "422")
def test_must_files_that_are_no_flow_are_refused_in_one_sentence_each(owner_page: Page, shelf: Shelf) -> None:
    kept = shelf.add(greeting("Was here before"))
    before = shelf.flow(kept)
    owner_page.goto("/flows")
    expect(owner_page.get_by_role("link", name="Was here before")).to_be_visible()
    giant = too_many_nodes()
    assert len(giant) > 10_000_000
    later = json.dumps({**greeting("Tomorrow"), "formatVersion": 2}).encode()
    take(
        owner_page,
        file_of("letter.json", b"Dear all"),
        file_of("list.json", b"[1, 2]"),
        file_of("picture.json", bytes(range(256))),
        file_of("later.json", later),
        file_of("giant.json", giant),
        file_of("theirs.json", b'{"name": "Theirs", "nodes": [], "connections": {}}'),
    )
    sentences = (
        "The file is not valid JSON.",
        "This is not a flow: ",
        "The file is not valid JSON.",
        "The flow was made by a newer Parley (format 2); update this one to open it.",
        "too large: at most 10 MB are taken.",
        "connections: There is no setting called 'connections' here: remove it.",
    )
    expect(refusals(owner_page)).to_have_count(len(sentences))
    for at, sentence in enumerate(sentences):
        expect(refusals(owner_page).nth(at)).to_contain_text(sentence)
    expect(owner_page.get_by_text("Not imported, as it is not a flow of Parley: theirs.json")).to_be_visible()
    for name in ("letter", "list", "picture", "later", "giant", "theirs"):
        expect(owner_page.get_by_text(f"{name}.json", exact=True)).to_be_visible()
    names = [flow["name"] for flow in shelf.api.get("/api/flows").json()["items"]]
    assert names == ["Was here before"]
    assert shelf.flow(kept) == before


def test_must_parts_that_share_an_id_all_come_in_and_a_sentence_says_what_was_done(
    flows_page: Page, shelf: Shelf
) -> None:
    """What is shown is saved as it is shown, so that the server does not refuse what nobody sees."""
    take(flows_page, file_of("twins.json", json.dumps(twins()).encode()))
    flows_page.get_by_role("link", name="Open it", exact=True).click()
    expect(flows_page.get_by_text("Parts of this flow shared an id.")).to_be_visible()
    flow_id = int(flows_page.url.rsplit("/", 1)[1])
    drawing = Drawing(flows_page)
    drawing.settle()
    kept = shelf.document(flow_id)
    assert [node["id"] for node in kept["nodes"]] == ["start", "greet", "greet_2"]
    assert [node["config"] for node in kept["nodes"]] == [node["config"] for node in twins()["nodes"]]
    assert kept == drawing.document()
    flows_page.reload()
    expect(drawing.node("greet_2")).to_be_visible()
    expect(flows_page.get_by_text("Parts of this flow shared an id.")).to_have_count(0)


def twins() -> dict[str, Any]:
    """Two messages with one id."""
    flow = greeting("Twins")
    body = {"body": {"type": "text", "text": "Me too"}}
    twin = {"id": "greet", "type": "send_message", "position": {"x": 400, "y": 120}, "config": body}
    flow["nodes"].append(twin)
    return flow
