"""What one batch writes into tables in memory, and the counts that must be right."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import asdict, replace

from engine.model import (
    Commit,
    Event,
    Execution,
    ExecutionStatus,
    NewEvent,
    OutboundMessage,
    Step,
)
from storage.memory_rows import (
    NEVER,
    CountRow,
    EffectRow,
    EntryRow,
    EventRow,
    ExecutionRow,
    KeptRow,
    MessageRow,
)
from storage.memory_tables import Session
from storage.store import CountMismatch, LaneWork, RowRefused

WITHDRAWN = "Withdrawn: the execution was ended before the message left."

_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_execution = msgspec.json.Decoder(Execution)


class Writing:
    """The rows of a batch on their way into a session; `check` compares what was touched with what had to be."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session, self._now = session, now
        self._missing = 0

    async def write(self, lane: LaneWork, commit: Commit) -> None:
        """Write what one lane's events have led to."""
        dropped = self._effects_of(commit.dropped)
        await self._consume(commit)
        for execution in commit.executions.values():
            await self._execution(lane, execution)
        for step in commit.steps:
            self._insert((step.execution_id, step.n), replace(step))
        for message in commit.messages:
            self._message(lane, message)
        for effect in commit.effects:
            self._insert(effect.key, EffectRow(effect, lane.user_id, lane.lane_id, self._now))
        for event in commit.events:
            self._event(lane, event)
        for key in dropped:
            await self._session.lock(EffectRow, key)
            self._session.delete(EffectRow, key)

    async def withdraw(self, commit: Commit) -> None:
        """Take back the messages of ended executions that have not left."""
        for row in self._session.all(MessageRow):
            if row.queued is not None and row.queued.execution_id in commit.withdrawn:
                await self._session.lock(MessageRow, row.id)
                row = self._session.get(MessageRow, row.id) or row
                if row.status == "Queued" and row.attempted_at is None:
                    self._session.put(row.id, replace(row, status="Failed", error_message=WITHDRAWN))

    async def hold_and_release(self, commit: Commit) -> None:
        """Put away what came due for paused executions, and make due again what was put away for others."""
        held = [row for row in self._session.all(EventRow) if row.id in commit.held]
        released = [
            row
            for row in self._session.all(EventRow)
            if row.execution_id in commit.released and (row.due_at == NEVER or row in held)
        ]
        for row in held:
            await self._session.lock(EventRow, row.id)
            self._session.put(row.id, replace(row, due_at=NEVER))
        for row in released:
            await self._session.lock(EventRow, row.id)
            self._session.put(row.id, replace(row, due_at=self._now))

    def remember(self, lane: LaneWork, commit: Commit) -> None:
        """Early events that wait for somebody, those that found their wait, and who entered which flow."""
        for event_id in commit.used:
            self._session.delete(KeptRow, event_id)
        for event in commit.kept:
            self._session.put(event.id, KeptRow(lane.user_id, lane.lane_id, event, self._now))
        for entry in commit.entries if lane.contact is not None else ():
            contact_id = lane.contact.id if lane.contact else 0
            key = entry.flow_id, contact_id, entry.key
            self._session.put(key, EntryRow(lane.user_id, contact_id, entry))

    def check(self) -> None:
        """Raise CountMismatch when a row was not as it was read."""
        if self._missing:
            raise CountMismatch(f"{self._missing} rows were not as they were read")

    async def _consume(self, commit: Commit) -> None:
        timers = self._timers_of(commit.cleared)
        for event_id in commit.consumed:
            await self._session.lock(EventRow, event_id)
            self._missing += not is_there(self._session, event_id)
            self._session.delete(EventRow, event_id)
        for event_id in timers:
            await self._session.lock(EventRow, event_id)
            self._session.delete(EventRow, event_id)

    async def _execution(self, lane: LaneWork, execution: Execution) -> None:
        row = execution_row(lane, execution, self._now)
        if execution.is_new:
            self._insert(execution.id, row)
        else:
            await self._session.lock(ExecutionRow, execution.id)
            before = self._session.get(ExecutionRow, execution.id)
            if before is None or not is_as_read(before, execution):
                self._missing += 1
                return
            self._session.put(execution.id, replace(row, contact_id=before.contact_id, seq=before.seq + 1))
        count(self._session, execution)

    def _message(self, lane: LaneWork, message: OutboundMessage) -> None:
        if lane.contact is None:
            return
        _demand_storable((message.content, message.body))
        row = MessageRow(
            id=self._session.number(MessageRow),
            user_id=lane.user_id,
            account_id=lane.contact.account_id,
            contact_id=lane.contact.id,
            direction="Outbound",
            content=message.content,
            status="Queued",
            created_at=self._now,
            queued=message,
        )
        self._session.put(row.id, row)

    def _event(self, lane: LaneWork, new: NewEvent) -> None:
        event_id = self._session.number(EventRow)
        values: dict[str, Any] = {"payload": {}, **asdict(new)}
        row = event_row(lane.user_id, lane.lane_id, Event(id=event_id, **values))
        self._session.put(event_id, row)

    def _timers_of(self, execution_ids: Iterable[int]) -> list[int]:
        """The timers of waits that are over, and what is held for executions that have ended."""
        ids = set(execution_ids)
        rows = (row for row in self._session.all(EventRow) if row.execution_id in ids)
        return [row.id for row in rows if row.kind == "timer" or row.due_at == NEVER]

    def _effects_of(self, execution_ids: Iterable[int]) -> list[str]:
        ids = set(execution_ids)
        return [row.effect.key for row in self._session.all(EffectRow) if row.effect.execution_id in ids]

    def _insert(self, key: Any, row: Step | EffectRow | ExecutionRow) -> None:
        if self._session.get(type(row), key) is not None:
            raise RowRefused(f"{type(row).__name__} {key} is there already")
        self._session.put(key, row)


def is_there(session: Session, event_id: int) -> bool:
    """Whether an event is still to be consumed."""
    return session.get(EventRow, event_id) is not None


def is_as_read(row: ExecutionRow, execution: Execution) -> bool:
    """Whether nobody moved the execution since it was read."""
    return row.seq == execution.seq


def event_row(user_id: int, lane_id: int, event: Event) -> EventRow:
    """An event as its row."""
    text = _demand_storable(event)
    return EventRow(event.id, user_id, lane_id, event.due_at, event.kind, event.execution_id, text)


def execution_row(lane: LaneWork, execution: Execution, now: datetime) -> ExecutionRow:
    """An execution as its row."""
    is_alive = execution.status in (ExecutionStatus.RUNNING, ExecutionStatus.PAUSED)
    return ExecutionRow(
        id=execution.id,
        user_id=lane.user_id,
        lane_id=lane.lane_id,
        contact_id=lane.contact.id if lane.contact else None,
        flow_id=execution.flow_id,
        status=execution.status,
        seq=1,
        updated_at=now,
        finished_at=None if is_alive else now,
        execution=_demand_storable(replace(execution, is_new=False, is_retried=False)),
    )


def failed(session: Session, row: ExecutionRow, sentence: str, now: datetime) -> None:
    """Fail an execution that was locked, from outside of the engine."""
    execution = replace(
        _execution.decode(row.execution),
        status=ExecutionStatus.FAILED,
        error_message=sentence,
        waiting_for=None,
        wait_until=None,
        pending=None,
    )
    text = msgspec.json.encode(execution)
    session.put(
        row.id,
        replace(row, status="Failed", seq=row.seq + 1, updated_at=now, finished_at=now, execution=text),
    )
    count(session, execution)


def count(session: Session, execution: Execution) -> None:
    """Append what this does to the counters of the flow."""
    ended = execution.status
    row = CountRow(
        execution.flow_id,
        int(execution.is_new),
        int(ended is ExecutionStatus.COMPLETED),
        int(ended is ExecutionStatus.FAILED) - int(execution.is_retried),
    )
    if row.started or row.succeeded or row.failed:
        session.put(session.number(CountRow), row)


def _demand_storable(value: Any) -> bytes:
    """The value as JSON; Postgres refuses NUL in texts, and so does this."""
    text = msgspec.json.encode(value)
    if _NUL.search(text):
        raise RowRefused("a text holds NUL")
    return text
