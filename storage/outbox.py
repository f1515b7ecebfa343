"""The outbox: queued messages are marked before the call, and resolved by its answer, by a status, or by the grace."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import asyncpg
import msgspec

from engine.ports import DeliveryStatus
from storage import outside_statements as statements
from storage.connection import Connection
from storage.statuses import announce_sends

UNRESOLVED_SECONDS = 0.2
"""Unresolved sends of an account are capped at its rate times this: so many are unknown after a crash, at the most."""
MOST_UNKNOWN = 3
"""Attempts with an unknown outcome before a message is parked: each may have reached the customer."""
MOST_MARKED = 1_000


class Account(msgspec.Struct, frozen=True):
    """What the sender needs of an account; `sealed_token` is still encrypted."""

    id: int
    user_id: int
    phone_number: str
    provider: str
    phone_number_id: str
    sealed_token: str


class Mail(msgspec.Struct, frozen=True):
    """A marked message: this process, and no other, may send it once."""

    id: int
    attempt: int
    phone: str | None
    bsuid: str | None
    body: dict[str, Any]
    execution_id: int | None = None


class Outcome(msgspec.Struct, frozen=True):
    """What is known of a send: Sent with a wamid, or Failed with a sentence."""

    message_id: int
    attempt: int
    status: DeliveryStatus
    wamid: str | None = None
    error_code: int | None = None
    error: str | None = None


async def accounts_with_mail(connection: Connection, now: datetime) -> list[int]:
    """Accounts that have messages to send now."""
    return [row[0] for row in await connection.fetch(statements.ACCOUNTS_WITH_MAIL, now)]


async def mark(
    connection: Connection, account_id: int, now: datetime, most: int = MOST_MARKED
) -> tuple[Account, list[Mail]] | None:
    """Mark at most `most` messages, as many as the account's rate, its day, its unresolved sends and the pace of each contact
    allow; None when another worker is at it."""
    async with connection.transaction():
        row = await connection.fetchrow(statements.LOCK_ACCOUNT, account_id)
        if row is None:
            return None
        account = Account(
            row["id"],
            row["user_id"],
            row["phone_number"],
            row["provider"],
            row["phone_number_id"],
            row["access_token"],
        )
        unresolved = await connection.fetchval(statements.COUNT_UNRESOLVED, account_id)
        tokens = _tokens(row, now)
        today = row["messages_sent_today"] if row["sent_on"] == now.date() else 0
        room = min(most, int(tokens), max(1, int(row["send_rate"] * UNRESOLVED_SECONDS)) - unresolved)
        if row["daily_limit"] is not None:
            room = min(room, row["daily_limit"] - today)
        if room <= 0:
            return account, []
        pace = timedelta(seconds=row["pair_seconds"])
        deepest = now + pace * row["pair_burst"]
        marked = await connection.fetch(statements.MARK_SENDS, account_id, now, room, deepest - pace, deepest)
        count = len(marked)
        if count and pace:
            contacts = [each["contact_id"] for each in marked]
            await connection.execute(statements.TAKE_PACE, contacts, row["user_id"], now, pace, deepest)
        await connection.execute(
            statements.TAKE_TOKENS, account_id, tokens - count, now, today + count, now.date()
        )
    return account, [_mail(each) for each in marked]


async def finish(connection: Connection, outcomes: Sequence[Outcome], now: datetime) -> int:
    """Store what became of sends; an outcome of an older attempt, or of a message resolved meanwhile, changes nothing."""
    ids, attempts, statuses, wamids, codes, errors = (
        [o.message_id for o in outcomes],
        [o.attempt for o in outcomes],
        [o.status for o in outcomes],
        [o.wamid for o in outcomes],
        [o.error_code for o in outcomes],
        [o.error for o in outcomes],
    )
    async with connection.transaction():
        rows = await connection.fetch(
            statements.FINISH_SENDS, ids, attempts, statuses, wamids, codes, now, errors
        )
        return await announce_sends(
            connection, [(r["execution_id"], r["visit"], r["error_message"]) for r in rows], now
        )


async def release(connection: Connection, mail: Mail, again_at: datetime, sentence: str) -> None:
    """Put a message that certainly was not sent back into the queue."""
    await connection.execute(statements.RELEASE_SEND, mail.id, mail.attempt, again_at, sentence)


async def resolve_unknown(connection: Connection, now: datetime, grace: timedelta) -> int:
    """List the sends whose outcome is unknown after the grace, and resend or park them as the account says."""
    async with connection.transaction():
        rows = await connection.fetch(statements.RESOLVE_UNKNOWN, now - grace, MOST_UNKNOWN)
        parked = [
            (r["execution_id"], r["visit"], r["error_message"]) for r in rows if r["status"] == "Failed"
        ]
        await announce_sends(connection, parked, now)
    return len(rows)


async def forget_paces(connection: Connection, now: datetime) -> None:
    """Drop the contacts who owe no time any more."""
    await connection.execute(statements.FORGET_PACES, now)


async def pause_account(connection: Connection, account_id: int, until: datetime) -> None:
    """Send nothing from this account until then, or until a later moment that was asked for before."""
    await connection.execute(statements.PAUSE_ACCOUNT, account_id, until)


async def refuse_account(connection: Connection, account_id: int, sentence: str) -> None:
    """Mark the account as refused by WhatsApp."""
    await connection.execute(statements.ACCOUNT_REFUSED, account_id, sentence)


def _tokens(row: asyncpg.Record, now: datetime) -> float:
    """A token bucket that holds one second of the rate; a clock that was set back must not leave it empty."""
    passed = abs((now - row["send_refilled_at"]).total_seconds())
    return float(min(row["send_rate"], row["send_tokens"] + passed * row["send_rate"]))


def _mail(row: asyncpg.Record) -> Mail:
    return Mail(
        row["id"],
        row["attempt"],
        row["phone"],
        row["bsuid"],
        msgspec.json.decode(row["raw"]),
        row["execution_id"],
    )
