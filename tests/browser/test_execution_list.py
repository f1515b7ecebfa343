"""The executions of a flow are narrowed by state, node and words, by links too; what failed is retried one by one or together."""

import pytest
from apart import execute
from greeter import Greeter
from playwright.sync_api import Locator, Page, expect
from running import Running

BEA, CARL, DORA = "+34600112233", "+34600445566", "+34600778899"


@pytest.fixture(scope="module")
def shop(product: Running) -> Greeter:
    """Bea waits for a reply; Carl and Dora failed for want of a nickname. Whoever adds or changes one takes `own_shop`."""
    shop = Greeter(product.sign_in())
    shop.reach("Bea", BEA, waitingFor="reply")
    shop.reach("Carl", CARL, status="Failed")
    shop.reach("Dora", DORA, status="Failed")
    return shop


@pytest.fixture
def own_shop(product: Running) -> Greeter:
    """Nobody has written to this one."""
    return Greeter(product.sign_in())


def rows(page: Page) -> Locator:
    return page.locator("tbody tr")


def test_states_nodes_and_words_narrow_the_list_and_make_a_link(
    owner_page: Page, owner_tab, shop: Greeter
) -> None:
    owner_page.goto(f"/flows/{shop.flow_id}/executions")
    states = owner_page.get_by_role("group", name="State")
    expect(rows(owner_page)).to_have_count(3)
    expect(states.get_by_role("button", name="All")).to_have_text("All3")
    states.get_by_role("button", name="Failed").click()
    expect(rows(owner_page)).to_have_count(2)
    owner_page.get_by_label("Search by name, phone or error").fill("carl")
    expect(rows(owner_page)).to_have_count(1)
    expect(owner_page).to_have_url(f"/flows/{shop.flow_id}/executions?status=Failed&search=carl")
    expect(states.get_by_role("button", name="All")).to_have_text("All1")
    other = owner_tab()
    other.goto(owner_page.url)
    expect(rows(other)).to_have_count(1)
    expect(rows(other)).to_contain_text("Carl")
    expect(other.get_by_label("Search by name, phone or error")).to_have_value("carl")
    states.get_by_role("button", name="Running").click()
    expect(owner_page.get_by_role("heading", name="Nothing fits")).to_be_visible()
    owner_page.get_by_role("button", name="Clear the filter").first.click()
    expect(rows(owner_page)).to_have_count(3)
    owner_page.go_back()
    expect(owner_page.get_by_role("heading", name="Nothing fits")).to_be_visible()


def test_the_node_the_period_and_what_is_waited_for_are_chosen(owner_page: Page, shop: Greeter) -> None:
    owner_page.goto(f"/flows/{shop.flow_id}/executions")
    choose(owner_page, "At the node", "Set nick")
    expect(rows(owner_page)).to_have_count(2)
    expect(owner_page).to_have_url(f"/flows/{shop.flow_id}/executions?node=nick")
    choose(owner_page, "Started", "In the last hour")
    expect(rows(owner_page)).to_have_count(2)
    owner_page.get_by_role("button", name="Clear the filter").click()
    choose(owner_page, "Waits for", "A reply")
    expect(rows(owner_page)).to_have_count(1)
    expect(rows(owner_page)).to_contain_text("Bea")
    choose(owner_page, "Started", "Between two moments")
    before = owner_page.get_by_label("Started before")
    before.fill("2026-01-01T10:00")
    before.press("Enter")
    expect(owner_page.get_by_role("heading", name="Nothing fits")).to_be_visible()


def test_a_flow_without_executions_says_what_to_do(owner_page: Page, shop: Greeter) -> None:
    empty = shop.api.post("/api/flows", json={"formatVersion": 1, "name": "Empty"}).json()["id"]
    owner_page.goto(f"/flows/{empty}/executions")
    expect(owner_page.get_by_role("heading", name="No executions")).to_be_visible()
    expect(owner_page.get_by_text("Publish the flow and write its keyword")).to_be_visible()
    states = owner_page.get_by_role("group", name="State")
    colour = "tab => getComputedStyle(tab.lastElementChild).color"
    failed, paused = (
        states.get_by_role("button", name=name).evaluate(colour) for name in ("Failed", "Paused")
    )
    assert failed == paused, "nothing is wrong, so nothing is red"


def test_one_is_retried_and_one_cancelled_from_the_list(owner_page: Page, own_shop: Greeter) -> None:
    shop = own_shop
    erin = shop.reach("Erin", "+34600990011", status="Failed")
    fred = shop.reach("Fred", "+34600990022", waitingFor="reply")
    shop.nickname("+34600990011", "E")
    owner_page.goto(f"/flows/{shop.flow_id}/executions")
    failed = rows(owner_page).filter(has_text=f"No. {erin}")
    failed.get_by_role("button", name="Retry").click()
    expect(failed).to_contain_text("Completed")
    expect(failed.get_by_role("button")).to_have_count(0)
    waiting = rows(owner_page).filter(has_text=f"No. {fred}")
    waiting.get_by_role("button", name="Cancel").click()
    expect(waiting.get_by_role("button")).to_have_count(0)


def test_all_that_failed_and_fit_are_retried_together(owner_page: Page, own_shop: Greeter) -> None:
    shop, left = own_shop, "+34600990055"
    shop.reach("Hugo", left, status="Failed")
    for name, phone in (("Gil", "+34600990033"), ("Gina", "+34600990044")):
        shop.reach(name, phone, status="Failed")
        shop.nickname(phone, "G")
    owner_page.goto(f"/flows/{shop.flow_id}/executions?status=Failed&search=gi")
    expect(rows(owner_page)).to_have_count(2)
    owner_page.get_by_role("button", name="Retry all 2 failed").click()
    owner_page.get_by_role("dialog").get_by_role("button", name="Retry them").click()
    expect(owner_page.get_by_text("2 executions were asked to go on.")).to_be_visible()
    shop.until("+34600990033", status="Completed")
    shop.until("+34600990044", status="Completed")
    shop.until(left, status="Failed")
    expect(owner_page.get_by_role("heading", name="Nothing fits")).to_be_visible()


def test_whoever_may_not_act_sees_no_buttons(
    owner_tab, shop: Greeter, product: Running, shared_database: str
) -> None:
    page = owner_tab()
    set_role = "UPDATE app_user SET role = $1 WHERE email = $2"
    execute(shared_database, set_role, "Agent", product.owner["email"])
    try:
        page.goto(f"/flows/{shop.flow_id}/executions?status=Failed")
        expect(rows(page).first).to_contain_text("Dora")
        expect(page.get_by_role("button", name="Retry")).to_have_count(0)
        page.get_by_role("link", name="No. ").first.click()
        expect(page.get_by_text("This execution failed")).to_be_visible()
        expect(page.get_by_role("button", name="Retry the failed step")).to_have_count(0)
    finally:
        execute(shared_database, set_role, "Owner", product.owner["email"])


def choose(page: Page, field: str, option: str) -> None:
    """Open a field of the filter and take the option that begins so."""
    page.get_by_role("combobox", name=field, exact=True).or_(
        page.get_by_role("textbox", name=field, exact=True)
    ).click()
    page.get_by_role("option", name=option).first.click()
