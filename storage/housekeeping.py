"""The periodic jobs of a runtime process: rolled-up counters and signs of life."""

from datetime import datetime, timedelta

from storage import statements
from storage.connection import Connection

FORGOTTEN_AFTER = timedelta(hours=1)


async def roll_up_counts(connection: Connection) -> None:
    """Add the appended deltas to the counters of their flows."""
    await connection.execute(statements.ROLL_UP_COUNTS)


async def beat(
    connection: Connection, process_id: str, host: str, pid: int, now: datetime, loop_at: datetime | None
) -> None:
    """Say that this process is alive and when its loop last did something; long-dead ones are forgotten."""
    await connection.execute(statements.HEARTBEAT, process_id, host, pid, now, loop_at)
    await connection.execute(statements.FORGET_PROCESSES, now - FORGOTTEN_AFTER)


async def take_turn(
    connection: Connection, job: str, now: datetime, period: timedelta, overdue: timedelta
) -> bool:
    """Whether it is this process that does the job now: its turn is over by `overdue`, and nobody else has taken it."""
    return await connection.fetchval(statements.TAKE_TURN, job, now, period, overdue) is not None


async def oldest_due(connection: Connection, now: datetime) -> datetime | None:
    """The oldest event that is due and not handled yet."""
    due_at: datetime | None = await connection.fetchval(statements.OLDEST_DUE, now)
    return due_at
