"""The store in memory as the simulation hands it out: a fault may strike around every call, and every batch is put on record."""

from collections.abc import AsyncIterator, Awaitable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from engine.model import Event
from engine.triggers import TriggerRow
from simulation.connection import Point
from storage.memory_rows import EventRow
from storage.memory_store import MemoryStore
from storage.memory_tables import Tables
from storage.store import Decided, LaneWork

Answer = TypeVar("Answer")


class BatchRow(msgspec.Struct, frozen=True):
    """What a transaction did with one lane: written with it, so it is there exactly when the rest is."""

    lane_id: int
    process: str
    now: datetime
    events: tuple[Event, ...]
    held: tuple[int, ...]
    started: tuple[int, ...]
    withdrawn: tuple[int, ...]
    stopped: tuple[int, ...]
    was_due: tuple[int, ...]


class SimulatedStore(MemoryStore):
    """MemoryStore with a point before and after every call and commit."""

    def __init__(self, tables: Tables, process: str, point: Point) -> None:
        super().__init__(tables)
        self._tables, self._process, self._point = tables, process, point
        self._depth = 0
        self._was_due: dict[int, tuple[int, ...]] = {}

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        async with super().transaction():
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
            if not self._depth:
                await self._point("commit", self.session)
        if not self._depth:
            await self._point("committed", self.session)

    async def lock_due(self, now: datetime, limit: int) -> list[int]:
        return await self._call("lock_due", super().lock_due(now, limit))

    async def lock_lane(self, lane_id: int) -> bool:
        return await self._call("lock_lane", super().lock_lane(lane_id))

    async def lock_shares(
        self, owners: Sequence[int], now: datetime, share: int, depth: int
    ) -> list[tuple[int, int]]:
        return await self._call("lock_shares", super().lock_shares(owners, now, share, depth))

    async def read(self, lanes: Sequence[int], now: datetime) -> list[LaneWork]:
        await self._point("read", self.session)
        work = await super().read(lanes, now)
        for lane in work:
            self._was_due[lane.lane_id] = self._due_on(lane.lane_id, now)
        await self._point("read done", self.session)
        return work

    async def read_triggers(self, owners: Iterable[int]) -> dict[int, list[TriggerRow]]:
        return await self._call("read_triggers", super().read_triggers(owners))

    async def take_execution_ids(self, count: int) -> list[int]:
        return await self._call("take_execution_ids", super().take_execution_ids(count))

    async def write(self, decided: Decided, now: datetime) -> None:
        await self._point("write", self.session)
        await super().write(decided, now)
        for lane, commit in decided:
            events = {event.id: event for event in lane.events}
            row = BatchRow(
                lane_id=lane.lane_id,
                process=self._process,
                now=now,
                events=tuple(events[event_id] for event_id in commit.consumed),
                held=tuple(commit.held),
                started=tuple(e.id for e in commit.executions.values() if e.is_new),
                withdrawn=tuple(commit.withdrawn),
                stopped=() if commit.consumed or commit.held else tuple(commit.executions),
                was_due=self._was_due[lane.lane_id],
            )
            self.session.put(self.session.number(BatchRow), row)
        await self._point("write done", self.session)

    async def fail_events(self, event_ids: Sequence[int], sentence: str, now: datetime) -> None:
        await self._call("fail_events", super().fail_events(event_ids, sentence, now))

    async def oldest_due(self, now: datetime) -> datetime | None:
        return await self._call("oldest_due", super().oldest_due(now))

    async def _call(self, name: str, work: Awaitable[Answer]) -> Answer:
        try:
            await self._point(name, self.session)
        except BaseException:
            work.close()  # type: ignore[attr-defined]
            raise
        answer = await work
        await self._point(f"{name} done", self.session)
        return answer

    def _due_on(self, lane_id: int, now: datetime) -> tuple[int, ...]:
        """The due events of a lane in their order, looked up apart from the store's own way."""
        rows: Iterable[Any] = self._tables.rows[EventRow].values()
        due = sorted((r.due_at, r.id) for r in rows if r.lane_id == lane_id and r.due_at <= now)
        return tuple(event_id for _, event_id in due)
