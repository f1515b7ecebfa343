"""Contacts, as people list and make them."""

from datetime import datetime
from typing import Any

import asyncpg
import msgspec

from engine.errors import ParleyError
from storage.database import Row, fetch, fetch_one
from storage.enums import ContactSource

SHORTEST_PHONE = 7
PHONE_SIGNS = set("+0123456789 -().")


class ContactExists(ParleyError):
    """The account has a contact with this phone number already."""

    code = "contact_exists"


class ContactRow(msgspec.Struct, rename="camel"):
    """A contact."""

    id: int
    account_id: int
    phone: str | None
    bsuid: str | None
    name: str
    email: str | None
    company: str | None
    timezone: str | None
    tags: list[str]
    custom_fields: Any
    source: ContactSource
    is_blocked: bool
    unread_count: int
    last_message_at: datetime | None
    created_at: datetime


class NewContact(msgspec.Struct):
    """What a contact is made of."""

    account_id: int
    phone: str
    name: str = ""
    email: str | None = None
    company: str | None = None
    timezone: str | None = None
    tags: list[str] = []
    custom_fields: dict[str, Any] = {}
    source: ContactSource = ContactSource.API


async def list_contacts(
    owner_id: int, limit: int, before: int | None = None, account_id: int | None = None
) -> list[ContactRow]:
    """The owner's contacts, newest first, `before` an id."""
    rows = await fetch(
        f"""
        SELECT {_COLUMNS} FROM contact WHERE user_id = $1 AND ($2::bigint IS NULL OR id < $2)
          AND ($3::bigint IS NULL OR whatsapp_account_id = $3) ORDER BY id DESC LIMIT $4
        """,
        *(owner_id, before, account_id, limit),
    )
    return [_shaped(row) for row in rows]


async def find_by_phone(owner_id: int, text: str) -> list[int]:
    """The owner's contacts with exactly this number, one for each account that knows it; it may be written with blanks and dashes."""
    digits = "".join(filter(str.isdecimal, text))
    if len(digits) < SHORTEST_PHONE or not set(text) <= PHONE_SIGNS:
        return []
    rows = await fetch(
        """
        SELECT c.id FROM whatsapp_account a JOIN contact c ON c.whatsapp_account_id = a.id AND c.phone = $2
        WHERE a.user_id = $1 AND c.user_id = $1
        """,
        *(owner_id, f"+{digits}"),
    )
    return [row["id"] for row in rows]


async def read_contact(owner_id: int, contact_id: int) -> ContactRow | None:
    """One contact of this owner."""
    row = await fetch_one(
        f"SELECT {_COLUMNS} FROM contact WHERE id = $1 AND user_id = $2", contact_id, owner_id
    )
    return _shaped(row) if row else None


async def create_contact(owner_id: int, new: NewContact) -> ContactRow | None:
    """Store a contact with its key and lane; None when the account is not this owner's."""
    try:
        row = await fetch_one(
            f"""
            WITH made AS (
              INSERT INTO contact (user_id, whatsapp_account_id, phone, name, email, company, tags, custom_fields, source,
                timezone)
              SELECT a.user_id, a.id, $3, $4, $5, $6, $7, $8, $9, $10 FROM whatsapp_account a
              WHERE a.id = $1 AND a.user_id = $2 RETURNING *),
            keyed AS (
              INSERT INTO contact_key (whatsapp_account_id, kind, value, contact_id, user_id)
              SELECT whatsapp_account_id, 'phone', phone, id, user_id FROM made),
            laned AS (INSERT INTO lane (id, user_id, contact_id) SELECT lane_id, user_id, id FROM made)
            SELECT {_COLUMNS} FROM made
            """,
            *(new.account_id, owner_id, new.phone, new.name, new.email, new.company, new.tags),
            *(msgspec.json.encode(new.custom_fields).decode(), new.source, new.timezone),
        )
    except asyncpg.UniqueViolationError:
        raise ContactExists(f"This account has a contact with the number {new.phone} already.") from None
    return _shaped(row) if row else None


async def change_contact(owner_id: int, contact_id: int, changes: dict[str, Any]) -> ContactRow | None:
    """Write the given columns of a contact; fields are merged, null removes one. None when it is not this owner's."""
    given = {name: changes[name] for name in _CHANGEABLE if name in changes}
    fields = changes.get("custom_fields", {})
    assignments = "".join(f", {name} = ${place}" for place, name in enumerate(given, start=5))
    row = await fetch_one(
        f"""
        UPDATE contact SET updated_at = now(), custom_fields = (custom_fields || $3::jsonb) - $4::text[]{assignments}
        WHERE id = $1 AND user_id = $2 RETURNING {_COLUMNS}
        """,
        *(contact_id, owner_id, msgspec.json.encode(fields).decode()),
        *([name for name, value in fields.items() if value is None], *given.values()),
    )
    return _shaped(row) if row else None


_CHANGEABLE = ("name", "email", "company", "timezone", "tags")
_COLUMNS = (
    "id, whatsapp_account_id AS account_id, phone, bsuid, name, email, company, timezone, tags, custom_fields,"
    " source, is_blocked, unread_count, last_message_at, created_at"
)


def _shaped(row: Row) -> ContactRow:
    return ContactRow(**{**row, "custom_fields": msgspec.Raw(row["custom_fields"].encode())})
