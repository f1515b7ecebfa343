"""A store in memory with the commit semantics of Postgres, for hosts that need no durability: simulations of flows and of faults."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime

import msgspec
from msgspec.structs import replace

from engine.model import KEPT_FOR, MOST_KEPT, Contact, Event, Execution, ExecutionStatus
from engine.triggers import TriggerRow
from storage.memory_rows import (
    ContactRow,
    EntryRow,
    EventRow,
    ExecutionRow,
    FailedEventRow,
    FlowRow,
    KeptRow,
    LaneRow,
    OwnerRow,
    VersionRow,
)
from storage.memory_tables import Session, Tables
from storage.memory_writing import Writing, failed
from storage.store import Decided, LaneWork, events_per_lane

ALIVE = (ExecutionStatus.RUNNING, ExecutionStatus.PAUSED)

_contact = msgspec.json.Decoder(Contact)
_event = msgspec.json.Decoder(Event)
_execution = msgspec.json.Decoder(Execution)


class MemoryStore:
    """One worker's session on shared tables. It looks through all rows of a kind, so it is for hundreds of them."""

    def __init__(self, tables: Tables) -> None:
        self.session = Session(tables)

    def transaction(self) -> AbstractAsyncContextManager[None]:
        """All or nothing; inside another one it is a savepoint."""
        return self.session.transaction()

    async def lock_due(self, now: datetime, limit: int) -> list[int]:
        """Lock the lanes of the first `limit` due events that are free."""
        return self._lock((row.lane_id for row in self._due(now)), limit)

    async def due_owners(self, now: datetime) -> list[int]:
        """The owners who have an event due."""
        return sorted({row.user_id for row in self._due(now)})

    async def lock_shares(
        self, owners: Sequence[int], now: datetime, share: int, depth: int
    ) -> list[tuple[int, int]]:
        """Lock up to `share` free lanes for each owner among their first `depth` due events."""
        due = self._due(now)
        found = []
        for owner in owners:
            lanes = [row.lane_id for row in due if row.user_id == owner][:depth]
            found += [(owner, lane) for lane in self._lock(lanes, share)]
        return found

    async def lock_lane(self, lane_id: int) -> bool:
        """Lock this lane; False when it is another's, or gone."""
        return bool(self._lock([lane_id], 1))

    async def read(self, lanes: Sequence[int], now: datetime) -> list[LaneWork]:
        """Everything due on the locked lanes, in their order."""
        most = events_per_lane(len(lanes))
        found = (self._read_lane(lane_id, now, most) for lane_id in lanes)
        return [work for work in found if work is not None and work.events]

    async def read_kept_events(self, work: Iterable[LaneWork], now: datetime) -> None:
        """Add the named events of the last day that came early to these locked lanes."""
        rows = sorted(self.session.all(KeptRow), key=lambda row: row.event.id)
        for lane in work:
            kept = [r.event for r in rows if r.lane_id == lane.lane_id and r.kept_at > now - KEPT_FOR]
            lane.kept += kept[-MOST_KEPT:]

    async def read_entries(self, work: Iterable[LaneWork]) -> None:
        """Add when the contacts of these locked lanes entered which flow."""
        rows = self.session.all(EntryRow)
        for lane in work:
            for row in rows:
                if lane.contact and row.contact_id == lane.contact.id and row.user_id == lane.user_id:
                    lane.entries[row.entry.flow_id, row.entry.key] = row.entry.at

    async def read_documents(self, version_ids: Iterable[int]) -> dict[int, tuple[int, bytes]]:
        """Flow id and document of each version."""
        rows = (self.session.get(VersionRow, version_id) for version_id in version_ids)
        return {row.id: (row.flow_id, row.document) for row in rows if row is not None}

    async def read_triggers(self, owners: Iterable[int]) -> dict[int, list[TriggerRow]]:
        """The published triggers of each owner."""
        flows = [flow for flow in self.session.all(FlowRow) if flow.is_active]
        found = {owner: [t for f in flows if f.user_id == owner for t in f.triggers] for owner in owners}
        return {owner: triggers for owner, triggers in found.items() if triggers}

    async def take_execution_ids(self, count: int) -> list[int]:
        """Fresh execution ids."""
        return [self.session.number(ExecutionRow) for _ in range(count)]

    async def write(self, decided: Decided, now: datetime) -> None:
        """Store the commits of a batch, or nothing of them."""
        writing = Writing(self.session, now)
        async with self.session.transaction():
            for lane, commit in decided:
                await writing.write(lane, commit)
            writing.check()
            for lane, commit in decided:
                await writing.withdraw(commit)
                await writing.hold_and_release(commit)
                writing.remember(lane, commit)

    async def fail_events(self, event_ids: Sequence[int], sentence: str, now: datetime) -> None:
        """Set events aside, and fail the executions they were for."""
        async with self.session.transaction():
            for event_id in event_ids:
                await self.session.lock(EventRow, event_id)
                if (row := self.session.get(EventRow, event_id)) is None:
                    continue
                self.session.delete(EventRow, event_id)
                self.session.put(event_id, FailedEventRow(row, sentence, now))
                await self.session.lock(ExecutionRow, row.execution_id)
                execution = self.session.get(ExecutionRow, row.execution_id)
                if execution is not None and execution.status in ALIVE:
                    failed(self.session, execution, sentence, now)

    async def oldest_due(self, now: datetime) -> datetime | None:
        """When the oldest event fell due that is not handled yet."""
        return min((row.due_at for row in self._due(now)), default=None)

    def _due(self, now: datetime) -> list[EventRow]:
        rows = [row for row in self.session.all(EventRow) if row.due_at <= now]
        return sorted(rows, key=by_due_time)

    def _lock(self, lanes: Iterable[int], limit: int) -> list[int]:
        locked: list[int] = []
        for lane_id in lanes:
            if len(locked) == limit:
                break
            if self.session.get(LaneRow, lane_id) and self.session.try_lock(LaneRow, lane_id):
                locked.append(lane_id)
        return locked

    def _read_lane(self, lane_id: int, now: datetime, most: int) -> LaneWork | None:
        lane = self.session.get(LaneRow, lane_id)
        if lane is None or (owner := self.session.get(OwnerRow, lane.user_id)) is None:
            return None
        due = [row for row in self._due(now) if row.lane_id == lane_id][:most]
        events = [replace(_event.decode(row.event), due_at=row.due_at) for row in due]
        retried = {event.execution_id for event in events if event.payload.get("command") == "retry"}
        executions = [
            self._read_execution(row)
            for row in sorted(self.session.all(ExecutionRow), key=lambda row: row.id)
            if row.lane_id == lane_id
            and is_own(row, lane)
            and (row.status in ALIVE or (row.id in retried and row.status == ExecutionStatus.FAILED))
        ]
        contact = self._read_contact(lane)
        return LaneWork(lane_id, lane.user_id, owner.trigger_epoch, contact, executions, events)

    def _read_contact(self, lane: LaneRow) -> Contact | None:
        row = self.session.get(ContactRow, lane.contact_id)
        return _contact.decode(row.contact) if row is not None and is_own(row, lane) else None

    def _read_execution(self, row: ExecutionRow) -> Execution:
        execution = _execution.decode(row.execution)
        since = execution.pending.since if execution.pending else None
        size = len(msgspec.json.encode(execution.variables))
        return replace(
            execution, seq=row.seq, visit_started_at=since or row.updated_at, variables_size=size,
            outcome=None, error_message=None,
        )  # fmt: skip


def is_own(row: ContactRow | ExecutionRow, lane: LaneRow) -> bool:
    """Whether a row that a lane leads to belongs to the lane's owner."""
    return row.user_id == lane.user_id


def by_due_time(row: EventRow) -> tuple[datetime, int]:
    """The order of events: never by id alone, for a timer is older than a reply that came in time."""
    return row.due_at, row.id
