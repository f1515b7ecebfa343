"""Turns timed triggers that are due into start events, some thousand contacts at a time."""

import asyncio
from datetime import datetime, timedelta

import structlog

from api.clock import Clock
from api.runtime.bell import Bell
from engine.occurrences import Due, due_between, grace, look_at
from engine.schedules import CONTACT_ZONE, Schedule, Timed
from storage import schedules
from storage.connection import Connection, Pool
from storage.schedules import TakenSchedule

CHUNK = 5_000  # contacts looked at in one transaction
POLL = 1.0  # seconds
AFTER_TROUBLE = timedelta(minutes=1)

log = structlog.get_logger()


class Scheduler:
    """Any number of them may work on one database: a row belongs to whoever has locked it."""

    def __init__(self, pool: Pool, clock: Clock, engine_bell: Bell, chunk: int = CHUNK) -> None:
        self._pool, self._clock, self._bell, self._chunk = pool, clock, engine_bell, chunk

    async def run(self) -> None:
        """Work for ever."""
        while True:
            if not await self.run_once():
                await asyncio.sleep(POLL)

    async def run_once(self) -> bool:
        """Take one schedule that is due a step further, in one transaction; False when none is due."""
        async with self._pool.acquire() as connection, connection.transaction():
            now = self._clock.now()
            taken = await schedules.take(connection, now)
            if taken is None:
                return False
            try:
                async with connection.transaction():
                    started = await self._step(connection, taken, now)
            except (
                Exception
            ):  # so that one bad row does not hold up the others; a lost connection fails below as well
                log.exception("schedule_broke", flow_id=taken.flow_id, node_id=taken.node_id)
                await schedules.postpone(connection, taken, now + AFTER_TROUBLE)
                return True
        if started:
            self._bell.ring()
        return True

    async def _step(self, connection: Connection, taken: TakenSchedule, now: datetime) -> int:
        """Start the next contacts of what is due, and put the row back; answers how many were started."""
        on = taken.trigger()
        if taken.handing_out is None:
            taken.done_until = max(taken.done_until, now - grace(on))
        until = taken.handing_out or now
        due = await _due(connection, taken, on, until)
        if not due:
            await _finish(connection, taken, on, until)
            return 0
        until = taken.handing_out or max(each.moment for each in due)
        if isinstance(on, Schedule) and on.audience is None:
            await schedules.start_alone(connection, taken, due[0], now)
            await _finish(connection, taken, on, until)
            return 1
        page = await schedules.start_contacts(connection, taken, on, due, now, self._chunk)
        if page.last_id is None or page.seen < self._chunk:
            await _finish(connection, taken, on, until)
        else:
            taken.handing_out, taken.last_contact_id = until, page.last_id
            await schedules.put_back(connection, taken, now)  # behind the others that are due
        return page.started


async def _due(connection: Connection, taken: TakenSchedule, on: Timed, until: datetime) -> list[Due]:
    zones = await schedules.zones_of(connection, taken) if on.timezone == CONTACT_ZONE else []
    return due_between(on, taken.zone, zones, taken.done_until, until)


async def _finish(connection: Connection, taken: TakenSchedule, on: Timed, until: datetime) -> None:
    """All up to `until` is handed out, also when a clock was set back meanwhile."""
    taken.done_until = max(taken.done_until, until)
    taken.handing_out, taken.last_contact_id = None, 0
    await schedules.put_back(connection, taken, look_at(on, taken.zone, taken.done_until))
