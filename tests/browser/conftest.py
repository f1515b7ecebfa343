"""One running product for each worker, with an owner for each file; a test fails on any error that its tabs report."""

from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import randbelow
from typing import Any

import pytest
from apart import execute, finish
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
from shelf import Shelf

from api.passwords import Passwords

PATIENCE = 15_000  # ms; the engine and the browser share two cores with other tests
USUAL = {"reduced_motion": "reduce", "locale": "en-GB"}
OpenTab = Callable[..., Page]
FLAGS = ("--no-sandbox", "--disable-background-networking", "--no-first-run", "--disable-gpu")


def pytest_configure(config: pytest.Config) -> None:
    """A test of a broken connection or a refusal names what Chromium will complain about."""
    config.addinivalue_line(
        "markers", "forgiving(*words): complaints of the browser with these words are expected"
    )


@pytest.fixture(scope="session")
def vendor() -> Iterator[Graph]:
    """Where the product sends, instead of Meta."""
    with graph_endpoint() as graph:
        yield graph


@pytest.fixture(scope="module")
def graph(vendor: Graph) -> Graph:
    """The same, with nothing sent before this file."""
    vendor.sent.clear()
    return vendor


@pytest.fixture(scope="session")
def installation(
    tmp_path_factory: pytest.TempPathFactory, vendor: Graph, shared_database: str
) -> Iterator[Running]:
    """An installation that was set up. Starting one takes seconds, so files share it."""
    settings = {"PARLEY_GRAPH_API_URL": vendor.url, "PARLEY_DATABASE_URL": shared_database}
    with running(tmp_path_factory.mktemp("product"), **settings) as installation:
        installation.sign_in()
        yield installation


@pytest.fixture(scope="module")
def product(installation: Running, shared_database: str) -> Running:
    """The installation as an owner knows it whose account this file made: what other files do there is hidden."""
    owner = {**OWNER, "email": f"ann{randbelow(10**9)}@example.com"}
    password = finish(Passwords(rounds=4).hash(owner["password"]))
    insert = "INSERT INTO app_user (email, password, name, role) VALUES ($1, $2, $3, 'Owner')"
    execute(shared_database, insert, owner["email"], password, owner["name"])
    return Running(installation.url, installation.log, owner)


@pytest.fixture
def shelf(product: Running) -> Shelf:
    """The owner's flows."""
    return Shelf(product.sign_in())


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    """Ends with the file: while it runs, its event loop keeps async tests from running."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_tab(request: pytest.FixtureRequest, browser: Browser, product: Running) -> Iterator[OpenTab]:
    """Opens empty tabs at the product's address, each without cookies; other tabs of its context are heard too."""
    contexts, troubles = list[BrowserContext](), list[str]()

    def open_tab(**options: Any) -> Page:
        context = browser.new_context(**{**USUAL, "base_url": product.url, **options})
        context.set_default_timeout(PATIENCE)
        hear_troubles(context, troubles)
        contexts.append(context)
        return context.new_page()

    yield open_tab
    for context in contexts:
        context.close()
    marker = request.node.get_closest_marker("forgiving")
    forgiven = marker.args if marker else ()
    assert [said for said in troubles if not any(words in said for words in forgiven)] == []


@pytest.fixture
def page(open_tab: OpenTab) -> Page:
    """A tab of somebody who is not logged in."""
    return open_tab()


def hear_troubles(context: BrowserContext, troubles: list[str]) -> None:
    """Write down everything that the tabs complain about, as it comes."""

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


@pytest.fixture
def owner_tab(open_tab: OpenTab, product: Running) -> OpenTab:
    """Opens tabs where the owner is logged in: by the cookie and the note that a login leaves."""
    product.sign_in()

    def owner_tab(**options: Any) -> Page:
        page = open_tab(**options)
        assert page.context.request.post("/api/auth/login", data=product.login).ok
        page.goto("/favicon.svg")
        page.evaluate("localStorage.setItem('parley-signed-in', '1')")
        return page

    return owner_tab


@pytest.fixture
def owner_page(owner_tab: OpenTab) -> Page:
    """A tab where the owner is logged in."""
    return owner_tab()


@pytest.fixture
def flows_page(owner_page: Page) -> Page:
    """A tab where the owner looks at the list of flows."""
    owner_page.goto("/")
    owner_page.get_by_role("heading", name="Flows", exact=True).wait_for()
    return owner_page
