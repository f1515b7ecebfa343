"""Drafts save themselves, and nothing that a person did is lost: not by a broken connection, another writer, an ended session or a closed tab."""

import json
import re
from typing import Any

import pytest
from drawing import Drawing
from flow_documents import greeting
from playwright.sync_api import Locator, Page, Route, expect
from running import Running
from shelf import Shelf

OFFLINE = "ERR_INTERNET_DISCONNECTED"
NOT_KEPT = "This browser cannot keep your changes: download the flow before you leave."
FORBIDDEN = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });"""


def text_of(shelf: Shelf, flow_id: int) -> str:
    """What the flow says."""
    text: str = shelf.node(flow_id, "greet")["config"]["body"]["text"]
    return text


def say(shelf: Shelf, flow_id: int, text: str) -> None:
    """Let somebody else change what the flow says."""
    document = shelf.document(flow_id)
    document["nodes"][1]["config"]["body"]["text"] = text
    shelf.save(flow_id, document)


def test_changes_are_saved_by_themselves_and_shown_after_a_reload(owner_page: Page, shelf: Shelf) -> None:
    flow_id = shelf.add(greeting("Before"))
    drawing = Drawing.at(owner_page, flow_id)
    drawing.rename("After")
    drawing.open("greet")
    drawing.write("Text", "Good morning")
    drawing.settle()
    assert (shelf.document(flow_id)["name"], text_of(shelf, flow_id)) == ("After", "Good morning")
    owner_page.reload()
    expect(drawing.node("greet")).to_contain_text("Good morning")
    expect(owner_page.get_by_role("textbox", name="Name of the flow")).to_have_value("After")
    assert drawing.document() == shelf.document(flow_id)


@pytest.mark.forgiving(OFFLINE, "ERR_FAILED", "409")
def test_a_lost_connection_loses_nothing(owner_page: Page, shelf: Shelf) -> None:
    flow_id = shelf.add(greeting("Tunnel"))
    drawing = Drawing.at(owner_page, flow_id)
    drawing.open("greet")
    drawing.write("Text", "On the way")
    drawing.settle()
    owner_page.context.set_offline(True)
    drawing.write("Text", "In the tunnel")
    drawing.expect_state("offline")
    expect(strip(owner_page)).to_contain_text("Not saved: no connection.")
    expect(strip(owner_page)).to_contain_text("Your changes are kept in this browser.")
    drawing.write("Text", "Deep in the tunnel")
    assert text_of(shelf, flow_id) == "On the way"
    owner_page.context.set_offline(False)
    drawing.settle()
    expect(strip(owner_page)).to_have_count(0)
    assert text_of(shelf, flow_id) == "Deep in the tunnel"
    lose_an_answer(drawing, shelf, flow_id)


def lose_an_answer(drawing: Drawing, shelf: Shelf, flow_id: int) -> None:
    """The server takes a save, nobody hears of it, and the person goes on: no conflict with oneself."""
    held = list[Route]()
    drawing.page.route(f"**/api/flows/{flow_id}", lambda route: held.append(route), times=1)
    with drawing.page.expect_request(lambda request: request.method == "PUT"):
        drawing.write("Text", "Taken")
    drawing.write("Text", "Taken, and more")
    (save,) = held
    save.fetch()
    assert text_of(shelf, flow_id) == "Taken"
    save.abort()
    drawing.settle()
    assert text_of(shelf, flow_id) == "Taken, and more"


@pytest.mark.forgiving("409")
def test_of_two_writers_the_second_is_asked_and_each_answer_is_kept(owner_page: Page, shelf: Shelf) -> None:
    flow_id = shelf.add(greeting("Ours"))
    drawing = Drawing.at(owner_page, flow_id)
    keep_mine(drawing, shelf, flow_id)
    take_theirs(drawing, shelf, flow_id)
    save_mine_as_new(drawing, shelf, flow_id)


@pytest.mark.forgiving("409")
def test_both_documents_are_seen_and_both_are_kept(owner_page: Page, owner_tab, shelf: Shelf) -> None:
    """The other writer is another person's browser."""
    flow_id = shelf.add(greeting("Ours"))
    drawing = Drawing.at(owner_page, flow_id)
    other = Drawing.at(owner_tab(), flow_id)
    other.open("greet")
    other.write("Text", "Theirs")
    other.settle()
    drawing.rename("Mine")
    conflict(drawing).get_by_role("button", name="See what differs").click()
    expect(drawing.node("greet").get_by_role("img", name="Changed")).to_be_visible()
    expect(drawing.node("greet")).to_contain_text("Theirs")
    choose_side(owner_page, "What I changed")
    expect(owner_page.get_by_role("region", name="What differs").locator("ins")).to_have_text("Mine")
    owner_page.get_by_role("button", name="Decide", exact=True).last.click()
    dialog = conflict(drawing)
    expect(dialog).to_contain_text("nothing was changed twice")
    dialog.get_by_role("button", name="Put mine on top of theirs").click()
    drawing.settle()
    assert (shelf.document(flow_id)["name"], text_of(shelf, flow_id)) == ("Mine", "Theirs")
    assert drawing.document() == shelf.document(flow_id)
    drawing.page.get_by_role("button", name="Undo").click()
    drawing.settle()
    assert text_of(shelf, flow_id) == "Hi {{ contact.name }}"


def choose_side(page: Page, side: str) -> None:
    page.get_by_role("combobox", name="Show").or_(page.get_by_role("textbox", name="Show")).click()
    page.get_by_role("option", name=side).click()


def keep_mine(drawing: Drawing, shelf: Shelf, flow_id: int) -> None:
    say(shelf, flow_id, "Theirs")
    drawing.rename("Mine")
    dialog = conflict(drawing)
    expect(dialog).to_contain_text("Your changesname changed")
    expect(dialog).to_contain_text(re.compile("Their changesSaved .+1 node changedSend message: .*Theirs"))
    assert text_of(shelf, flow_id) == "Theirs"
    dialog.get_by_role("button", name="Keep mine").click()
    expect(dialog).to_be_hidden()
    drawing.settle()
    assert shelf.document(flow_id) == drawing.document()
    assert (shelf.document(flow_id)["name"], text_of(shelf, flow_id)) == ("Mine", "Hi {{ contact.name }}")


def take_theirs(drawing: Drawing, shelf: Shelf, flow_id: int) -> None:
    """The choice may wait; undo brings back what was mine."""
    say(shelf, flow_id, "Theirs again")
    drawing.rename("Mine again")
    conflict(drawing).get_by_role("button", name="Decide later").click()
    expect(strip(drawing.page)).to_contain_text("the flow was changed elsewhere")
    strip(drawing.page).get_by_role("button", name="Decide").click()
    conflict(drawing).get_by_role("button", name="Take theirs").click()
    drawing.settle()
    expect(drawing.node("greet")).to_contain_text("Theirs again")
    assert shelf.document(flow_id) == drawing.document()
    assert shelf.document(flow_id)["name"] == "Mine"
    drawing.page.get_by_role("button", name="Undo").click()
    drawing.settle()
    assert shelf.document(flow_id)["name"] == "Mine again"
    assert text_of(shelf, flow_id) == "Hi {{ contact.name }}"


def save_mine_as_new(drawing: Drawing, shelf: Shelf, flow_id: int) -> None:
    """The other writer is a second tab of mine."""
    tab = drawing.page.context.new_page()
    other = Drawing.at(tab, flow_id)
    other.rename("Other tab")
    other.settle()
    drawing.open("greet")
    drawing.write("Text", "First tab")
    conflict(drawing).get_by_role("button", name="Save mine as a new flow").click()
    drawing.page.wait_for_url(lambda url: not url.endswith(f"/flows/{flow_id}"))
    copy_id = int(drawing.page.url.rsplit("/", 1)[1])
    drawing.settle()
    expect(drawing.node("greet")).to_contain_text("First tab")
    assert (shelf.document(copy_id)["name"], text_of(shelf, copy_id)) == (
        "Mine again (my changes)",
        "First tab",
    )
    theirs = (shelf.document(flow_id)["name"], text_of(shelf, flow_id))
    assert theirs == ("Other tab", "Hi {{ contact.name }}")


@pytest.mark.forgiving("401")
def test_an_ended_session_asks_to_log_in_over_the_page_and_saves_the_same_changes(
    owner_page: Page, product: Running, shelf: Shelf
) -> None:
    flow_id = shelf.add(greeting("Long lunch"))
    drawing = Drawing.at(owner_page, flow_id)
    drawing.open("greet")
    owner_page.route("**/api/flows/**", lambda route: route.fulfill(status=401))
    owner_page.context.clear_cookies()
    drawing.write("Text", "After lunch")
    login = owner_page.get_by_role("dialog", name="Log in to go on")
    expect(login.get_by_label("Email")).to_have_value(product.owner["email"])
    drawing.expect_state("unsaved")
    expect(drawing.node("greet")).to_contain_text("After lunch")
    owner_page.unroute("**/api/flows/**")
    login.get_by_role("textbox", name="Password").fill(product.owner["password"])
    login.get_by_role("button", name="Log in").click()
    expect(login).to_be_hidden()
    drawing.settle()
    assert text_of(shelf, flow_id) == "After lunch"
    assert shelf.document(flow_id) == drawing.document()


@pytest.mark.forgiving(OFFLINE, "beforeunload")
def test_unsaved_changes_are_guarded_and_rescued_when_the_tab_is_closed_all_the_same(
    owner_page: Page, shelf: Shelf
) -> None:
    flow_id = shelf.add(greeting("Storm"))
    drawing = Drawing.at(owner_page, flow_id)
    drawing.open("greet")
    owner_page.context.set_offline(True)
    drawing.write("Text", "Never sent")
    drawing.expect_state("offline")
    stay(owner_page)
    owner_page.close()
    tab = owner_page.context.new_page()
    owner_page.context.set_offline(False)
    rescued = Drawing.at(tab, flow_id)
    expect(rescued.node("greet")).to_contain_text("Hi contact.name")
    tab.get_by_role("button", name="Restore").click()
    rescued.settle()
    assert text_of(shelf, flow_id) == "Never sent"
    tab.reload()
    expect(rescued.node("greet")).to_contain_text("Never sent")
    expect(tab.get_by_role("button", name="Restore")).to_have_count(0)


def stay(page: Page) -> None:
    """Neither a link nor closing the tab leaves without a question."""
    page.get_by_role("link", name="Flows", exact=True).click()
    question = page.get_by_role("dialog", name="Your changes are not saved")
    question.get_by_role("button", name="Stay").last.click()
    expect(question).to_be_hidden()
    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"


@pytest.mark.forgiving(OFFLINE)
def test_of_a_draft_too_large_for_the_browser_nobody_is_told_that_it_is_kept(
    owner_page: Page, shelf: Shelf
) -> None:
    document = greeting("Library")
    novel = {"body": {"type": "text", "text": "All happy families are alike. " * 100_000}}
    document["nodes"].append(
        {"id": "novel", "type": "send_message", "position": {"x": 360, "y": 0}, "config": novel}
    )
    flow_id = shelf.add(document)
    drawing = Drawing.at(owner_page, flow_id)
    drawing.settle()
    owner_page.context.set_offline(True)
    drawing.rename("Never sent")
    drawing.expect_state("offline")
    expect(strip(owner_page)).to_contain_text(NOT_KEPT)
    expect(strip(owner_page).get_by_role("button", name="Download as JSON")).to_be_visible()
    download_instead_of_leaving(owner_page, {**document, "name": "Never sent"})
    drawing.node("novel").focus()
    owner_page.keyboard.press("Delete")
    expect(strip(owner_page)).to_contain_text("Your changes are kept in this browser.")
    owner_page.context.set_offline(False)
    drawing.settle()
    assert shelf.document(flow_id) == greeting("Never sent")


def download_instead_of_leaving(page: Page, document: dict[str, Any]) -> None:
    """The question at a link says what would be lost, and offers the file."""
    page.get_by_role("link", name="Flows", exact=True).click()
    question = page.get_by_role("dialog", name="Your changes are not saved")
    expect(question).to_contain_text("if you leave, they are lost")
    with page.expect_download() as download:
        question.get_by_role("button", name="Download as JSON").click()
    assert json.loads(download.value.path().read_text()) == document
    question.get_by_role("button", name="Stay").press("Enter")
    expect(question).to_be_hidden()


@pytest.mark.forgiving(OFFLINE)
def test_a_browser_that_forbids_storage_edits_and_says_that_it_keeps_nothing(
    page: Page, product: Running, shelf: Shelf
) -> None:
    flow_id = shelf.add(greeting("Private"))
    page.add_init_script(FORBIDDEN)
    page.goto(f"/flows/{flow_id}")
    page.get_by_role("textbox", name="Email").fill(product.owner["email"])
    page.get_by_role("textbox", name="Password").fill(product.owner["password"])
    page.get_by_role("button", name="Log in").click()
    drawing = Drawing(page)
    drawing.open("greet")
    page.context.set_offline(True)
    drawing.write("Text", "In the tunnel")
    drawing.expect_state("offline")
    expect(strip(page)).to_contain_text(NOT_KEPT)
    page.context.set_offline(False)
    drawing.settle()
    assert text_of(shelf, flow_id) == "In the tunnel"


@pytest.mark.forgiving("422")
def test_publishing_lists_errors_and_versions_come_back(owner_page: Page, shelf: Shelf) -> None:
    flow_id = shelf.add(greeting("Release", "release"))
    drawing = Drawing.at(owner_page, flow_id)
    mend_errors(drawing)
    publish(owner_page, 1)
    drawing.write("Text", "Second")
    drawing.settle()
    publish(owner_page, 2)
    look_and_restore(drawing, 1)
    drawing.settle()
    assert text_of(shelf, flow_id) == "First"
    drawing.page.get_by_role("button", name="Undo").click()
    drawing.settle()
    assert text_of(shelf, flow_id) == "Second"
    drawing.page.get_by_role("button", name="Redo").click()
    publish(owner_page, 3)
    assert published(shelf, flow_id) == ["First", "Second", "First"]


def mend_errors(drawing: Drawing) -> None:
    """Publishing with an error says so, and the list leads to the node."""
    drawing.open("greet")
    drawing.write("Text", "")
    drawing.page.get_by_role("button", name="Close the settings").click()
    drawing.page.get_by_role("button", name="Publish").click()
    issues = drawing.page.get_by_role("region", name="Issues")
    expect(issues.get_by_role("alert")).to_contain_text("Not published: there is an error.")
    issues.get_by_role("button").filter(has_text="Send message").click()
    expect(drawing.form()).to_be_visible()
    drawing.write("Text", "First")
    expect(issues).to_contain_text("Nothing is wrong with this flow.")


def publish(page: Page, number: int) -> None:
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text(f"Version {number} is live").first).to_be_visible()


def look_and_restore(drawing: Drawing, number: int) -> None:
    page = drawing.page
    page.get_by_role("button", name="Version history").click()
    entry = (
        page.get_by_role("region", name="Versions")
        .get_by_role("listitem")
        .filter(has_text=f"Version {number}")
    )
    entry.get_by_role("button", name="Show on the canvas").click()
    expect(page.get_by_text(f"You are looking at version {number}")).to_be_visible()
    expect(drawing.node("greet")).to_contain_text("First")
    page.get_by_role("button", name="Restore as draft").first.click()
    expect(page.get_by_text(f"The draft is now version {number}.")).to_be_visible()


def published(shelf: Shelf, flow_id: int) -> list[str]:
    """What each version says, oldest first."""
    versions = shelf.api.get(f"/api/flows/{flow_id}/versions").json()["items"]
    numbers = sorted(version["number"] for version in versions)
    documents = [
        shelf.api.get(f"/api/flows/{flow_id}/versions/{number}").json()["document"] for number in numbers
    ]
    return [document["nodes"][1]["config"]["body"]["text"] for document in documents]


def strip(page: Page) -> Locator:
    """The sentence under the bar that says why something is not saved."""
    return page.get_by_role("alert").filter(has_text="Not saved:")


def conflict(drawing: Drawing) -> Locator:
    """The question of the second writer."""
    dialog = drawing.page.get_by_role("dialog", name="This flow was changed elsewhere")
    expect(dialog).to_be_visible()
    return dialog


@pytest.mark.forgiving("409")
def test_what_nobody_here_has_seen_is_not_published(owner_page: Page, shelf: Shelf) -> None:
    flow_id = shelf.add(greeting("Seen", "seen"))
    drawing = Drawing.at(owner_page, flow_id)
    drawing.settle()
    shelf.save(flow_id, greeting("Never seen", "seen"))
    owner_page.get_by_role("button", name="Go on", exact=True).click()
    owner_page.get_by_role("button", name="Publish", exact=True).click()
    expect(owner_page.get_by_text("Not published: another tab, person or program saved")).to_be_visible()
    assert shelf.flow(flow_id)["publishedVersion"] is None
    owner_page.get_by_role("button", name="Load theirs").click()
    expect(owner_page.get_by_role("textbox", name="Name of the flow")).to_have_value("Never seen")
    owner_page.get_by_role("button", name="Publish", exact=True).click()
    expect(owner_page.get_by_text("Version 1 is live").first).to_be_visible()
    assert shelf.flow(flow_id)["publishedVersion"] == 1
