"""Reads what Meta posts to the webhook: messages and statuses in order, everything else counted."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from engine.ports import Delivery, DeliveryStatus, InboundMessage, StatusUpdate
from nodes.adapters.channels.whatsapp import payloads
from nodes.adapters.channels.whatsapp.content import read_content
from nodes.adapters.channels.whatsapp.decoding import decode
from nodes.adapters.channels.whatsapp.identity import Identity, identify, tidy

# Longer ones are no ids of Meta's, and would not fit an index of Postgres.
MAX_ID = 512
MAX_PHONE_NUMBER_ID = 64
MAX_ERROR = 2_000
LAST_SECOND = 32_503_680_000
"""The year 3000: later timestamps are unreadable."""

STATUSES: dict[str, DeliveryStatus] = {
    "sent": "Sent",
    "delivered": "Delivered",
    "read": "Read",
    "played": "Read",  # a voice note that was listened to
    "failed": "Failed",
}


class _Found:
    """What was gathered so far; a batch goes through every level, so one odd entry never hides its neighbours."""

    def __init__(self) -> None:
        self.messages: list[InboundMessage] = []
        self.statuses: list[StatusUpdate] = []
        self.ignored = 0

    def each(self, parent: dict[str, Any], key: str) -> Iterator[dict[str, Any]]:
        """The objects in the list `parent[key]`; anything else there is counted."""
        items = parent.get(key)
        if not isinstance(items, list):
            self.ignored += 1
            return
        for item in items:
            if isinstance(item, dict):
                yield item
            else:
                self.ignored += 1


def parse(raw: bytes) -> Delivery:
    """Everything in one webhook body. Raises MalformedBody when it is no JSON, and nothing else."""
    found = _Found()
    tree = decode(raw)
    if not isinstance(tree, dict):
        return Delivery([], [], 1)
    for entry in found.each(tree, "entry"):
        for change in found.each(entry, "changes"):
            _read_change(change, found)
    return Delivery(found.messages, found.statuses, found.ignored)


def _read_change(change: dict[str, Any], found: _Found) -> None:
    value = change.get("value")
    number = _phone_number_id(value) if isinstance(value, dict) else None
    if number is None or change.get("field", "messages") != "messages":
        found.ignored += 1
        return
    assert isinstance(value, dict)
    if "messages" in value:
        _read_messages(value, number, found)
    if "statuses" in value:
        _read_statuses(value, number, found)
    if "messages" not in value and "statuses" not in value:
        found.ignored += 1


def _phone_number_id(value: dict[str, Any]) -> str | None:
    try:
        metadata = msgspec.convert(value.get("metadata"), payloads.Metadata)
    except msgspec.ValidationError:
        return None
    return tidy(metadata.phone_number_id, MAX_PHONE_NUMBER_ID)


def _read_messages(value: dict[str, Any], number: str, found: _Found) -> None:
    senders = _senders(value.get("contacts"))
    is_only_one = isinstance(value["messages"], list) and len(value["messages"]) == 1
    for raw in found.each(value, "messages"):
        message = _message(raw, senders, is_only_one, number)
        if message is None:
            found.ignored += 1
        else:
            found.messages.append(message)


def _senders(contacts: Any) -> list[payloads.Sender]:
    senders = []
    for contact in contacts if isinstance(contacts, list) else ():
        try:
            senders.append(msgspec.convert(contact, payloads.Sender))
        except msgspec.ValidationError:
            continue  # a message says who sent it as well
    return senders


def _message(
    raw: dict[str, Any], senders: list[payloads.Sender], is_only_one: bool, number: str
) -> InboundMessage | None:
    """The message, or None when it has no id or comes from nobody."""
    try:
        wire = msgspec.convert(raw, payloads.Message)
    except msgspec.ValidationError:
        return None
    who: Identity | None = identify(wire, senders, is_only_one)
    if who is None or not wire.id or len(wire.id) > MAX_ID:
        return None
    content = read_content(wire.type, raw)
    return InboundMessage(
        phone_number_id=number,
        whatsapp_message_id=wire.id,
        phone=who.phone,
        bsuid=who.bsuid,
        username=who.username,
        name=who.name,
        type=content.type,
        subtype=content.subtype,
        content=content.text,
        media_url=content.media_url,
        sent_at=_time(wire.timestamp),
        raw=raw,
        drives_flows=content.drives_flows,
        button=content.button,
    )


def _read_statuses(value: dict[str, Any], number: str, found: _Found) -> None:
    for raw in found.each(value, "statuses"):
        status = _status(raw, number)
        if status is None:
            found.ignored += 1
        else:
            found.statuses.append(status)


def _status(raw: dict[str, Any], number: str) -> StatusUpdate | None:
    try:
        wire = msgspec.convert(raw, payloads.Status, strict=False)
    except msgspec.ValidationError:
        return None
    status = STATUSES.get(wire.status)
    if status is None or not wire.id or len(wire.id) > MAX_ID:
        return None
    error = wire.errors[0] if wire.errors else None
    return StatusUpdate(
        phone_number_id=number,
        whatsapp_message_id=wire.id,
        callback=tidy(wire.biz_opaque_callback_data, MAX_ID),
        status=status,
        at=_time(wire.timestamp),
        error_code=error.code if error else None,
        error_message=_sentence(error) if error else None,
    )


def _sentence(error: payloads.Error) -> str | None:
    details = error.error_data.details if error.error_data else None
    words = dict.fromkeys(filter(None, (error.title or error.message, details)))
    return ": ".join(words)[:MAX_ERROR] or None


def _time(timestamp: Any) -> datetime | None:
    """A time from unix seconds, which Meta sends as text; None when it is not one."""
    text = str(timestamp)
    if not (text.isascii() and text.isdigit() and len(text) <= 11 and int(text) < LAST_SECOND):
        return None
    return datetime.fromtimestamp(int(text), UTC)
