"""The engine's transaction: lock lanes, read what is due on them, write what the engine decided."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import starmap
from typing import Any

import asyncpg
import msgspec

from engine.model import (
    KEPT_FOR,
    MOST_KEPT,
    Commit,
    Contact,
    Event,
    Execution,
    ExecutionStatus,
    NamedEvent,
    Pending,
)
from engine.triggers import Trigger, TriggerRow
from storage import statements, step_texts
from storage.connection import Connection
from storage.message_kinds import kinds_of
from storage.store import CountMismatch, LaneWork, RowRefused, events_per_lane

log = logging.getLogger(__name__)

_json = msgspec.json.Decoder()
_pending = msgspec.json.Decoder(Pending)
_trigger = msgspec.json.Decoder(Trigger)


async def read(connection: Connection, lanes: Sequence[int], now: datetime) -> list[LaneWork]:
    """Everything due on the locked lanes, in their order, in statements after the lock."""
    rows = await connection.fetch(statements.READ_LANES, lanes, now, events_per_lane(len(lanes)))
    work = {row["lane_id"]: _lane(row) for row in rows if row["events"]}
    if retried := [e.execution_id for lane in work.values() for e in lane.events if _is_retry(e)]:
        for lane_id, *row in await connection.fetch(statements.READ_FAILED_EXECUTIONS, retried):
            if lane_id in work:
                work[lane_id].executions += _own(work[lane_id].user_id, [row])
    return [work[lane_id] for lane_id in lanes if lane_id in work]


async def read_kept_events(connection: Connection, work: Iterable[LaneWork], now: datetime) -> None:
    """Add the named events that came early to these locked lanes."""
    by_id = {lane.lane_id: lane for lane in work}
    for row in await connection.fetch(statements.READ_KEPT_EVENTS, list(by_id), now - KEPT_FOR, MOST_KEPT):
        data = _json.decode(row["data"]) if row["data"] is not None else None
        by_id[row["lane_id"]].kept.append(NamedEvent(row["name"], row["key"], data, row["id"]))


async def read_entries(connection: Connection, work: Iterable[LaneWork]) -> None:
    """Add when the contacts of these locked lanes entered which flow."""
    by_id = {lane.lane_id: lane for lane in work}
    for row in await connection.fetch(statements.READ_ENTRIES, list(by_id)):
        by_id[row["lane_id"]].entries[row["flow_id"], row["key"]] = row["last_at"]


async def read_documents(connection: Connection, version_ids: Iterable[int]) -> dict[int, tuple[int, bytes]]:
    """Flow id and document of each version."""
    rows = await connection.fetch(statements.READ_VERSIONS, list(version_ids))
    return {row["id"]: (row["flow_id"], row["document"].encode()) for row in rows}


async def read_triggers(connection: Connection, owners: Iterable[int]) -> dict[int, list[TriggerRow]]:
    """The published triggers of each owner."""
    found: dict[int, list[TriggerRow]] = defaultdict(list)
    for row in await connection.fetch(statements.READ_TRIGGERS, list(owners)):
        try:
            on = _trigger.decode(row["config"])
        except msgspec.DecodeError as error:  # as of a newer release while workers are replaced
            log.warning("The trigger %s of flow %s cannot be read: %s", row["node_id"], row["flow_id"], error)
            continue
        found[row["user_id"]].append(TriggerRow(row["flow_id"], row["flow_version_id"], row["node_id"], on))
    return found


async def take_execution_ids(connection: Connection, count: int) -> list[int]:
    """Fresh execution ids; a rolled back batch may waste some."""
    return [row[0] for row in await connection.fetch(statements.TAKE_EXECUTION_IDS, count)]


async def write(connection: Connection, decided: Sequence[tuple[LaneWork, Commit]], now: datetime) -> None:
    """Store the commits of a batch in one statement; CountMismatch when a row is not as it was read."""
    rows = _Rows()
    try:
        for lane, commit in decided:
            rows.add(lane, commit, now)
    except (TypeError, ValueError, RecursionError) as error:  # a node kept what is no JSON
        raise RowRefused(str(error)) from error
    answer = await connection.fetchrow(statements.WRITE, *rows.columns())
    expected = (len(rows.consumed), len(rows.started), len(rows.moved))
    if answer is None or tuple(answer) != expected:
        raise CountMismatch(f"expected {expected}, wrote {answer and tuple(answer)}")
    await step_texts.keep(connection, rows.texts)
    await _write_the_rare(connection, rows, now)


async def _write_the_rare(connection: Connection, rows: "_Rows", now: datetime) -> None:
    if rows.withdrawn:
        await connection.execute(statements.WITHDRAW_MESSAGES, rows.withdrawing, rows.withdrawn)
    if rows.held:
        await connection.execute(statements.HOLD_EVENTS, rows.held)
    if rows.released:
        await connection.execute(statements.RELEASE_EVENTS, rows.released, now)
    if rows.used:
        await connection.execute(statements.USE_EVENTS, rows.used)
    if rows.kept:
        await connection.execute(statements.KEEP_EVENTS, *_turned(rows.kept, 6), now)
    if rows.entries:
        await connection.execute(statements.REMEMBER_ENTRIES, *_turned(list(rows.entries.values()), 5))


async def fail_events(connection: Connection, event_ids: Sequence[int], sentence: str, now: datetime) -> None:
    """Keep events that cannot be handled in `flow_event_failed`, and fail the executions they were for."""
    await connection.execute(statements.FAIL_EVENTS, event_ids, sentence, now)
    await connection.execute(statements.FAIL_EXECUTIONS, event_ids, sentence, now)


class _Rows:
    """The rows of a batch, table by table, turned into one array per column."""

    def __init__(self) -> None:
        self.consumed: list[int] = []
        self.cleared: list[int] = []
        self.cleared_lanes: list[int] = []
        self.withdrawn: list[int] = []
        self.withdrawing: list[int] = []  # their contacts
        self.dropped: list[int] = []
        self.held: list[int] = []
        self.released: list[int] = []
        self.used: list[int] = []
        self.kept: list[tuple[Any, ...]] = []
        self.entries: dict[tuple[int, int, str], tuple[Any, ...]] = {}
        self.started: list[tuple[Any, ...]] = []
        self.moved: list[tuple[Any, ...]] = []
        self.steps: list[tuple[Any, ...]] = []
        self.texts: list[tuple[Any, ...]] = []
        self.messages: list[tuple[Any, ...]] = []
        self.effects: list[tuple[Any, ...]] = []
        self.events: list[tuple[Any, ...]] = []
        self.counts: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])

    def add(self, lane: LaneWork, commit: Commit, now: datetime) -> None:
        self.consumed += commit.consumed
        self.cleared += commit.cleared
        if commit.cleared:
            self.cleared_lanes.append(lane.lane_id)
        self.withdrawn += commit.withdrawn
        if commit.withdrawn and lane.contact is not None:
            self.withdrawing.append(lane.contact.id)
        self.dropped += commit.dropped
        self._rare(lane, commit)
        for execution in commit.executions.values():
            self._execution(lane, execution, now)
        for step in commit.steps:
            s = step_texts.set_aside(step, self.texts)
            self.steps.append(
                (s.execution_id, s.n, s.visit, s.node_id, s.node_type, s.status, s.port, s.input, s.output, s.error_message, s.started_at, s.finished_at)
            )  # fmt: skip
        if lane.contact is not None:
            for m in commit.messages:
                self.messages.append(
                    (
                        lane.user_id,
                        lane.contact.account_id,
                        lane.contact.id,
                        m.content,
                        _text(m.body),
                        m.execution_id,
                        m.visit,
                        now,
                        *kinds_of(m.body),
                    )
                )
        for f in commit.effects:
            self.effects.append(
                (
                    f.key,
                    lane.user_id,
                    lane.lane_id,
                    f.execution_id,
                    f.visit,
                    f.node_id,
                    f.node_type,
                    f.input,
                    now,
                    f.vendor,
                    f.timeout,
                )
            )
        for e in commit.events:
            payload = _text(e.payload) if e.payload else "{}"
            self.events.append(
                (e.due_at, lane.user_id, lane.lane_id, e.execution_id, e.visit, e.kind, payload)
            )

    def _rare(self, lane: LaneWork, commit: Commit) -> None:
        self.held += commit.held
        self.released += commit.released
        self.used += commit.used
        for k in commit.kept:
            self.kept.append((k.id, lane.user_id, lane.lane_id, k.name, k.key, _text(k.data)))
        if lane.contact is not None:
            for n in commit.entries:  # the last of several entries of one batch counts
                contact_id = lane.contact.id
                self.entries[n.flow_id, contact_id, n.key] = (
                    lane.user_id,
                    n.flow_id,
                    contact_id,
                    n.key,
                    n.at,
                )

    def _execution(self, lane: LaneWork, e: Execution, now: datetime) -> None:
        finished = None if e.status in (ExecutionStatus.RUNNING, ExecutionStatus.PAUSED) else now
        variables, message = _text(e.variables), _text(e.message) if e.message is not None else None
        pending = _text(e.pending) if e.pending is not None else None
        memory = _text(e.memory) if e.memory else None
        if e.is_new:
            contact_id = lane.contact.id if lane.contact else None
            self.started.append(
                (e.id, lane.user_id, lane.lane_id, contact_id, e.flow_id, e.flow_version_id, _text(e.trigger_data), e.status, e.waiting_for, e.wait_until,
                 e.node_id, e.visit, e.step_count, variables, message, e.outcome, e.error_message, e.started_at, now, finished, pending,
                 memory, e.parent_id, e.parent_visit)
            )  # fmt: skip
        else:
            self.moved.append(
                (e.id, e.seq, e.status, e.waiting_for, e.wait_until, e.node_id, e.visit, e.step_count, variables, message, e.outcome, e.error_message, now, finished, pending,
                 memory)
            )  # fmt: skip
        self._count(e)

    def _count(self, e: Execution) -> None:
        counts = (
            int(e.is_new),
            int(e.status is ExecutionStatus.COMPLETED),
            int(e.status is ExecutionStatus.FAILED) - int(e.is_retried),
        )
        if any(counts):
            row = self.counts[e.flow_id]
            for place, more in enumerate(counts):
                row[place] += more

    def columns(self) -> list[list[Any]]:
        """The parameters of WRITE, in its order."""
        messages = _turned(self.messages, 10)
        counts = [(flow_id, *row) for flow_id, row in sorted(self.counts.items())]
        return [
            self.consumed,
            self.cleared,
            *_turned(self.started, 24),
            *_turned(self.moved, 16),
            *_turned(self.steps, 12),
            *messages[:8],
            *_turned(self.effects, 11),
            *_turned(self.events, 7),
            self.dropped,
            *_turned(counts, 4),
            self.cleared_lanes,
            *messages[8:],
        ]


def _turned(rows: list[tuple[Any, ...]], width: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]


def _text(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _contact(row: asyncpg.Record) -> Contact | None:
    if row["id"] is None:
        return None
    return Contact(
        id=row["id"],
        account_id=row["whatsapp_account_id"],
        name=row["name"],
        phone=row["phone"],
        email=row["email"],
        company=row["company"],
        tags=row["tags"],
        fields=_json.decode(row["custom_fields"]),
        is_blocked=row["is_blocked"],
        timezone=row["timezone"],
    )


def _lane(row: asyncpg.Record) -> LaneWork:
    return LaneWork(
        row["lane_id"],
        row["user_id"],
        row["trigger_epoch"],
        _contact(row),
        _own(row["user_id"], row["executions"]),
        list(starmap(_event, row["events"])),
    )


def _event(
    id_: int, due_at: datetime, kind: Any, payload: str, execution_id: int | None, visit: int | None
) -> Event:
    return Event(id_, due_at, kind, _json.decode(payload), execution_id, visit)


def _own(owner_id: int, rows: Iterable[Sequence[Any]]) -> list[Execution]:
    """The executions among these rows that are the owner's."""
    return [_execution(*row) for row in rows if row[1] == owner_id]


def _is_retry(event: Event) -> bool:
    return event.kind == "command" and event.payload.get("command") == "retry"


def _execution(
    id_: int,
    user_id: int,
    flow_id: int,
    flow_version_id: int,
    trigger_data: str,
    status: str,
    waiting_for: Any,
    wait_until: datetime | None,
    node_id: str | None,
    visit: int,
    seq: int,
    step_count: int,
    variables: str,
    message: str | None,
    started_at: datetime,
    updated_at: datetime,
    pending: str | None,
    memory: str | None,
    parent_id: int | None,
    parent_visit: int | None,
) -> Execution:
    """From the columns that `statements` names, in their order."""
    rested = _pending.decode(pending) if pending else None
    known = _json.decode(variables)
    return Execution(
        id=id_,
        flow_id=flow_id,
        flow_version_id=flow_version_id,
        trigger_data=_json.decode(trigger_data),
        status=ExecutionStatus(status),
        node_id=node_id,
        visit=visit,
        seq=seq,
        step_count=step_count,
        variables=known,
        variables_size=len(msgspec.json.encode(known)) if known else 2,
        message=_json.decode(message) if message else None,
        waiting_for=waiting_for,
        wait_until=wait_until,
        pending=rested,
        memory=_json.decode(memory) if memory else {},
        parent_id=parent_id,
        parent_visit=parent_visit,
        started_at=started_at,
        visit_started_at=(rested and rested.since) or updated_at,
    )
