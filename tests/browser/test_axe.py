"""axe finds nothing serious on any page, in light and in dark."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from drawing import Drawing
from playwright.sync_api import Page
from running import Running
from shelf import Shelf

AXE = Path(__file__).parents[2] / "editor/node_modules/axe-core/axe.min.js"
# Cards overlap edges and each other while a flow is drawn, so axe cannot tell what a word on one stands on;
# test_screens.py measures those.
RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`));
}"""
PAGES = ("/", "/phone", "/messages", "/accounts", "/settings", "/nowhere")


@pytest.fixture
def shelf(product: Running) -> Shelf:
    return Shelf(product.sign_in())


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, owner_tab: Callable[..., Page]) -> Page:
    return owner_tab(color_scheme=request.param, viewport={"width": 1440, "height": 900})


def found(page: Page) -> list[Any]:
    page.evaluate(AXE.read_text())
    return list(page.evaluate(RUN))


def test_the_pages(page: Page, product: Running) -> None:
    product.sign_in().post("/api/demo").raise_for_status()
    for path in PAGES:
        page.goto(path)
        page.get_by_role("main").wait_for()
        page.wait_for_load_state("networkidle")
        assert found(page) == [], path


def test_a_flow_with_each_of_its_panels(page: Page, product: Running, shelf: Shelf) -> None:
    starters = product.sign_in().get("/api/starters").raise_for_status().json()["items"]
    document = next(item["document"] for item in starters if item["key"] == "welcome")
    flow_id = shelf.add(document)
    drawing = Drawing.at(page, flow_id)
    assert found(page) == [], "canvas"
    drawing.open("ask")
    page.wait_for_timeout(300)
    assert found(page) == [], "form"
    page.get_by_role("button", name="Simulator").first.click()
    page.get_by_role("textbox", name="Type as the customer").wait_for()
    assert found(page) == [], "simulator"
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Flow settings").click()
    page.get_by_text("How often a contact may enter").first.wait_for()
    assert found(page) == [], "settings"
    for tab in ("executions", "versions"):
        page.goto(f"/flows/{flow_id}/{tab}")
        page.wait_for_load_state("networkidle")
        assert found(page) == [], tab


def test_an_empty_canvas_and_a_list_of_issues(page: Page, shelf: Shelf) -> None:
    page.goto("/")
    drawing = Drawing.new(page)
    page.get_by_text("Or begin with a flow that works").wait_for()
    assert found(page) == [], "empty canvas"
    drawing.add("Wait for reply")
    page.get_by_role("button", name="error").first.click()
    page.get_by_role("region", name="Issues").wait_for()
    assert found(page) == [], "issues"
