"""Steps lie in a table for each week they ended in: to drop a week takes milliseconds, to delete its rows costs as much as to write them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import asyncpg

from storage.connection import Connection

PARTITIONED = ("flow_execution_step", "flow_execution_step_text")
WEEK = timedelta(weeks=1)
WEEKS_AHEAD = 2
PATIENCE = "500ms"  # the longest that a change of the tables waits for their readers, and that everybody waits behind it
LOCK = 0x7061726C6577  # "parlew": the advisory lock of whoever makes weeks

WEEKS = """
SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = $1::regclass ORDER BY c.relname
"""


async def make_weeks(connection: Connection, now: datetime) -> list[str]:
    """Make the tables of this week and the next ones; answers those made. Until a week has one, the default takes its rows."""
    made = []
    for table in PARTITIONED:
        present = await _weeks(connection, table)
        for ahead in range(WEEKS_AHEAD + 1):
            start = _monday(now) + ahead * WEEK
            name = f"{table}_{start:%Y%m%d}"
            if name not in present and await _make(connection, table, name, start):
                made.append(name)
    return made


async def drop_weeks(connection: Connection, before: datetime) -> list[str]:
    """Drop the tables of weeks that ended before then; answers those dropped. One that is being read is left for the next time."""
    dropped = []
    for table in PARTITIONED:
        for name in await _weeks(connection, table):
            start = datetime.strptime(name.removeprefix(f"{table}_"), "%Y%m%d").replace(tzinfo=UTC)
            if start + WEEK <= before and await _change(connection, [f"DROP TABLE {name}"]):
                dropped.append(name)
    return dropped


async def _weeks(connection: Connection, table: str) -> list[str]:
    names = [row["relname"] for row in await connection.fetch(WEEKS, table)]
    return [name for name in names if name != f"{table}_default"]


async def _make(connection: Connection, table: str, name: str, start: datetime) -> bool:
    """Made apart and then attached: to create it in place would stop all writers."""
    bounds = f"FROM ('{start.isoformat()}') TO ('{(start + WEEK).isoformat()}')"
    try:
        return await _change(
            connection,
            [
                f"SELECT pg_advisory_xact_lock({LOCK})",
                f"CREATE TABLE {name} (LIKE {table}_default INCLUDING ALL)",
                f"ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES {bounds}",
            ],
        )
    except (asyncpg.DuplicateTableError, asyncpg.CheckViolationError):
        return False  # another process was quicker, or the default holds rows of that week and keeps it


async def _change(connection: Connection, statements: Sequence[str]) -> bool:
    """Change tables in a transaction that gives up soon; False when it did."""
    try:
        async with connection.transaction():
            await connection.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            for statement in statements:
                await connection.execute(statement)
    except asyncpg.LockNotAvailableError:
        return False
    return True


def _monday(now: datetime) -> datetime:
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())
