"""What the phone simulator posts is what Meta would: signed ASCII that our reader and pywa understand."""

from datetime import UTC, datetime
from typing import Any

from pywa.client import WhatsApp
from pywa.handlers import CallbackButtonHandler, MessageHandler, MessageStatusHandler

from nodes.adapters.channels.whatsapp.receive import parse
from nodes.adapters.channels.whatsapp.signature import sign
from nodes.adapters.channels.whatsapp.simulate import (
    Business,
    Customer,
    button_reply,
    status_update,
    text_message,
)

SHOP = Business(phone_number_id="77", phone_number="+34910000000")
ANA = Customer(phone="+34600000001", name="Ana Ñ", bsuid="ES.1", username="ana")
HIDDEN = Customer(phone=None, name="Bo", bsuid="ES.2")
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def test_a_typed_text_comes_back_from_the_reader() -> None:
    raw = text_message(SHOP, ANA, "wamid.1", "¿Qué tal? 🙂 1/2 \\ \0", NOON)
    (message,) = parse(raw).messages
    assert (message.content, message.phone, message.bsuid) == (
        "¿Qué tal? 🙂 1/2 \\ \ufffd",
        "+34600000001",
        "ES.1",
    )
    assert (message.name, message.username, message.sent_at) == ("Ana Ñ", "ana", NOON)
    assert (message.phone_number_id, message.whatsapp_message_id) == ("77", "wamid.1")


def test_it_is_escaped_as_meta_escapes() -> None:
    raw = text_message(SHOP, ANA, "wamid.1", "é/🙂", NOON)
    assert raw.isascii()
    assert rb'"body":"\u00e9\/\ud83d\ude42"' in raw


def test_a_customer_may_have_no_phone_number() -> None:
    raw = text_message(SHOP, HIDDEN, "wamid.1", "Hi", NOON)
    assert b'"wa_id"' not in raw
    assert b'"from"' not in raw
    (message,) = parse(raw).messages
    assert (message.phone, message.bsuid) == (None, "ES.2")


def test_a_tap_comes_back_with_the_id_of_its_button() -> None:
    (message,) = parse(button_reply(SHOP, ANA, "wamid.2", "wamid.1", "17/ask/yes", "Sí", NOON)).messages
    assert (message.content, message.button, message.subtype) == ("Sí", "17/ask/yes", "interactive")
    assert (message.drives_flows, message.raw["context"]["id"]) == (True, "wamid.1")


def test_a_status_comes_back_from_the_reader() -> None:
    (sent,) = parse(status_update(SHOP, ANA, "wamid.2", "Sent", NOON, callback="42")).statuses
    assert (sent.status, sent.callback, sent.at, sent.error_code) == ("Sent", "42", NOON, None)
    (failed,) = parse(
        status_update(SHOP, ANA, "wamid.2", "Failed", NOON, error=(131026, "Undeliverable"))
    ).statuses
    assert (failed.status, failed.error_code, failed.error_message) == ("Failed", 131026, "Undeliverable")


def test_pywa_accepts_signature_and_shape() -> None:
    client = WhatsApp("77", "token", app_secret="secret", validate_updates=True, verify_token="v")
    seen: list[Any] = []
    client.add_handlers(
        MessageHandler(lambda _, each: seen.append((each.id, each.text, each.from_user.name))),
        CallbackButtonHandler(lambda _, each: seen.append((each.id, each.data, each.title))),
        MessageStatusHandler(lambda _, each: seen.append((each.id, each.status.value, each.tracker))),
    )
    for raw in (
        text_message(SHOP, ANA, "wamid.1", "¿Sí?", NOON),
        button_reply(SHOP, ANA, "wamid.3", "wamid.1", "17/ask/yes", "Sí", NOON),
        status_update(SHOP, ANA, "wamid.2", "Read", NOON, callback="42"),
    ):
        assert client.webhook_update_validator(raw, sign("secret", raw)) is None
        assert client.webhook_update_handler(raw) == ("ok", 200)
    assert seen == [("wamid.1", "¿Sí?", "Ana Ñ"), ("wamid.3", "17/ask/yes", "Sí"), ("wamid.2", "read", "42")]
