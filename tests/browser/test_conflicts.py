"""Two writers who changed the same: what wins is told before it is chosen, and what gave way is lost to nobody."""

from collections.abc import Callable

import pytest
from drawing import Drawing
from flow_documents import row_of_three
from playwright.sync_api import Locator, Page, expect
from shelf import Document, Shelf
from ways import node_of


def text_in(document: Document) -> str:
    text: str = node_of(document, "send_message")["config"]["body"]["text"]
    return text


def write(drawing: Drawing, text: str) -> None:
    drawing.open("send_message")
    drawing.write("Text", text)
    drawing.page.get_by_role("button", name="Close the settings").click()


def conflict(page: Page) -> Locator:
    return page.get_by_role("dialog", name="This flow was changed elsewhere")


@pytest.mark.forgiving("409", "ERR_INTERNET_DISCONNECTED")
def test_must_mine_on_top_of_theirs_where_both_changed_the_same(
    owner_page: Page, owner_tab: Callable[..., Page], shelf: Shelf
) -> None:
    flow_id = shelf.add(row_of_three())
    mine, theirs = Drawing.at(owner_page, flow_id), Drawing.at(owner_tab(), flow_id)
    write(theirs, "Theirs")
    theirs.rename("Renamed by them")
    theirs.settle()
    mine.open("send_message")
    owner_page.context.set_offline(True)  # or the question comes before all is done
    mine.write("Text", "Mine")
    mine.node("wait").focus()
    owner_page.keyboard.press("Delete")
    owner_page.context.set_offline(False)
    dialog = conflict(owner_page)
    expect(dialog).to_contain_text("Both are kept; 1 setting that both changed becomes yours.")
    assert text_in(shelf.document(flow_id)) == "Theirs", "nothing is saved before it is chosen"
    dialog.get_by_role("button", name="Put mine on top of theirs").click()
    expect(dialog).to_be_hidden()
    mine.settle()
    kept = shelf.document(flow_id)
    assert kept == mine.document()
    assert (kept["name"], text_in(kept)) == ("Renamed by them", "Mine")
    assert "wait" not in {node["id"] for node in kept["nodes"]}
    undo_is_mine_as_it_was(mine)
    theirs_is_where_they_are(theirs, shelf, flow_id)


def undo_is_mine_as_it_was(mine: Drawing) -> None:
    """One step back is what I had, one more what I had before, and redo comes to what was chosen."""
    page, chosen = mine.page, mine.document()
    page.get_by_role("button", name="Undo", exact=True).click()
    assert (mine.document()["name"], text_in(mine.document())) == ("Three in a row", "Mine")
    page.get_by_role("button", name="Redo", exact=True).click()
    assert mine.document() == chosen
    mine.settle()


def theirs_is_where_they_are(theirs: Drawing, shelf: Shelf, flow_id: int) -> None:
    """They are told; when they load what came of it, undo brings back what they had."""
    page = theirs.page
    expect(page.get_by_text("meanwhile.")).to_contain_text("Changed by")
    assert text_in(theirs.document()) == "Theirs"
    page.get_by_role("button", name="Load theirs").click()
    expect(theirs.node("send_message")).to_contain_text("Mine")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(theirs.node("send_message")).to_contain_text("Theirs")
    theirs.settle()
    assert text_in(shelf.document(flow_id)) == "Theirs"


@pytest.mark.forgiving("409")
def test_must_of_one_node_each_setting_of_both_is_kept(owner_page: Page, shelf: Shelf) -> None:
    """They write in the card while I move it and name it: nothing was changed twice."""
    flow_id = shelf.add(row_of_three())
    drawing = Drawing.at(owner_page, flow_id)
    theirs = shelf.document(flow_id)
    theirs["nodes"][1]["config"]["body"]["text"] = "Theirs"
    shelf.save(flow_id, theirs)
    drawing.node("send_message").focus()
    owner_page.keyboard.press("ArrowDown")
    dialog = conflict(owner_page)
    expect(dialog).to_contain_text("nothing was changed twice")
    dialog.get_by_role("button", name="Put mine on top of theirs").click()
    drawing.settle()
    node = node_of(shelf.document(flow_id), "send_message")
    assert (node["position"], node["config"]["body"]["text"]) == ({"x": 360, "y": 8}, "Theirs")


@pytest.mark.forgiving("ERR_INTERNET_DISCONNECTED", "409")
def test_must_rescued_changes_ask_before_they_go_over_what_was_saved_meanwhile(
    owner_page: Page, shelf: Shelf
) -> None:
    """I write offline and the tab is closed, somebody saves, I come back and restore: both are there to choose from."""
    flow_id = shelf.add(row_of_three())
    drawing = Drawing.at(owner_page, flow_id)
    drawing.open("send_message")
    owner_page.context.set_offline(True)
    drawing.write("Text", "Mine")
    drawing.rename("Mine, in the tunnel")
    drawing.expect_state("offline")
    owner_page.close()
    theirs = shelf.document(flow_id)
    theirs["nodes"][1]["config"]["body"]["text"] = "Theirs"
    theirs["description"] = "Theirs alone"
    shelf.save(flow_id, theirs)
    tab = owner_page.context.new_page()
    owner_page.context.set_offline(False)
    back = Drawing.at(tab, flow_id)
    tab.get_by_role("button", name="Restore").click()
    expect(conflict(tab)).to_contain_text("Both are kept; 1 setting that both changed becomes yours.")
    back.expect_state("conflict")
    assert shelf.document(flow_id) == theirs, "nothing is saved before it is chosen"
    tab.close()
    tab = owner_page.context.new_page()
    back = Drawing.at(tab, flow_id)
    tab.get_by_role("button", name="Restore").click()
    conflict(tab).get_by_role("button", name="Put mine on top of theirs").click()
    back.settle()
    kept = shelf.document(flow_id)
    assert (kept["name"], kept["description"]) == ("Mine, in the tunnel", "Theirs alone")
    assert text_in(kept) == "Mine"
    expect(tab.get_by_role("button", name="Restore")).to_have_count(0)
