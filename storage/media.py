"""The rows of uploaded files."""

from datetime import datetime

import msgspec

from storage.database import fetch_one


class MediaRow(msgspec.Struct, rename="camel"):
    """An uploaded file; `token` is its name on the disk and in its public address."""

    id: int
    token: str
    kind: str
    mime_type: str
    size: int
    sha256: str
    name: str
    created_at: datetime


_COLUMNS = ", ".join(MediaRow.__struct_fields__)


async def add_media(
    owner_id: int, token: str, kind: str, mime_type: str, size: int, sha256: str, name: str, now: datetime
) -> MediaRow:
    """Remember a file of this owner."""
    row = await fetch_one(
        f"""
        INSERT INTO media (user_id, token, kind, mime_type, size, sha256, name, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING {_COLUMNS}
        """,
        *(owner_id, token, kind, mime_type, size, sha256, name, now),
    )
    assert row is not None
    return MediaRow(**row)


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
