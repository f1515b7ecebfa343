"""Contacts and their conversations over HTTP."""

import asyncio
from typing import Any

import httpx
import pytest

from storage.database import fetch, fetch_one

pytestmark = pytest.mark.anyio


async def test_a_contact_comes_with_its_key_and_lane(owner: httpx.AsyncClient) -> None:
    contact = await create(owner, name="Bea", tags=["vip", "vip"], customFields={"size": 42})
    assert (contact["phone"], contact["tags"], contact["customFields"]) == (
        "+34600112244",
        ["vip"],
        {"size": 42},
    )
    row = await fetch_one(
        """
        SELECT k.kind, k.value, k.contact_id = c.id AS keyed, l.contact_id = c.id AS laned
        FROM contact c JOIN contact_key k ON k.contact_id = c.id JOIN lane l ON l.id = c.lane_id
        """
    )
    assert row == {"kind": "phone", "value": "+34600112244", "keyed": True, "laned": True}
    assert (await owner.get("/api/contacts")).json()["items"] == [contact]


async def test_a_number_is_a_contact_once_per_account(owner: httpx.AsyncClient) -> None:
    contact = await create(owner)
    again = await owner.post(
        "/api/contacts", json={"accountId": contact["accountId"], "phone": "+34 600 112 244"}
    )
    assert (again.status_code, again.json()["code"]) == (409, "contact_exists")


@pytest.mark.parametrize(
    "member", [{"userId": 2}, {"laneId": 1}, {"isBlocked": True}, {"source": "WhatsApp"}]
)
async def test_a_contact_takes_nothing_else(owner: httpx.AsyncClient, member: dict[str, Any]) -> None:
    body = {"accountId": 1, "phone": "+34600112244"} | member
    assert (await owner.post("/api/contacts", json=body)).status_code == 400


async def test_a_contact_has_a_time_zone_or_none(owner: httpx.AsyncClient) -> None:
    contact = await create(owner, timezone="America/Mexico_City")
    url = f"/api/contacts/{contact['id']}"
    assert contact["timezone"] == "America/Mexico_City"
    assert (await owner.patch(url, json={"timezone": "Asia/Tokyo"})).json()["timezone"] == "Asia/Tokyo"
    assert (await owner.patch(url, json={"name": "Bea"})).json()["timezone"] == "Asia/Tokyo"
    assert (await owner.patch(url, json={"timezone": None})).json()["timezone"] is None
    refused = await owner.patch(url, json={"timezone": "Europe/Spain"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "timezone")
    body = {"accountId": contact["accountId"], "phone": "+34600112255", "timezone": "../UTC"}
    assert (await owner.post("/api/contacts", json=body)).status_code == 400


async def test_a_change_leaves_the_rest(owner: httpx.AsyncClient, stranger: httpx.AsyncClient) -> None:
    contact = await create(owner, name="Bea", customFields={"city": "Madrid", "size": 42})
    url = f"/api/contacts/{contact['id']}"
    changed = await owner.patch(
        url, json={"tags": ["vip", "vip"], "customFields": {"size": None, "plan": {"size": None}}}
    )
    assert changed.json() == contact | {
        "tags": ["vip"],
        "customFields": {"city": "Madrid", "plan": {"size": None}},
    }
    assert (await stranger.patch(url, json={"name": "Mine"})).status_code == 404
    assert (await owner.patch(url, json={"isBlocked": True})).status_code == 400


async def test_a_conversation_reads_from_its_end(owner: httpx.AsyncClient) -> None:
    url = f"/api/contacts/{(await create(owner))['id']}/messages"
    ids = [(await owner.post(url, json={"text": f"Hello {n}"})).json()["id"] for n in range(5)]
    assert await shown(owner, url, limit=3) == ids[2:]
    assert await shown(owner, url, limit=2, before=ids[2]) == ids[:2]
    assert await shown(owner, url, limit=2, after=ids[1]) == ids[2:4]
    assert await shown(owner, url, after=ids[4]) == []


async def test_a_message_is_queued_as_the_sender_expects(owner: httpx.AsyncClient) -> None:
    url = f"/api/contacts/{(await create(owner))['id']}/messages"
    sent = await owner.post(url, json={"text": "Hello"})
    assert sent.status_code == 201
    assert (sent.json()["status"], sent.json()["direction"], sent.json()["isFromBot"]) == (
        "Queued",
        "Outbound",
        False,
    )
    row = await fetch_one("SELECT raw->>'type' AS type, raw->'text'->>'body' AS text, attempt FROM message")
    assert row == {"type": "text", "text": "Hello", "attempt": 0}


async def test_the_same_key_sends_once(owner: httpx.AsyncClient, stranger: httpx.AsyncClient) -> None:
    url = f"/api/contacts/{(await create(owner))['id']}/messages"
    key = {"Idempotency-Key": "abc"}
    answers = await asyncio.gather(*(owner.post(url, json={"text": "Hello"}, headers=key) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    other = await owner.post(url, json={"text": "Other"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert len(await fetch("SELECT 1 FROM message")) == 1


async def test_unknown_sends_are_listed_to_their_owner(owner: httpx.AsyncClient, stranger) -> None:
    url = f"/api/contacts/{(await create(owner))['id']}/messages"
    message = (await owner.post(url, json={"text": "Hello"})).json()["id"]
    await fetch("UPDATE message SET outcome_unknown = true")
    query = {"outcomeUnknown": "true"}
    assert [row["id"] for row in (await owner.get("/api/messages", params=query)).json()["items"]] == [
        message
    ]
    assert (await stranger.get("/api/messages", params=query)).json()["items"] == []
    assert (await owner.get("/api/messages")).status_code == 400


@pytest.mark.parametrize("text", ["", "x" * 4_097, "a\0b"])
async def test_texts_that_cannot_be_sent_are_refused(owner: httpx.AsyncClient, text: str) -> None:
    url = f"/api/contacts/{(await create(owner))['id']}/messages"
    assert (await owner.post(url, json={"text": text})).status_code == 400


async def create(client: httpx.AsyncClient, **body: Any) -> dict[str, Any]:
    phone = {"phoneNumber": "+34600112233", "provider": "simulator"}
    account = (await client.post("/api/whatsapp-accounts", json=phone)).json()["id"]
    made = await client.post("/api/contacts", json={"accountId": account, "phone": "+34 600 11 22 44"} | body)
    assert made.status_code == 201
    contact: dict[str, Any] = made.json()
    return contact


async def shown(client: httpx.AsyncClient, url: str, **query: int) -> list[int]:
    return [message["id"] for message in (await client.get(url, params=query)).json()["items"]]


async def test_an_event_of_a_contact_is_queued_once_for_an_idempotency_key(owner: httpx.AsyncClient) -> None:
    contact = await create(owner)
    url, body = (
        f"/api/contacts/{contact['id']}/events",
        {"name": "order_paid", "key": "17", "data": {"total": 4}},
    )
    for _ in range(2):
        answer = await owner.post(url, json=body, headers={"Idempotency-Key": "abc"})
        assert (answer.status_code, answer.json()) == (202, {"accepted": True})
    events = await fetch("SELECT kind, payload::jsonb->>'key' AS key, lane_id FROM flow_event")
    lane = await fetch_one("SELECT lane_id FROM contact")
    assert events == [{"kind": "named_event", "key": "17", **(lane or {})}]
    await owner.post(url, json=body, headers={"Idempotency-Key": "def"})
    await owner.post(url, json=body)
    assert len(await fetch("SELECT 1 FROM flow_event")) == 3


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": "Order Paid"},
        {"name": "paid", "key": ""},
        {"name": "paid", "data": "a\x00b"},
        {"name": "paid", "x": 1},
    ],
)
async def test_an_event_that_is_none_is_refused(owner: httpx.AsyncClient, body: dict[str, Any]) -> None:
    contact = await create(owner)
    answer = await owner.post(f"/api/contacts/{contact['id']}/events", json=body)
    assert answer.status_code in (400, 422), answer.text
    assert (await owner.post("/api/contacts/999/events", json={"name": "paid"})).status_code == 404
