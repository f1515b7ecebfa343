"""The rows of uploaded files."""

from datetime import datetime

import msgspec
from msgspec.structs import astuple

from storage.database import fetch, fetch_one, transaction


class NewMedia(msgspec.Struct):
    """A file that lies on the disk; `token` is its name there and in its public address."""

    token: str
    kind: str
    mime_type: str
    size: int
    sha256: str
    name: str


class MediaRow(NewMedia, rename="camel", kw_only=True):
    """An uploaded file."""

    id: int
    created_at: datetime


_COLUMNS = ", ".join(MediaRow.__struct_fields__)


async def add_media(owner_id: int, new: NewMedia, quota: int, now: datetime) -> MediaRow | None:
    """Remember a file of this owner; None when all of them together would have more than `quota` bytes."""
    async with transaction():
        # One file of an owner after the other: else several would each find the same room.
        await fetch("SELECT 1 FROM app_user WHERE id = $1 FOR NO KEY UPDATE", owner_id)
        row = await fetch_one(
            f"""
            INSERT INTO media (user_id, token, kind, mime_type, size, sha256, name, created_at)
            SELECT $1, $2, $3, $4, $5::bigint, $6, $7, $8
            WHERE $5::bigint + (SELECT coalesce(sum(size), 0) FROM media WHERE user_id = $1) <= $9::bigint
            RETURNING {_COLUMNS}
            """,
            *(owner_id, *astuple(new), now, quota),
        )
    return MediaRow(**row) if row else None


async def media_at(token: str) -> MediaRow | None:
    """The file behind a public address, whoever's it is: to know the address is to be allowed."""
    row = await fetch_one(f"SELECT {_COLUMNS} FROM media WHERE token = $1", token)
    return MediaRow(**row) if row else None


async def stored_size(owner_id: int) -> int:
    """How many bytes all files of this owner have."""
    row = await fetch_one(
        "SELECT coalesce(sum(size), 0)::bigint AS size FROM media WHERE user_id = $1", owner_id
    )
    assert row is not None
    return int(row["size"])
