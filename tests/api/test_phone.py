"""The simulated phone's side of things: what its Graph API takes, and which buttons may be tapped."""

from copy import deepcopy
from typing import Any

import httpx
import pytest

from api.services import Services
from storage.database import fetch, fetch_one
from storage.secrets import account_place

pytestmark = pytest.mark.anyio

GRAPH = "/simulator/v25.0/sim15550001111/messages"
QUESTION: dict[str, Any] = {
    "type": "interactive",
    "interactive": {
        "type": "button",
        "header": {"type": "text", "text": "Hi"},
        "body": {"text": "Which one?"},
        "footer": {"text": "Bye"},
        "action": {
            "buttons": [
                {"type": "reply", "reply": {"id": "1/ask/red", "title": "Red"}},
                {"type": "reply", "reply": {"id": "1/ask/blue", "title": "Blue"}},
            ]
        },
    },
}


@pytest.fixture
async def graph(owner: httpx.AsyncClient, client: httpx.AsyncClient, services: Services) -> httpx.AsyncClient:
    """Somebody who has the token of a simulated account."""
    made = await owner.post(
        "/api/whatsapp-accounts", json={"phoneNumber": "+15550001111", "provider": "simulator"}
    )
    assert made.status_code == 201
    row = await fetch_one("SELECT id, access_token FROM whatsapp_account")
    assert row
    token = services.vault.open(row["access_token"], account_place("access_token", row["id"])).reveal()
    client.headers["authorization"] = f"Bearer {token}"
    return client


def changed(*path: Any, value: Any) -> dict[str, Any]:
    body = deepcopy(QUESTION["interactive"])
    inner = body
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return {"type": "interactive", "interactive": body}


async def send(graph: httpx.AsyncClient, body: dict[str, Any]) -> httpx.Response:
    return await graph.post(GRAPH, json={**body, "messaging_product": "whatsapp", "to": "34600112244"})


async def test_buttons_within_the_limits_are_taken(graph: httpx.AsyncClient) -> None:
    answer = await send(graph, QUESTION)
    assert answer.json()["messages"][0]["id"].startswith("wamid.")


BUTTONS = QUESTION["interactive"]["action"]["buttons"]


@pytest.mark.parametrize(
    "body",
    [
        changed("body", "text", value="x" * 1025),
        changed("body", "text", value=""),
        changed("header", "text", value="x" * 61),
        changed("footer", "text", value="x" * 61),
        changed("action", "buttons", value=[]),
        changed("action", "buttons", value=[*BUTTONS, *BUTTONS]),
        changed("action", "buttons", value=[BUTTONS[0], BUTTONS[0]]),
        changed("action", "buttons", 0, "reply", "title", value="x" * 21),
        changed("action", "buttons", 0, "reply", "id", value="x" * 257),
        changed("action", "buttons", 1, "reply", "title", value="Red"),
        changed("type", value="hologram"),
        {"type": "interactive"},
        {"type": "text", "text": {"body": "x" * 4097}},
    ],
)
async def test_what_meta_refuses_is_refused(graph: httpx.AsyncClient, body: dict[str, Any]) -> None:
    answer = await send(graph, body)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] in (100, 131009)


async def test_only_a_button_that_the_phone_got_can_be_tapped(
    owner: httpx.AsyncClient, graph: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    account = (await owner.get("/api/whatsapp-accounts")).json()["items"][0]["id"]
    contact = await owner.post("/api/contacts", json={"accountId": account, "phone": "+34600112244"})
    (message,) = await fetch(
        "INSERT INTO message (user_id, whatsapp_account_id, contact_id, direction, subtype, content, status, raw, whatsapp_message_id)"
        " SELECT user_id, whatsapp_account_id, id, 'Outbound', 'interactive', 'Which one?', 'Sent', $2, 'wamid.1' FROM contact WHERE id = $1"
        " RETURNING id",
        *(contact.json()["id"], httpx.Request("POST", "http://x", json=QUESTION).content.decode()),
    )
    shown = (await owner.get(f"/api/contacts/{contact.json()['id']}/messages")).json()["items"][0]
    assert shown["body"] == QUESTION
    for who, message_id, button_id in (
        (owner, message["id"], "1/ask/green"),
        (owner, message["id"] + 1, "1/ask/red"),
        (stranger, message["id"], "1/ask/red"),
    ):
        tap = {"messageId": message_id, "buttonId": button_id}
        assert (await who.post("/api/phone/taps", json=tap)).status_code == 404
    await owner.patch(f"/api/whatsapp-accounts/{account}", json={"displayName": "Shop"})
    offline = await owner.post("/api/phone/taps", json={"messageId": message["id"], "buttonId": "1/ask/red"})
    assert offline.json()["code"] == "phone_offline"  # nothing listens at this application's own address
