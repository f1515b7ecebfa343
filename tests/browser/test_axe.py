"""axe finds nothing serious on any page, and no words are faint, by day and by night."""

from collections.abc import Callable

import pytest
from drawing import Drawing
from greeter import Greeter
from looking import look
from playwright.sync_api import Page, expect
from running import Running
from shelf import Shelf

PAGES = ("/", "/phone", "/messages", "/accounts", "/settings", "/nowhere")


@pytest.fixture
def page(owner_tab: Callable[..., Page]) -> Page:
    return owner_tab(viewport={"width": 1440, "height": 900})


def test_the_pages(page: Page, product: Running) -> None:
    product.sign_in().post("/api/demo").raise_for_status()
    for path in PAGES:
        page.goto(path)
        page.get_by_role("main").wait_for()
        page.wait_for_load_state("networkidle")
        look(page, path)


def test_executions_in_every_state_and_versions(page: Page, product: Running) -> None:
    shop = Greeter(product.sign_in())
    failed = shop.reach("Carl", "+34600445566", status="Failed")
    waiting = shop.reach("Bea", "+34600112233", waitingFor="reply")
    for tab in ("executions", "versions"):
        page.goto(f"/flows/{shop.flow_id}/{tab}")
        page.locator("tbody tr").first.wait_for()
        look(page, tab)
    for execution in (failed, waiting):
        page.goto(f"/executions/{execution}")
        steps = page.get_by_role("region", name="Replay").get_by_role("listitem")
        expect(steps.first).to_be_visible()
        page.locator(".react-flow__node").first.wait_for()
        look(page, f"execution {execution}")
    page.goto(f"/phone/{shop.account_id}")
    page.get_by_role("link", name="Bea").click()
    expect(page.get_by_text("hello")).to_be_visible()
    look(page, "chat on the phone page")


def test_a_flow_with_its_form_settings_and_chats(page: Page, product: Running, shelf: Shelf) -> None:
    api = product.sign_in()
    starters = api.get("/api/starters").raise_for_status().json()["items"]
    document = next(item["document"] for item in starters if item["key"] == "welcome")
    drawing = Drawing.at(page, shelf.add(document))
    look(page, "canvas")
    form = drawing.open("ask")
    expect(form.get_by_role("textbox", name="Message", exact=True)).to_be_editable()
    look(page, "form")
    page.get_by_role("button", name="Flow settings").click()
    page.get_by_text("How often a contact may enter").first.wait_for()
    look(page, "settings")
    page.get_by_role("button", name="Phone", exact=True).click()
    page.get_by_role("region", name="Phone", exact=True).wait_for()
    look(page, "phone")


def test_an_empty_canvas_and_a_list_of_issues(page: Page) -> None:
    page.goto("/")
    drawing = Drawing.new(page)
    page.get_by_text("Or begin with a flow that works").wait_for()
    look(page, "empty canvas")
    drawing.add("Wait for reply")
    page.get_by_role("button", name="error").first.click()
    page.get_by_role("region", name="Issues").wait_for()
    look(page, "issues")
