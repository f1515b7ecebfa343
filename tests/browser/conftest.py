"""One running product and one Chromium for each file; a test fails on any error that its tabs report."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from graph import Graph, graph_endpoint
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    WebError,
    expect,
    sync_playwright,
)
from running import OWNER, Running, running

PATIENCE = 15_000  # ms; the engine and the browser share two cores with other tests
FLAGS = ("--no-sandbox", "--disable-background-networking", "--no-first-run", "--disable-gpu")


def pytest_configure(config: pytest.Config) -> None:
    """A test of a broken connection or a refusal names what Chromium will complain about."""
    config.addinivalue_line(
        "markers", "forgiving(*words): complaints of the browser with these words are expected"
    )


@pytest.fixture(scope="module")
def graph() -> Iterator[Graph]:
    """Where this product sends, instead of Meta."""
    with graph_endpoint() as graph:
        yield graph


@pytest.fixture(scope="module")
def product(
    tmp_path_factory: pytest.TempPathFactory, graph: Graph, shared_database: str
) -> Iterator[Running]:
    """A new installation for each file, on a database that lies ready: making one takes seconds."""
    settings = {"PARLEY_GRAPH_API_URL": graph.url, "PARLEY_DATABASE_URL": shared_database}
    with running(tmp_path_factory.mktemp("product"), **settings) as product:
        yield product


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    """Ends with the file: while it runs, its event loop keeps async tests from running."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, product: Running) -> Iterator[Page]:
    """An empty tab at the product's address, without cookies; other tabs of its context are heard too."""
    context = browser.new_context(base_url=product.url, reduced_motion="reduce", locale="en-GB")
    context.set_default_timeout(PATIENCE)
    troubles = troubles_of(context)
    yield context.new_page()
    context.close()
    marker = request.node.get_closest_marker("forgiving")
    forgiven = marker.args if marker else ()
    assert [said for said in troubles if not any(words in said for words in forgiven)] == []


def troubles_of(context: BrowserContext) -> list[str]:
    """Everything that the tabs complain about, as it comes."""
    troubles = list[str]()

    def hear(said: ConsoleMessage) -> None:
        if said.type == "error":
            troubles.append(said.text)

    def refuse(dialog: Dialog) -> None:
        troubles.append(f"A dialog opened ({dialog.type}): {dialog.message}")
        dialog.dismiss()

    def fall(error: WebError) -> None:
        troubles.append(str(error.error))

    context.on("weberror", fall)
    context.on("console", hear)
    context.on("dialog", refuse)
    return troubles


@pytest.fixture
def owner_page(page: Page, product: Running) -> Page:
    """A tab where the owner is logged in: by the cookie and the note that a login leaves."""
    product.sign_in()
    login = {key: OWNER[key] for key in ("email", "password")}
    assert page.context.request.post("/api/auth/login", data=login).ok
    page.goto("/favicon.svg")
    page.evaluate("localStorage.setItem('parley-signed-in', '1')")
    page.goto("/")
    page.get_by_role("heading", name="Flows", exact=True).wait_for()
    return page
