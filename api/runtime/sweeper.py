"""Keeps the database from growing without bound: makes the tables of coming weeks, and forgets what is older than the setting."""

import asyncio
import time
from datetime import timedelta

import structlog

from api.clock import Clock
from storage import partitions, retention
from storage.connection import Connection, Pool

BREATH = 4.0  # times as long as a page took: so a sweep takes a fifth of one connection

log = structlog.get_logger()


class Sweeper:
    """One pass after another; of several processes one works, the others find the turn taken."""

    def __init__(self, pool: Pool, clock: Clock, kept: timedelta) -> None:
        self._pool, self._clock, self._kept = pool, clock, kept

    async def prepare(self) -> None:
        """Make the tables of this week and the next, before the first step is written."""
        async with self._pool.acquire() as connection:
            await partitions.make_weeks(connection, self._clock.now())

    async def sweep(self) -> None:
        """Go through everything once."""
        async with self._pool.acquire() as connection:
            if not await retention.take_turn(connection):
                return
            try:
                await self._sweep(connection)
            finally:
                await retention.end_turn(connection)

    async def _sweep(self, connection: Connection) -> None:
        now = self._clock.now()
        for week in await partitions.make_weeks(connection, now):
            log.info("week_made", table=week)
        for week in await partitions.drop_weeks(connection, now - self._kept):
            log.info("week_dropped", table=week)
        for sweep in retention.SWEEPS:
            total, began = 0, time.monotonic()
            async for count in retention.forget(connection, sweep, now, self._kept):
                total += count
                await asyncio.sleep(BREATH * (time.monotonic() - began))
                began = time.monotonic()
            if total:
                log.info("forgotten", table=sweep.table, rows=total)
