"""Calls to the outside: leased by time, fenced by attempt, answered by an event."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from storage import outside_statements as statements
from storage.connection import Connection

LEASE_MARGIN = timedelta(seconds=10)
"""Of a lease over its attempt's timeout: what storing the result may take."""


class Due(msgspec.Struct, frozen=True):
    """How many calls of one owner to one vendor are due, counted up to the number that was asked for."""

    user_id: int
    vendor: str
    count: int


class Leased(msgspec.Struct, frozen=True):
    """An effect that this process holds until its lease ends. `key` is the idempotency key of every attempt.

    `is_cut_off`: an attempt before this one began and was never heard of again; it may have reached the vendor.
    """

    key: str
    user_id: int
    vendor: str
    execution_id: int
    visit: int
    node_id: str
    node_type: str
    input: dict[str, Any]
    attempt: int
    is_cut_off: bool


async def find_due(
    connection: Connection,
    now: datetime,
    after: tuple[int, str],
    places: int,
    most: int,
    full_owners: Collection[int] = (),
) -> list[Due]:
    """The next `places` pairs of owner and vendor that have calls, due or not; owners without room are stepped over."""
    rows = await connection.fetch(statements.DUE_EFFECTS, now, *after, places, most, list(full_owners))
    return [Due(*row) for row in rows]


async def lease(connection: Connection, now: datetime, shares: Sequence[Due]) -> list[Leased]:
    """Take at most so many due effects of each pair; one whose lease runs out is due again and its late result is refused."""
    columns = zip(*((s.user_id, s.vendor, s.count) for s in shares), strict=True)
    rows = await connection.fetch(statements.LEASE_EFFECTS, now, *map(list, columns), LEASE_MARGIN)
    return [
        Leased(r["key"], r["user_id"], r["vendor"], r["execution_id"], r["visit"], r["node_id"], r["node_type"],
               msgspec.json.decode(r["input"]), r["attempt"], r["is_cut_off"])
        for r in rows
    ]  # fmt: skip


async def finish(connection: Connection, effect: Leased, result: bytes, now: datetime) -> bool:
    """Turn the effect into its result event (JSON); False when the attempt is not the current one any more."""
    finished = await connection.fetchval(
        statements.FINISH_EFFECT, effect.key, effect.attempt, now, result.decode()
    )
    return finished is not None


async def give_back(connection: Connection, leased: Sequence[Leased], now: datetime) -> None:
    """End the leases of calls that are cut off: they are due, and whoever takes them knows that they may have arrived."""
    keys, attempts = [effect.key for effect in leased], [effect.attempt for effect in leased]
    await connection.execute(statements.GIVE_BACK_EFFECTS, keys, attempts, now)


async def postpone(connection: Connection, effect: Leased, until: datetime) -> None:
    """Try again then."""
    await connection.execute(statements.POSTPONE_EFFECT, effect.key, effect.attempt, until)
