"""The hooks: handshake, signatures, what is stored of a delivery and what is passed over."""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from flow_documents import greeting
from webhooks import CLOUD, NUMBER_ID, SECRET, contact, envelope, part, signed, text, value

from nodes.adapters.channels.whatsapp.signature import HEADER
from storage.database import fetch, fetch_one

pytestmark = pytest.mark.anyio

HOOK = "/hooks/whatsapp"
NOTHING = "SELECT 1 FROM message UNION ALL SELECT 1 FROM contact UNION ALL SELECT 1 FROM flow_event"


@pytest.fixture
async def shop(owner: httpx.AsyncClient) -> httpx.AsyncClient:
    """The owner of a connected account."""
    assert (await owner.post("/api/whatsapp-accounts", json=CLOUD)).status_code == 201
    return owner


@pytest.mark.parametrize(
    ("query", "status", "body"),
    [
        ({"hub.mode": "subscribe", "hub.verify_token": "verify-me", "hub.challenge": "11587"}, 200, "11587"),
        ({"hub.mode": "subscribe", "hub.verify_token": "guess", "hub.challenge": "11587"}, 403, None),
        ({"hub.mode": "other", "hub.verify_token": "verify-me", "hub.challenge": "11587"}, 403, None),
        ({"hub.mode": "subscribe", "hub.verify_token": "verify-me"}, 403, None),
        ({"hub.mode": "subscribe", "hub.verify_token": "\ud800".encode("utf-8", "surrogatepass")}, 403, None),
        ({}, 403, None),
    ],
)
async def test_the_handshake_is_for_who_knows_the_verify_token(
    shop: httpx.AsyncClient, query: dict[str, Any], status: int, body: str | None
) -> None:
    answer = await shop.get(HOOK, params=query)
    assert answer.status_code == status
    assert answer.text == body if body else refused(answer)


@pytest.mark.parametrize(
    "header", [None, "", "sha256=", "sha256=" + "0" * 64, "sha1=abc", "x" * 10_000, "é".encode("latin-1")]
)
async def test_a_wrong_signature_is_refused_counted_and_stored_nowhere(
    shop: httpx.AsyncClient, header: str | bytes | None
) -> None:
    before = await count(shop, 'webhooks_total{hook="whatsapp",outcome="wrong_signature"}')
    headers = {HEADER: header} if header is not None else {}
    answer = await shop.post(HOOK, json=envelope(value(text("hi"))), headers=headers)  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["code"]) == (401, "wrong_signature")
    assert refused(answer)
    assert await count(shop, 'webhooks_total{hook="whatsapp",outcome="wrong_signature"}') == before + 1
    assert await fetch(NOTHING) == []


async def test_one_changed_byte_breaks_the_signature(shop: httpx.AsyncClient) -> None:
    post = signed(envelope(value(text("pay 10"))))
    tampered = post["content"].replace(b"pay 10", b"pay 90")
    assert (await shop.post(HOOK, content=tampered, headers=post["headers"])).status_code == 401
    assert (await shop.post(HOOK, **post)).status_code == 200


async def test_emoji_are_verified_as_they_were_written(shop: httpx.AsyncClient) -> None:
    body = envelope(value(text("Grüße 🌵/👩‍🌾", "wamid.a")))
    escaped = json.dumps(body).replace("/", "\\/").encode()
    plain = json.dumps(body, ensure_ascii=False).replace("wamid.a", "wamid.b").encode()
    for raw in (escaped, plain):
        assert (await shop.post(HOOK, **signed(raw))).status_code == 200
    assert await contents() == ["Grüße 🌵/👩‍🌾", "Grüße 🌵/👩‍🌾"]


async def test_published_signatures_fit(shop: httpx.AsyncClient, corpora: Path) -> None:
    vectors = json.loads((corpora / "signatures/vectors.json").read_text())["vectors"]
    for vector in (each for each in vectors if "x-hub-signature-256" in each["scheme"]):
        await fetch("DELETE FROM whatsapp_account")
        await shop.post("/api/whatsapp-accounts", json=CLOUD | {"appSecret": vector["secret"]})
        answer = await shop.post(HOOK, content=vector["body"], headers={HEADER: vector["header"]})
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed_body")  # signed, but no JSON


HOSTILE = {
    "empty": b"",
    "no json": b"{",
    "deep list": b"[" * 100_000 + b"]" * 100_000,
    "deep unclosed": b'{"a":' * 100_000,
    "invalid utf-8": b'{"entry": "\xff\xfe"}',
    "utf-16": "{}".encode("utf-16"),
    "infinity": b'{"entry": Infinity}',
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
async def test_what_is_no_json_is_refused_in_words(shop: httpx.AsyncClient, raw: bytes) -> None:
    answer = await shop.post(HOOK, **signed(raw))
    assert answer.status_code == 400
    assert refused(answer)


async def test_twenty_megabytes_are_too_many_also_in_pieces(shop: httpx.AsyncClient) -> None:
    post = signed(b" " * 20_000_000)

    async def pieces() -> Any:
        for _ in range(20):
            yield b" " * 1_000_000

    for content in (post["content"], pieces()):
        answer = await shop.post(HOOK, content=content, headers=post["headers"])
        assert answer.status_code == 413
        assert refused(answer)


async def test_every_json_parsing_case_is_answered(shop: httpx.AsyncClient, corpora: Path) -> None:
    cases = sorted((corpora / "json_parsing").iterdir())
    assert len(cases) > 100
    for case in cases:
        raw = case.read_bytes()
        answer = await shop.post(HOOK, **signed(raw))
        assert answer.status_code == (400 if case.name.startswith("n_") else 200), case.name
        inside = b'{"entry":[{"changes":[{"field":"messages","value":%s}]}]}' % raw
        answer = await shop.post(HOOK, **signed(inside))
        assert answer.status_code in (200, 400), case.name
    assert await contents() == []


async def test_what_postgres_cannot_store_is_replaced(shop: httpx.AsyncClient) -> None:
    bodies = [r"a\u0000b", r"a\ud800b", r"a\udc00\ud800b", r"🌵\u0000"]
    for place, body in enumerate(bodies):
        delivery = json.dumps(envelope(value(text("BODY", f"wamid.{place}"), contacts=[contact("NAME")])))
        raw = delivery.replace("BODY", body).replace("NAME", r"N\u0000\ud800").encode()
        assert (await shop.post(HOOK, **signed(raw))).status_code == 200
    assert await contents() == ["a\ufffdb", "a\ufffdb", "a\ufffd\ufffdb", "🌵\ufffd"]
    row = await fetch_one("SELECT name FROM contact")
    assert row == {"name": "N\ufffd\ufffd"}


async def test_a_batch_is_stored_whole_and_in_order(shop: httpx.AsyncClient) -> None:
    values = [value(text(f"{place}", f"wamid.{place}", f"3460000000{place % 2}")) for place in range(3)]
    assert (await shop.post(HOOK, **signed(envelope(*values)))).status_code == 200
    assert await contents() == ["0", "1", "2"]
    assert len(await fetch("SELECT 1 FROM contact")) == 2


async def test_one_odd_entry_does_not_hide_its_neighbours(shop: httpx.AsyncClient) -> None:
    delivery = envelope(value(text("first", "wamid.1")), value(text("last", "wamid.2")))
    delivery["entry"][1:1] = [7, None, {"changes": "x"}, {"changes": [{"value": []}]}, {}]
    delivery["entry"].append({"changes": [{"field": "messages", "value": value({"id": 5}, text("", ""))}]})
    assert (await shop.post(HOOK, **signed(delivery))).status_code == 200
    assert await contents() == ["first", "last"]


TYPES: list[tuple[str, Any, str]] = [
    ("text", {"body": "hi"}, "text"),
    ("image", {"id": "1", "mime_type": "image/jpeg", "caption": "look"}, "image"),
    ("video", {"id": "1"}, "video"),
    ("audio", {"id": "1"}, "audio"),
    ("audio", {"id": "1", "voice": True}, "voice"),
    ("document", {"id": "1", "filename": "a.pdf"}, "document"),
    ("sticker", {"id": "1", "animated": True}, "sticker"),
    ("location", {"latitude": 1.5, "longitude": -2}, "location"),
    ("contacts", [{"name": {"formatted_name": "Ann"}}], "contacts"),
    ("reaction", {"message_id": "wamid.0", "emoji": "🌵"}, "reaction"),
    ("button", {"text": "Yes", "payload": "yes"}, "button"),
    ("interactive", {"type": "list_reply", "list_reply": {"id": "a", "title": "A"}}, "interactive"),
    ("order", {"catalog_id": "1", "product_items": [{}]}, "order"),
    ("system", {"body": "changed number", "type": "user_changed_number"}, "system"),
    ("unsupported", {}, "unsupported"),
    ("invented_in_2030", {"new": True}, "invented_in_2030"),
    ("image", "not an object", "image"),
]


async def test_every_type_is_kept_with_its_subtype_and_as_it_came(shop: httpx.AsyncClient) -> None:
    messages = [part(kind, content, f"wamid.{place:02d}") for place, (kind, content, _) in enumerate(TYPES)]
    assert (await shop.post(HOOK, **signed(envelope(value(*messages))))).status_code == 200
    rows = await fetch("SELECT subtype, content, raw FROM message ORDER BY whatsapp_message_id")
    assert [row["subtype"] for row in rows] == [subtype for _, _, subtype in TYPES]
    assert [json.loads(row["raw"]) for row in rows] == messages
    assert all(row["content"] for row in rows)


async def test_a_message_counts_once_also_when_it_comes_five_times_at_once(shop: httpx.AsyncClient) -> None:
    post = signed(envelope(value(text("hi"), text("hi"), contacts=[contact("Bea")])))
    answers = await asyncio.gather(*(shop.post(HOOK, **post) for _ in range(5)))
    answers.append(await shop.post(HOOK, **post))
    assert {answer.status_code for answer in answers} == {200}
    assert len(await contents()) == 1
    assert await fetch("SELECT name, phone, unread_count FROM contact") == [
        {"name": "Bea", "phone": "+34600998877", "unread_count": 1}
    ]
    assert len(await fetch("SELECT 1 FROM flow_event")) == 1


async def test_an_unknown_number_is_counted_and_passed_over(shop: httpx.AsyncClient) -> None:
    before = await count(shop, "webhook_items_ignored_total")
    answer = await shop.post(HOOK, **signed(envelope(value(text("hi"), number_id="404"))))
    assert answer.status_code == 200
    assert await count(shop, "webhook_items_ignored_total") == before + 1
    assert await contents() == []


async def test_a_signature_speaks_for_its_own_accounts_only(
    shop: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    theirs = {"phoneNumber": "+34600000002", "phoneNumberId": "999", "appSecret": "their secret"}
    assert (await stranger.post("/api/whatsapp-accounts", json=CLOUD | theirs)).status_code == 201
    both = envelope(value(text("for B", "wamid.b"), number_id="999"), value(text("for A", "wamid.a")))
    assert (await shop.post(HOOK, **signed(both, SECRET))).status_code == 200
    assert await contents() == ["for A"]
    assert (await stranger.get("/api/contacts")).json()["items"] == []


async def test_two_accounts_of_one_app_share_its_secret(shop: httpx.AsyncClient) -> None:
    second = {"phoneNumber": "+34600000002", "phoneNumberId": "999"}
    assert (await shop.post("/api/whatsapp-accounts", json=CLOUD | second)).status_code == 201
    both = envelope(value(text("one", "wamid.1")), value(text("two", "wamid.2"), number_id="999"))
    assert (await shop.post(HOOK, **signed(both))).status_code == 200
    rows = await fetch("SELECT DISTINCT whatsapp_account_id FROM message")
    assert len(rows) == 2


async def test_recorded_webhooks_are_stored_and_their_contact_made_once(
    shop: httpx.AsyncClient, corpora: Path
) -> None:
    webhooks = recorded(corpora)
    assert len(webhooks) > 40
    for name, webhook in webhooks:
        await fetch("TRUNCATE message, contact, contact_key, lane, flow_event CASCADE")
        for time in range(2):
            answer = await shop.post(HOOK, **signed(renumbered(webhook)))
            assert answer.status_code == 200, (name, time)
        messages = sent_in(webhook)
        stored = await fetch("SELECT whatsapp_message_id FROM message")
        assert {row["whatsapp_message_id"] for row in stored} <= messages, name
        contacts = await fetch("SELECT id FROM contact")
        assert len(contacts) == (1 if stored else 0), name


async def test_recorded_webhooks_without_phone_numbers_are_kept_by_user_id(
    shop: httpx.AsyncClient, corpora: Path
) -> None:
    for name, webhook in recorded(corpora):
        await fetch("TRUNCATE message, contact, contact_key, lane, flow_event CASCADE")
        anonymous = renumbered(without_phone(webhook))
        for _ in range(2):
            answer = await shop.post(HOOK, **signed(anonymous))
            assert answer.status_code == 200, name
        contacts = await fetch("SELECT phone, bsuid FROM contact")
        assert all(row["bsuid"] and row["phone"] is None for row in contacts), name
        assert len(contacts) == (1 if sent_in(webhook) and "user_id" in json.dumps(webhook) else 0), name


async def test_a_flow_with_an_address_is_started_by_any_json(owner: httpx.AsyncClient) -> None:
    token = await published_hook(owner)
    for body in (b"", b"{}", b"[1]", b'"hi"', b'{"order": "N\\u0000\\ud800"}'):
        answer = await owner.post(f"/hooks/flow/{token}", content=body)
        assert (answer.status_code, answer.json()) == (202, {"accepted": True})
    events = await fetch("SELECT kind, payload FROM flow_event ORDER BY id")
    assert {row["kind"] for row in events} == {"start"}
    assert [json.loads(row["payload"])["data"]["event"] for row in events] == [
        {}, {}, [1], "hi", {"order": "N\ufffd\ufffd"},
    ]  # fmt: skip


@pytest.mark.parametrize("raw", [*HOSTILE.values(), b" " * 300_000][1:], ids=[*HOSTILE, "large"][1:])
async def test_a_flow_is_not_started_by_what_is_no_json(owner: httpx.AsyncClient, raw: bytes) -> None:
    token = await published_hook(owner)
    answer = await owner.post(f"/hooks/flow/{token}", content=raw)
    assert answer.status_code in (400, 413)
    assert refused(answer)
    assert await fetch("SELECT 1 FROM flow_event") == []


async def test_other_addresses_start_nothing(owner: httpx.AsyncClient) -> None:
    token = await published_hook(owner)
    for guess in ("x", token[:-1], token + "x", "é", "x" * 5_000):
        answer = await owner.post(f"/hooks/flow/{guess}", json={})
        assert answer.status_code == 404, guess
        assert refused(answer)
    flow = (await owner.get("/api/flows")).json()["items"][0]
    await owner.post(f"/api/flows/{flow['id']}/unpublish")
    assert (await owner.post(f"/hooks/flow/{token}", json={})).status_code == 404


async def published_hook(owner: httpx.AsyncClient) -> str:
    """The token in the address of a published flow."""
    document = greeting("Hooked")
    document["nodes"] = [document["nodes"][0] | {"config": {"on": {"type": "webhook"}}}]
    document["edges"] = []
    flow = (await owner.post("/api/flows", json=document)).json()
    published = await owner.post(f"/api/flows/{flow['id']}/publish")
    assert published.status_code == 200, published.text
    row = await fetch_one("SELECT webhook_token FROM flow")
    assert row
    return str(row["webhook_token"])


async def contents() -> list[str]:
    return [row["content"] for row in await fetch("SELECT content FROM message ORDER BY id")]


async def count(client: httpx.AsyncClient, name: str) -> float:
    """A counter in /metrics; one that was never counted is 0."""
    lines = (await client.get("/metrics")).text.splitlines()
    return sum(float(line.split()[-1]) for line in lines if line.startswith(f"parley_{name}"))


def refused(answer: httpx.Response) -> bool:
    body = answer.json()
    return answer.headers["content-type"] == "application/problem+json" and len(body["detail"]) > 10


def recorded(corpora: Path) -> list[tuple[str, Any]]:
    found = []
    for path in sorted((corpora / "whatsapp_webhooks").rglob("*.json")):
        document = json.loads(path.read_text())
        bodies = {"": document} if "entry" in document else document
        found += [(f"{path.stem} {name}", body) for name, body in bodies.items()]
    return found


def renumbered(webhook: Any) -> Any:
    """The webhook as if it were for our account."""
    return mapped(webhook, lambda key, item: NUMBER_ID if key == "phone_number_id" else item)


def without_phone(webhook: Any) -> Any:
    if isinstance(webhook, list):
        return [without_phone(item) for item in webhook]
    if not isinstance(webhook, dict):
        return webhook
    gone = {"from", "wa_id", "recipient_id"}
    return {key: without_phone(item) for key, item in webhook.items() if key not in gone}


def mapped(tree: Any, change: Any) -> Any:
    if isinstance(tree, list):
        return [mapped(item, change) for item in tree]
    if not isinstance(tree, dict):
        return tree
    return {key: mapped(change(key, item), change) for key, item in tree.items()}


def sent_in(webhook: Any) -> set[str]:
    """The ids of the messages in a webhook."""
    entries = webhook.get("entry", []) if isinstance(webhook, dict) else []
    values = [change["value"] for entry in entries for change in entry["changes"]]
    return {message["id"] for each in values for message in each.get("messages", [])}


async def test_a_caller_that_repeats_itself_with_its_key_starts_one_execution(
    owner: httpx.AsyncClient,
) -> None:
    token = await published_hook(owner)
    for key in ("one", "one", "two"):
        answer = await owner.post(f"/hooks/flow/{token}", content=b"{}", headers={"Idempotency-Key": key})
        assert answer.status_code == 202
    assert len(await fetch("SELECT 1 FROM flow_event")) == len(await fetch("SELECT 1 FROM lane")) == 2
