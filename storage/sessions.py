"""Sessions: chains of refresh tokens, of which only hashes are kept."""

from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

import msgspec

from storage.database import fetch, fetch_one, transaction

LIFETIME = timedelta(days=30)
GRACE = timedelta(seconds=10)


class Refused(StrEnum):
    """Why a refresh token does not work."""

    UNKNOWN = "unknown"
    OVER = "over"
    REUSED = "reused"


class _Token(msgspec.Struct):
    user_id: int
    family: UUID
    used_at: datetime | None
    expires_at: datetime
    revoked_at: datetime | None


async def start_session(user_id: int, token: str, now: datetime) -> None:
    """Begin a chain with this token, and forget the person's expired ones."""
    await fetch("DELETE FROM refresh_token WHERE user_id = $1 AND expires_at < $2", user_id, now)
    await fetch(
        "INSERT INTO refresh_token (user_id, token, expires_at, created_at) VALUES ($1, $2, $3, $4)",
        *(user_id, _hash(token), now + LIFETIME, now),
    )


async def rotate(token: str, successor: str, now: datetime) -> int | Refused:
    """Spend a token for its successor; the answer is the person's id.

    A second use within the grace is a client's retry and gets the same successor (the caller derives it from the
    token); a later one means the token was stolen, and ends the whole chain.
    """
    async with transaction():
        user_id = await _spend(token, successor, now)
        return user_id if user_id is not None else await _second_use(token, now)


async def end_session(token: str, now: datetime) -> None:
    """Revoke the chain this token belongs to, if there is one."""
    await fetch(
        "UPDATE refresh_token SET revoked_at = $2 WHERE revoked_at IS NULL"
        " AND family = (SELECT family FROM refresh_token WHERE token = $1)",
        *(_hash(token), now),
    )


async def _spend(token: str, successor: str, now: datetime) -> int | None:
    row = await fetch_one(
        """
        WITH spent AS (
          UPDATE refresh_token SET used_at = $3
          WHERE token = $1 AND used_at IS NULL AND revoked_at IS NULL AND expires_at > $3
          RETURNING id, user_id, family)
        INSERT INTO refresh_token (user_id, token, family, parent_id, expires_at, created_at)
        SELECT user_id, $2, family, id, $4, $3 FROM spent RETURNING user_id
        """,
        *(_hash(token), _hash(successor), now, now + LIFETIME),
    )
    return row["user_id"] if row else None


async def _second_use(token: str, now: datetime) -> int | Refused:
    row = await fetch_one(
        "SELECT user_id, family, used_at, expires_at, revoked_at FROM refresh_token WHERE token = $1",
        _hash(token),
    )
    if row is None:
        return Refused.UNKNOWN
    found = msgspec.convert(row, _Token)
    if found.revoked_at is not None or found.used_at is None:
        return Refused.OVER
    if now - found.used_at <= GRACE:
        return found.user_id
    await fetch(
        "UPDATE refresh_token SET revoked_at = $2 WHERE family = $1 AND revoked_at IS NULL", found.family, now
    )
    return Refused.REUSED


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
