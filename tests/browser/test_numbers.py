"""The numbers of a period lie over the canvas, lead to the executions they count, and what went wrong is told at its node."""

import pytest
from drawing import Drawing
from greeter import Greeter
from playwright.sync_api import Locator, Page, expect
from running import Running

BEA, CARL, DORA, EVE = "+34600112233", "+34600445566", "+34600778899", "+34600778811"


@pytest.fixture(scope="module")
def shop(product: Running) -> Greeter:
    """Two wait, one failed, one came through."""
    shop = Greeter(product.sign_in())
    shop.reach("Bea", BEA, waitingFor="reply")
    shop.reach("Eve", EVE, waitingFor="reply")
    shop.reach("Carl", CARL, status="Failed")
    shop.reach("Dora", DORA, waitingFor="reply")
    shop.nickname(DORA, "D")
    shop.hear("Dora", DORA, "yes")
    shop.until(DORA, status="Completed")
    return shop


def node(page: Page, node_id: str) -> Locator:
    return page.locator(f"[data-numbers='{node_id}']")


def test_cards_and_edges_carry_the_numbers_of_the_period(owner_page: Page, shop: Greeter) -> None:
    drawing = Drawing.at(owner_page, shop.flow_id)
    owner_page.get_by_role("button", name="Numbers").click()
    bar = owner_page.get_by_role("region", name="Numbers")
    told = "4 entered · 1 completed (25 %) · 1 failed (25 %) · “\u2068greeted\u2069” 1 (25 %)"
    expect(bar.get_by_text(told, exact=True)).to_be_visible()
    drawing.fit()
    expect(node(owner_page, "start")).to_have_text("4 visits · 100 %")
    expect(node(owner_page, "ask")).to_have_text("2 visits · 50 %2 waiting now")
    expect(node(owner_page, "nick")).to_have_text("2 visits · 50 %1 failed")
    expect(node(owner_page, "e1")).to_have_text("4 · 100 %")
    expect(node(owner_page, "e3")).to_have_text("1 · 50 %")
    before = drawing.document()
    bar.get_by_label("Period of the numbers").click()
    owner_page.get_by_role("option", name="Between…").click()
    bar.get_by_label("Entered from").fill("2026-01-01T10:00")
    bar.get_by_label("Entered before").fill("2026-01-02T10:00")
    bar.get_by_label("Entered before").press("Enter")
    expect(bar.get_by_text("0 entered")).to_be_visible()
    expect(node(owner_page, "nick")).to_have_text("0 visits")
    expect(node(owner_page, "ask")).to_have_text("0 visits2 waiting now")
    assert drawing.document() == before
    bar.get_by_role("button", name="Hide the numbers").click()
    expect(node(owner_page, "start")).to_have_count(0)


def test_who_waits_leads_to_the_executions_that_wait_there(owner_page: Page, shop: Greeter) -> None:
    Drawing.at(owner_page, shop.flow_id).fit()
    owner_page.get_by_role("button", name="Numbers").click()
    node(owner_page, "ask").get_by_role("link", name="2 waiting now").click()
    expect(owner_page).to_have_url(f"/flows/{shop.flow_id}/executions?status=Running&node=ask")
    expect(owner_page.locator("tbody tr")).to_have_count(2)


def test_what_went_wrong_at_a_node_stands_in_its_form(owner_page: Page, shop: Greeter) -> None:
    drawing = Drawing.at(owner_page, shop.flow_id)
    drawing.fit()
    form = drawing.open("nick")
    wrong = form.get_by_role("region", name="Went wrong here")
    expect(wrong).to_contain_text("contact.fields.nick")
    wrong.get_by_role("link", name="No. ").click()
    expect(owner_page.get_by_text("This execution failed")).to_be_visible()
    drawing = Drawing.at(owner_page, shop.flow_id)
    drawing.fit()
    expect(drawing.open("ask").get_by_role("region", name="Went wrong here")).to_have_count(0)


def test_five_hundred_nodes_show_their_numbers_and_can_be_dragged(owner_page: Page, shop: Greeter) -> None:
    nodes = [
        {"id": f"n{n}", "type": "end", "position": {"x": 320 * (n % 25), "y": 200 * (n // 25)}, "config": {}}
        for n in range(500)
    ]
    document = {"formatVersion": 1, "name": "Large", "nodes": nodes, "edges": []}
    flow_id = shop.api.post("/api/flows", json=document).raise_for_status().json()["id"]
    drawing = Drawing.at(owner_page, flow_id)
    owner_page.get_by_role("button", name="Numbers").click()
    expect(owner_page.get_by_text("0 entered")).to_be_visible()
    owner_page.get_by_role("button", name="Actual size").or_(
        owner_page.locator("button", has_text="%").first
    ).first.click()
    drawing.stand_still()
    card = owner_page.locator(".react-flow__node").first
    expect(card.locator("[data-numbers]")).to_have_text("0 visits")
    node_id = card.get_attribute("data-id")
    assert node_id is not None
    box = card.bounding_box()
    assert box is not None
    owner_page.mouse.move(box["x"] + 60, box["y"] + 20)
    owner_page.mouse.down()
    owner_page.mouse.move(box["x"] + 160, box["y"] + 80, steps=6)
    moved = drawing.node(node_id).locator("[data-numbers]").bounding_box()
    assert moved is not None
    assert moved["x"] > box["x"] + 50
    owner_page.mouse.up()
