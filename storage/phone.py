"""What a simulated phone has received and not read yet."""

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


async def read_unread(connection: Connection, owner_id: int, contact_id: int) -> list[Unread]:
    """The unread messages of a customer of this owner's simulator."""
    rows = await connection.fetch(statements.UNREAD_ON_PHONE, owner_id, contact_id)
    return [
        Unread(r["id"], r["whatsapp_message_id"], r["whatsapp_account_id"], r["phone"], r["bsuid"], r["name"])
        for r in rows
    ]
