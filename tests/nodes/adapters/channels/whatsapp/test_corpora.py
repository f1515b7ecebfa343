"""Recorded webhooks read the same here and in pywa, and no file of the JSON suite gets further than it may."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from pywa import handlers
from pywa.client import WhatsApp

from engine.ports import Delivery
from nodes.adapters.channels.whatsapp.decoding import MalformedBody
from nodes.adapters.channels.whatsapp.receive import parse

CORPORA = Path(__file__).parents[6] / "shared" / "corpora"
IDENTITY = {"from", "wa_id", "recipient_id"}
HANDLERS: list[Any] = [
    handlers.MessageHandler,
    handlers.CallbackButtonHandler,
    handlers.CallbackSelectionHandler,
    handlers.MessageStatusHandler,
]

pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason="the shared corpora are not on this machine")


def _webhooks() -> list[Any]:
    found = []
    for path in sorted((CORPORA / "whatsapp_webhooks").rglob("*.json")):
        document = json.loads(path.read_text())
        bodies = {"": document} if "entry" in document else document
        for name, body in bodies.items():
            found.append(pytest.param(body, id=f"{path.stem}-{name}".rstrip("-")))
    return found


def _json_files(prefix: str) -> list[Any]:
    paths = sorted((CORPORA / "json_parsing").glob(f"{prefix}_*.json"))
    return [pytest.param(path, id=path.stem) for path in paths]


def _without_identity(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_identity(item) for key, item in value.items() if key not in IDENTITY}
    return [_without_identity(item) for item in value] if isinstance(value, list) else value


def _parse(body: Any) -> Delivery:
    return parse(json.dumps(body).encode())


def _values(body: Any) -> Iterator[dict[str, Any]]:
    if isinstance(body, dict):
        for entry in body.get("entry", ()):
            yield from (change["value"] for change in entry["changes"])


def _seen_by_pywa(body: Any) -> list[Any]:
    """What pywa hands to its handlers; it demands user ids, which older payloads lack, so they are added."""
    complete = deepcopy(body)
    for contact in (each for value in _values(complete) for each in value.get("contacts", ())):
        contact.setdefault("user_id", "US.1234")
        contact.setdefault("wa_id", "5678")
    seen: list[Any] = []
    client = WhatsApp(
        "1", "token", validate_updates=False, filter_updates=False, skip_duplicate_updates=False
    )
    for kind in HANDLERS:
        client.add_handlers(kind(lambda _, update: seen.append(update)))
    client.webhook_update_handler(json.dumps(complete).encode())
    return seen


@pytest.mark.parametrize("body", _webhooks())
def test_a_recorded_webhook_reads_as_in_pywa(body: Any) -> None:
    delivery = _parse(body)
    if "entry" not in body:  # an example of something else than a webhook; pywa does not survive it
        assert delivery == Delivery([], [], 1)
        return
    for theirs in _seen_by_pywa(body):
        ours: Any = next(iter(delivery.messages or delivery.statuses), None)
        if ours is None:
            assert delivery.ignored == 1  # a sender without any usable identity
            continue
        assert ours.whatsapp_message_id == theirs.id
        assert ours.phone_number_id == theirs.metadata.phone_number_id
        if delivery.messages:
            _compare_messages(delivery.messages[0], theirs)
        else:
            assert delivery.statuses[0].status.lower() == theirs.status.value


def _compare_messages(ours: Any, theirs: Any) -> None:
    kind = {"voice": "audio"}.get(ours.subtype, ours.subtype)
    assert kind == theirs.type.value
    assert ours.sent_at is None or ours.sent_at == theirs.timestamp
    assert ours.name == theirs.from_user.name
    if ours.phone is not None:
        assert ours.phone == f"+{theirs.from_user.wa_id}"
    if kind == "text":
        assert ours.content == theirs.text
    assert ours.button == getattr(theirs, "data", None)  # pywa's word for the id of a tapped button or row


def test_the_corpus_shows_every_kind() -> None:
    deliveries = [_parse(param.values[0]) for param in _webhooks()]
    kinds = {message.subtype for delivery in deliveries for message in delivery.messages}
    assert kinds >= {"text", "image", "voice", "audio", "document", "sticker", "location", "reaction"}
    assert kinds >= {"button", "interactive", "unsupported"}
    assert sum(len(delivery.statuses) for delivery in deliveries) == 5


@pytest.mark.parametrize("body", _webhooks())
def test_without_phone_numbers_every_message_is_kept_by_its_user_id_or_counted(body: Any) -> None:
    anonymous = _without_identity(body)
    delivery = _parse(anonymous)
    sent = sum(len(value.get("messages", ())) for value in _values(anonymous))
    has_id = "user_id" in json.dumps([list(_values(anonymous))])
    assert len(delivery.messages) == (sent if has_id else 0)
    assert all(message.phone is None and message.bsuid for message in delivery.messages)
    assert delivery.ignored >= (0 if has_id else sent)


@pytest.mark.parametrize("path", _json_files("y"))
def test_valid_json_of_another_shape_is_counted(path: Path) -> None:
    delivery = parse(path.read_bytes())
    assert (delivery.messages, delivery.statuses) == ([], [])
    assert delivery.ignored == 1


@pytest.mark.parametrize("path", _json_files("n"))
def test_invalid_json_is_malformed(path: Path) -> None:
    with pytest.raises(MalformedBody):
        parse(path.read_bytes())
