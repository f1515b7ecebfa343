"""What a simulated phone has received."""

from typing import Any

import msgspec

from storage import statements
from storage.connection import Connection


class Unread(msgspec.Struct, frozen=True):
    """A message on the phone, with whose phone it is."""

    message_id: int
    wamid: str
    account_id: int
    phone: str | None
    bsuid: str | None
    name: str


class Sent(Unread, frozen=True):
    """A message on the phone, with the titles of its buttons by their ids."""

    buttons: dict[str, str] = {}


async def read_sent(connection: Connection, owner_id: int, message_id: int) -> Sent | None:
    """A message that reached a phone of this owner's simulator."""
    r = await connection.fetchrow(statements.SENT_TO_PHONE, owner_id, message_id)
    if r is None:
        return None
    who = (r["whatsapp_account_id"], r["phone"], r["bsuid"], r["name"])
    return Sent(r["id"], r["whatsapp_message_id"], *who, _buttons(msgspec.json.decode(r["raw"] or "{}")))


async def read_unread(connection: Connection, owner_id: int, contact_id: int) -> list[Unread]:
    """The unread messages of a customer of this owner's simulator."""
    rows = await connection.fetch(statements.UNREAD_ON_PHONE, owner_id, contact_id)
    return [
        Unread(r["id"], r["whatsapp_message_id"], r["whatsapp_account_id"], r["phone"], r["bsuid"], r["name"])
        for r in rows
    ]


def _buttons(body: dict[str, Any]) -> dict[str, str]:
    """The reply buttons of a body that was sent to Graph, which checked its shape."""
    action = (body.get("interactive") or {}).get("action") or {}
    replies = [button.get("reply") or {} for button in action.get("buttons") or ()]
    return {str(reply.get("id")): str(reply.get("title")) for reply in replies}
