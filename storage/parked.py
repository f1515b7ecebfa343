"""Statuses that came before the answer which names their message: kept for a while, and taken up once it is known."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from engine.ports import StatusUpdate
from storage import outside_statements as statements
from storage.connection import Connection

KEPT = timedelta(minutes=5)
"""An answer is known, or its send unknown, within a minute; what waits longer belongs to messages that others sent."""
MOST_KEPT = 2_000
"""Of each account, the newest: another program may send much over the same number."""
AT_ONCE = 500


async def park(connection: Connection, statuses: Sequence[tuple[int, StatusUpdate]], now: datetime) -> None:
    """Keep (account id, status) pairs whose message is not known yet."""
    if not statuses:
        return
    rows = [
        (account_id, s.whatsapp_message_id, s.status, s.at, s.error_code, s.error_message)
        for account_id, s in statuses
    ]
    await connection.execute(statements.PARK_STATUSES, *map(list, zip(*rows, strict=True)), now)


async def take_known(connection: Connection) -> list[tuple[int, StatusUpdate]]:
    """Take out those whose message is known by now, in the order they came."""
    rows = await connection.fetch(statements.TAKE_PARKED, AT_ONCE)
    return [
        (
            r["whatsapp_account_id"],
            StatusUpdate(
                phone_number_id="",
                whatsapp_message_id=r["whatsapp_message_id"],
                callback=None,
                status=r["status"],
                at=r["at"],
                error_code=r["error_code"],
                error_message=r["error_message"],
            ),
        )
        for r in sorted(rows, key=lambda r: r["id"])
    ]


async def forget(connection: Connection, now: datetime) -> None:
    """Drop what nobody will ask for any more."""
    await connection.execute(statements.FORGET_PARKED, now - KEPT, MOST_KEPT)
