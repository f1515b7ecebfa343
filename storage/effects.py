"""Calls to the outside: leased by time, fenced by attempt, answered by an event."""

from datetime import datetime, timedelta
from typing import Any

import msgspec

from storage import outside_statements as statements
from storage.connection import Connection


class Leased(msgspec.Struct, frozen=True):
    """An effect that this process holds until its lease ends. `key` is the idempotency key of every attempt."""

    key: str
    execution_id: int
    visit: int
    node_id: str
    node_type: str
    input: dict[str, Any]
    attempt: int


async def lease(connection: Connection, now: datetime, seconds: float, limit: int) -> list[Leased]:
    """Take due effects; one whose lease runs out is due again and its late result is refused."""
    rows = await connection.fetch(statements.LEASE_EFFECTS, now, timedelta(seconds=seconds), limit)
    return [
        Leased(r["key"], r["execution_id"], r["visit"], r["node_id"], r["node_type"], msgspec.json.decode(r["input"]), r["attempt"])
        for r in rows
    ]  # fmt: skip


async def finish(connection: Connection, effect: Leased, result: dict[str, Any], now: datetime) -> bool:
    """Turn the effect into its result event; False when the attempt is not the current one any more."""
    payload = msgspec.json.encode(result).decode()
    return (
        await connection.fetchval(statements.FINISH_EFFECT, effect.key, effect.attempt, now, payload)
        is not None
    )


async def postpone(connection: Connection, effect: Leased, until: datetime) -> None:
    """Try again then."""
    await connection.execute(statements.POSTPONE_EFFECT, effect.key, effect.attempt, until)
