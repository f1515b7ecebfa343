"""Whoever may only look at flows sees all of them, and no button that the server would refuse."""

from collections.abc import Iterator

import pytest
from apart import execute
from drawing import Drawing
from flow_documents import greeting
from playwright.sync_api import Locator, Page, expect
from running import Running
from shelf import Shelf

SET_ROLE = "UPDATE app_user SET role = $1 WHERE email = $2"


@pytest.fixture
def published(shelf: Shelf) -> int:
    """A flow with a version."""
    flow_id = shelf.add(greeting("Only to see"))
    shelf.api.post(f"/api/flows/{flow_id}/publish", json={"revision": 1}).raise_for_status()
    return flow_id


@pytest.fixture
def agent_page(published: int, owner_page: Page, product: Running, shared_database: str) -> Iterator[Page]:
    """A tab of somebody with VIEW_FLOWS alone."""
    execute(shared_database, SET_ROLE, "Agent", product.owner["email"])
    yield owner_page
    execute(shared_database, SET_ROLE, "Owner", product.owner["email"])


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def test_must_an_agent_looks_at_a_flow_and_meets_no_refusal(
    agent_page: Page, published: int, shelf: Shelf
) -> None:
    """A refusal would be a 403 in the console, which fails every test here."""
    before = shelf.flow(published)
    the_list_offers_nothing(agent_page)
    drawing = Drawing.at(agent_page, published)
    expect(agent_page.get_by_text("View only", exact=True)).to_be_visible()
    expect(agent_page.get_by_role("textbox", name="Name of the flow")).not_to_be_editable()
    expect(agent_page.get_by_role("region", name="Nodes")).to_have_count(0)
    for name in ("Publish", "Undo", "Tidy up"):
        expect(button(agent_page, name)).to_have_count(0)
    drawing.open("greet")
    expect(drawing.form().get_by_role("textbox", name="Text", exact=True)).not_to_be_editable()
    agent_page.keyboard.press("Escape")
    drawing.node("greet").focus()
    agent_page.keyboard.press("Delete")
    agent_page.keyboard.press("ArrowDown")
    the_menu_only_downloads(agent_page)
    versions_are_only_shown(agent_page)
    assert drawing.document() == before["document"]
    drawing.settle()
    assert shelf.flow(published) == before


def the_list_offers_nothing(page: Page) -> None:
    page.goto("/flows")
    row = page.locator("tbody tr").filter(has_text="Only to see")
    expect(row).to_be_visible()
    for name in ("New flow", "Import a flow", "Publish", "Publish again", "Unpublish"):
        expect(button(page, name)).to_have_count(0)
    row.get_by_role("button").click()
    expect(page.get_by_role("menuitem")).to_have_text(["Show executions", "Download as JSON"])


def the_menu_only_downloads(page: Page) -> None:
    button(page, "More for this flow").click()
    expect(page.get_by_role("menuitem")).to_have_text(["Download as JSON"])
    page.keyboard.press("Escape")


def versions_are_only_shown(page: Page) -> None:
    button(page, "Version history").click()
    button(page, "Show on the canvas").click()
    expect(page.get_by_text("You are looking at version 1")).to_be_visible()
    expect(button(page, "Restore as draft")).to_have_count(0)
    button(page, "Back to the draft").click()
