"""Messages, as people read and write them; the sender's own statements are in `statements`."""

from datetime import datetime
from typing import Any

import msgspec

from engine.errors import ParleyError
from storage.database import Row, fetch, fetch_one
from storage.enums import MessageDirection, MessageStatus, MessageType


class KeyReused(ParleyError):
    """An idempotency key came again with another request."""

    code = "idempotency_key_reused"


class MessageRow(msgspec.Struct, rename="camel"):
    """A message in a conversation. `body` is what the channel was given, for messages that go out."""

    id: int
    contact_id: int
    direction: MessageDirection
    type: MessageType
    subtype: str
    content: str
    body: dict[str, Any] | None
    media_url: str | None
    status: MessageStatus
    error_message: str | None
    outcome_unknown: bool
    is_from_bot: bool
    execution_id: int | None
    created_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None


async def list_messages(
    owner_id: int, contact_id: int, limit: int, after: int | None = None, before: int | None = None
) -> list[MessageRow]:
    """A contact's messages, oldest first: those after an id, or the last ones (before an id)."""
    order = "ASC" if after is not None else "DESC"
    rows = await fetch(
        f"""
        SELECT {_COLUMNS} FROM message m
        WHERE (whatsapp_account_id, contact_id) = (SELECT whatsapp_account_id, id FROM contact WHERE id = $1 AND user_id = $2)
          AND ($3::bigint IS NULL OR id > $3) AND ($4::bigint IS NULL OR id < $4) ORDER BY id {order} LIMIT $5
        """,
        *(contact_id, owner_id, after, before, limit),
    )
    return sorted(map(_message, rows), key=lambda message: message.id)


async def queue_text(
    owner_id: int, contact_id: int, text: str, now: datetime, key: str | None = None
) -> MessageRow | None:
    """Put a person's message into the outbox; the same key again gives the first one. None: no such contact."""
    body = msgspec.json.encode({"type": "text", "text": {"body": text, "preview_url": False}}).decode()
    row = await fetch_one(
        f"""
        INSERT INTO message AS m (user_id, whatsapp_account_id, contact_id, direction, content, status, raw,
          idempotency_key, created_at)
        SELECT user_id, whatsapp_account_id, id, 'Outbound', $3, 'Queued', $4, $5, $6 FROM contact
        WHERE id = $1 AND user_id = $2
        ON CONFLICT (user_id, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING RETURNING {_COLUMNS}
        """,
        *(contact_id, owner_id, text, body, key, now),
    )
    if row is None and key is not None:
        row = await _first_with_key(owner_id, contact_id, text, key)
    return _message(row) if row else None


async def list_unknown(owner_id: int, limit: int, before: int | None = None) -> list[MessageRow]:
    """The owner's sends whose outcome is unknown, newest first, `before` an id."""
    rows = await fetch(
        f"""
        SELECT {_COLUMNS} FROM message m WHERE user_id = $1 AND outcome_unknown
          AND ($2::bigint IS NULL OR id < $2) ORDER BY id DESC LIMIT $3
        """,
        *(owner_id, before, limit),
    )
    return [_message(row) for row in rows]


_SPECIAL = {"body": "CASE WHEN m.direction = 'Outbound' THEN m.raw END AS body"}
_COLUMNS = ", ".join(_SPECIAL.get(name, f"m.{name}") for name in MessageRow.__struct_fields__)


def _message(row: Row) -> MessageRow:
    body = row["body"]
    return MessageRow(**{**row, "body": None if body is None else msgspec.json.decode(body)})


async def _first_with_key(owner_id: int, contact_id: int, text: str, key: str) -> Row | None:
    row = await fetch_one(
        f"SELECT {_COLUMNS} FROM message m WHERE user_id = $1 AND idempotency_key = $2", owner_id, key
    )
    if row is not None and (row["contact_id"], row["content"]) != (contact_id, text):
        raise KeyReused("This Idempotency-Key was used for another message: take a new one.")
    return row
