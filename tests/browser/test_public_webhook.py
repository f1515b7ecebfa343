"""The demo flow on a cloud account: a signed webhook comes in at the public address, the reply goes to Graph."""

from typing import Any

import httpx
import pytest
from graph import Graph
from playwright.sync_api import Page, expect
from running import Running, wait_for
from webhooks import CLOUD, NUMBER_ID, contact, envelope, signed, text, value

CUSTOMER = "34600998877"


@pytest.fixture
def shop(product: Running) -> httpx.Client:
    """The owner, with the demo flow and a cloud account."""
    owner = product.sign_in()
    owner.post("/api/demo").raise_for_status()
    owner.post("/api/whatsapp-accounts", json=CLOUD).raise_for_status()
    return owner


def test_a_signed_webhook_is_answered_at_graph_and_its_steps_are_shown(
    product: Running, shop: httpx.Client, graph: Graph, flows_page: Page
) -> None:
    deliver(product, "hello", "wamid.in1")
    first = wait_for_texts(graph, 2)
    assert first == ["Hi Caño 🌵! Welcome to the plant shop. 🌿", "Is your spot sunny or shady?"]
    deliver(product, "in the shade", "wamid.in2")
    assert wait_for_texts(graph, 3)[2] == "For the shade: a fern. Keep it a little moist."
    path, token, body = graph.sent[0]
    assert path.endswith(f"/{NUMBER_ID}/messages")
    assert (token, body["messaging_product"], body["type"]) == ("Bearer graph-token", "whatsapp", "text")
    assert len({sent["biz_opaque_callback_data"] for _, _, sent in graph.sent}) == 3
    report_delivered(product, graph)
    wait_for(lambda: statuses(shop) == ["Delivered"] * 3)
    see_finished_steps(flows_page)
    flows_page.reload()
    expect(flows_page.get_by_text("For the shade: a fern.").first).to_be_visible()


def deliver(product: Running, body: str, wamid: str) -> None:
    delivery = envelope(value(text(body, wamid, CUSTOMER), contacts=[contact("Caño 🌵", CUSTOMER)]))
    answer = httpx.post(f"{product.url}/hooks/whatsapp", **signed(delivery))
    assert (answer.status_code, answer.content) == (200, b"")


def wait_for_texts(graph: Graph, count: int) -> list[str]:
    wait_for(lambda: len(graph.bodies_to(CUSTOMER)) >= count)
    return [body["text"]["body"] for body in graph.bodies_to(CUSTOMER)]


def report_delivered(product: Running, graph: Graph) -> None:
    updates: list[dict[str, Any]] = [
        {
            "id": f"wamid.graph{place}",
            "status": "delivered",
            "timestamp": "1764000001",
            "recipient_id": CUSTOMER,
            # Meta repeats it; the status may overtake the answer that would tell us the wamid.
            "biz_opaque_callback_data": sent["biz_opaque_callback_data"],
        }
        for place, (_, _, sent) in enumerate(graph.sent, start=1)
    ]
    outcome = value()
    outcome["statuses"] = updates
    del outcome["messages"]
    assert httpx.post(f"{product.url}/hooks/whatsapp", **signed(envelope(outcome))).status_code == 200


def statuses(shop: httpx.Client) -> list[str]:
    contacts = shop.get("/api/contacts").json()["items"]
    [customer] = [each for each in contacts if each["phone"] == f"+{CUSTOMER}"]
    messages = shop.get(f"/api/contacts/{customer['id']}/messages").json()["items"]
    return [each["status"] for each in messages if each["direction"] == "Outbound"]


def see_finished_steps(page: Page) -> None:
    page.get_by_role("link", name="Demo: which plant?").click()
    page.get_by_role("link", name="Executions").click()
    row = page.get_by_role("row").filter(has_text="Caño 🌵")
    expect(row).to_contain_text("Completed")
    row.get_by_role("link").first.click()
    for words in ("in the shade", "helped", "For the shade: a fern."):
        expect(page.get_by_text(words).first).to_be_visible()
