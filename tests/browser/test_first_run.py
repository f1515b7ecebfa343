"""From an empty installation to a finished conversation, as a newcomer does it."""

import re
from collections.abc import Iterator

import pytest
from graph import Graph
from playwright.sync_api import Page, expect
from running import OWNER, Running, running


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory, graph: Graph) -> Iterator[Running]:
    """A new installation that makes its own database, as a newcomer's does."""
    with running(tmp_path_factory.mktemp("product"), PARLEY_GRAPH_API_URL=graph.url) as product:
        yield product


def test_a_newcomer_sets_up_talks_to_the_demo_and_reads_its_steps(page: Page) -> None:
    set_up(page)
    page.get_by_role("button", name="Make the demo workspace").click()
    add_customer(page, "Bea", "+34600112233")
    say(page, "hello")
    expect(page.get_by_role("log")).to_contain_text("Hi Bea! Welcome to the plant shop.")
    expect(page.get_by_role("log")).to_contain_text("Is your spot sunny or shady?")
    say(page, "a sunny window")
    expect(page.get_by_role("log")).to_contain_text("For a sunny spot: an aloe.")
    open_execution(page)
    see_finished_steps(page)
    page.reload()
    see_finished_steps(page)


def set_up(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
    page.get_by_label("Your name").fill(OWNER["name"])
    page.get_by_label("Email").fill(OWNER["email"])
    page.get_by_role("textbox", name="Password").fill(OWNER["password"])
    page.get_by_role("button", name="Create the owner").click()


def add_customer(page: Page, name: str, phone: str) -> None:
    page.get_by_role("button", name="New customer").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Name").fill(name)
    form.get_by_label("Phone number").fill(phone)
    form.get_by_role("button", name="Add the customer").click()


def say(page: Page, text: str) -> None:
    page.get_by_label("Type as the customer").fill(text)
    page.keyboard.press("Enter")


def open_execution(page: Page) -> None:
    page.get_by_role("link", name="Flows").click()
    page.get_by_role("link", name="Demo: which plant?").click()
    page.get_by_role("link", name="Executions").click()
    row = page.get_by_role("row").filter(has_text="Bea")
    expect(row).to_contain_text("Completed")
    row.get_by_role("link", name=re.compile("No. ")).click()


TITLES = (
    *("Trigger", "Send message", "Send message", "Wait for reply"),
    *("Condition", "Send message", "End"),
)


def see_finished_steps(page: Page) -> None:
    expect(page.get_by_role("heading", name="Execution")).to_be_visible()
    steps = (
        page.get_by_role("list", name="7 steps")
        .get_by_role("listitem")
        .filter(has=page.get_by_role("button"))
    )
    expect(steps.get_by_role("img", name="Completed")).to_have_count(7)
    for step, title in enumerate(TITLES):
        expect(steps.nth(step)).to_contain_text(f"{step + 1}. {title}")
    expect(steps.nth(1)).to_contain_text("Hi Bea!")
    answer = steps.nth(3)
    answer.get_by_role("button").click()
    expect(answer).to_contain_text("Input")
    expect(answer).to_contain_text("Output")
    expect(answer).to_contain_text("a sunny window")
