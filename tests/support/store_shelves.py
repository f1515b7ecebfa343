"""Both stores behind one way to fill them and to look into them, for the conformance suite."""

from datetime import UTC, datetime
from typing import Any, Protocol

import asyncpg
import msgspec
from workshop import Workshop

from engine.model import Contact, Event, Execution, Step
from engine.triggers import MessageReceived, TriggerRow
from storage.memory_rows import (
    ContactRow,
    CountRow,
    EffectRow,
    EntryRow,
    EventRow,
    ExecutionRow,
    FailedEventRow,
    FlowRow,
    KeptRow,
    LaneRow,
    MessageRow,
    OwnerRow,
    VersionRow,
)
from storage.memory_store import MemoryStore
from storage.memory_tables import Tables
from storage.memory_writing import event_row
from storage.postgres_store import PostgresStore
from storage.store import Store

DOCUMENT: dict[str, Any] = {"formatVersion": 1, "name": "Test", "nodes": [], "edges": []}

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Rows = list[tuple[Any, ...]]


class Shelf(Protocol):
    """A store's surroundings: what others put there, and what is there."""

    async def store(self) -> Store:
        """One more connection."""
        ...

    async def owner(self) -> int:
        """One more owner."""
        ...

    async def lane(self, owner: int, contact_of: int | None = None) -> int:
        """A lane with a contact, which may be another owner's, or without one when `contact_of` is 0."""
        ...

    async def event(
        self, owner: int, lane: int, due_at: datetime, kind: str = "message", execution: int | None = None
    ) -> int:
        """An event as others than the engine insert it."""
        ...

    async def retry(self, owner: int, lane: int, execution: int) -> int:
        """A person's command to try an execution again."""
        ...

    async def flow(self, owner: int, is_active: bool = True) -> tuple[int, int]:
        """A published flow with one trigger: its id and its version's."""
        ...

    async def attempt(self, message_content: str) -> None:
        """Mark a queued message as being sent."""
        ...

    async def give(self, execution: int, owner: int) -> None:
        """Make another owner the owner of an execution."""
        ...

    async def look(self, table: str) -> Rows:
        """The rows of a table in a form that both stores share."""
        ...


class PostgresShelf:
    """A fresh database."""

    def __init__(self, shop: Workshop) -> None:
        self._shop = shop
        self._connections: list[Any] = []

    @classmethod
    async def open(cls, dsn: str) -> "PostgresShelf":
        return cls(await Workshop.open(dsn))

    async def close(self) -> None:
        for connection in (*self._connections, self._shop.connection):
            connection.terminate()

    async def store(self) -> PostgresStore:
        self._connections.append(await asyncpg.connect(self._shop.dsn))
        return PostgresStore(self._connections[-1])

    async def owner(self) -> int:
        owner: int = await self._shop.value(
            "INSERT INTO app_user (email, password, name, role) VALUES (gen_random_uuid()::text, 'x', 'O', 'Owner') RETURNING id"
        )
        return owner

    async def lane(self, owner: int, contact_of: int | None = None) -> int:
        contact = None
        if contact_of != 0:
            contact = await self._shop.value(
                "INSERT INTO contact (user_id, whatsapp_account_id, name, phone, source, last_event_at)"
                " VALUES ($1, $2, 'Ann', gen_random_uuid()::text, 'WhatsApp', 'epoch') RETURNING id",
                *(contact_of or owner, self._shop.account_id),
            )
        lane: int = await self._shop.value(
            "INSERT INTO lane (user_id, contact_id) VALUES ($1, $2) RETURNING id", owner, contact
        )
        return lane

    async def event(
        self, owner: int, lane: int, due_at: datetime, kind: str = "message", execution: int | None = None
    ) -> int:
        event: int = await self._shop.value(
            "INSERT INTO flow_event (user_id, lane_id, due_at, kind, execution_id, visit, payload)"
            """ VALUES ($1, $2, $3, $4, $5, 1, '{"text": "hi"}') RETURNING id""",
            *(owner, lane, due_at, kind, execution),
        )
        return event

    async def retry(self, owner: int, lane: int, execution: int) -> int:
        event: int = await self._shop.value(
            "INSERT INTO flow_event (user_id, lane_id, due_at, kind, execution_id, payload)"
            """ VALUES ($1, $2, 'epoch', 'command', $3, '{"command": "retry"}') RETURNING id""",
            *(owner, lane, execution),
        )
        return event

    async def flow(self, owner: int, is_active: bool = True) -> tuple[int, int]:
        shop = Workshop(self._shop.dsn, self._shop.connection, owner, self._shop.account_id)
        trigger = {"id": "start", "type": "trigger", "config": {"on": {"type": "message_received"}}}
        flow = await shop.publish([trigger], [])
        await shop.connection.execute("UPDATE flow SET is_active = $2 WHERE id = $1", flow, is_active)
        return flow, await shop.value("SELECT published_version_id FROM flow WHERE id = $1", flow)

    async def attempt(self, message_content: str) -> None:
        await self._shop.connection.execute(
            "UPDATE message SET attempted_at = now(), attempt = 1 WHERE content = $1", message_content
        )

    async def give(self, execution: int, owner: int) -> None:
        await self._shop.connection.execute(
            "UPDATE flow_execution SET user_id = $2 WHERE id = $1", execution, owner
        )

    async def look(self, table: str) -> Rows:
        return [tuple(row) for row in await self._shop.connection.fetch(LOOKS[table])]


class MemoryShelf:
    """Empty tables in memory."""

    def __init__(self) -> None:
        self.tables = Tables()

    async def close(self) -> None:
        pass

    async def store(self) -> MemoryStore:
        return MemoryStore(self.tables)

    async def owner(self) -> int:
        owner = self.tables.number(OwnerRow)
        self.tables.put(owner, OwnerRow(owner))
        return owner

    async def lane(self, owner: int, contact_of: int | None = None) -> int:
        contact_id = None
        if contact_of != 0:
            contact_id = self.tables.number(ContactRow)
            contact = msgspec.json.encode(Contact(contact_id, 1, "Ann", f"+{contact_id}"))
            self.tables.put(contact_id, ContactRow(contact_id, contact_of or owner, contact))
        lane = self.tables.number(LaneRow)
        self.tables.put(lane, LaneRow(lane, owner, contact_id))
        return lane

    async def event(
        self, owner: int, lane: int, due_at: datetime, kind: str = "message", execution: int | None = None
    ) -> int:
        event_id = self.tables.number(EventRow)
        event = Event(event_id, due_at, kind, {"text": "hi"}, execution, 1)  # type: ignore[arg-type]
        self.tables.put(event_id, event_row(owner, lane, event))
        return event_id

    async def retry(self, owner: int, lane: int, execution: int) -> int:
        event_id = self.tables.number(EventRow)
        event = Event(event_id, EPOCH, "command", {"command": "retry"}, execution)
        self.tables.put(event_id, event_row(owner, lane, event))
        return event_id

    async def flow(self, owner: int, is_active: bool = True) -> tuple[int, int]:
        flow, version = self.tables.number(FlowRow), self.tables.number(VersionRow)
        triggers = (TriggerRow(flow, version, "start", MessageReceived()),)
        self.tables.put(version, VersionRow(version, flow, msgspec.json.encode(DOCUMENT)))
        self.tables.put(flow, FlowRow(flow, owner, version, triggers, is_active))
        return flow, version

    async def attempt(self, message_content: str) -> None:
        for key, row in self.tables.rows[MessageRow].items():
            if row.content == message_content:
                attempted = msgspec.structs.replace(row, attempted_at=row.created_at, attempt=1)
                self.tables.put(key, attempted)

    async def give(self, execution: int, owner: int) -> None:
        row = self.tables.rows[ExecutionRow][execution]
        self.tables.put(execution, msgspec.structs.replace(row, user_id=owner))

    async def look(self, table: str) -> Rows:
        rows = self.tables.rows
        match table:
            case "flow_event":
                found = [(r.id, r.lane_id, r.kind, r.execution_id, r.due_at) for r in rows[EventRow].values()]
            case "flow_event_failed":
                found = [
                    (r.row.id, r.row.lane_id, r.row.kind, r.error) for r in rows[FailedEventRow].values()
                ]
            case "flow_execution":
                found = [_execution(row) for row in rows[ExecutionRow].values()]
            case "flow_execution_step":
                found = [_step(row) for row in rows[Step].values()]
            case "message":
                found = [
                    (r.content, r.status, r.contact_id is not None, r.queued.visit)
                    for r in rows[MessageRow].values()
                ]
            case "lane_event":
                found = [(k.event.id, k.lane_id, k.event.name, k.event.key) for k in rows[KeptRow].values()]
            case "flow_entry":
                found = [(r.entry.flow_id, r.entry.key, r.entry.at) for r in rows[EntryRow].values()]
            case "effect":
                found = [(r.effect.key, r.due_at, r.attempt) for r in rows[EffectRow].values()]
            case _:
                found = [
                    (flow, *(sum(column) for column in zip(*counts, strict=True)))
                    for flow, counts in _by_flow(rows[CountRow].values()).items()
                ]
        return sorted(found)


LOOKS = {
    "flow_event": "SELECT id, lane_id, kind, execution_id, due_at FROM flow_event ORDER BY id",
    "flow_event_failed": "SELECT event_id, lane_id, kind, error FROM flow_event_failed ORDER BY event_id",
    "flow_execution": "SELECT id, lane_id, status, seq, current_node_id, outcome, error_message, finished_at IS NOT NULL"
    " FROM flow_execution ORDER BY id",
    "flow_execution_step": "SELECT execution_id, n, visit, node_id, node_type, status, port, input::text, output::text, error_message"
    " FROM flow_execution_step ORDER BY execution_id, n",
    "message": "SELECT content, status, contact_id IS NOT NULL, visit FROM message ORDER BY id",
    "effect": "SELECT key, due_at, attempt FROM effect ORDER BY key",
    "lane_event": "SELECT id, lane_id, name, key FROM lane_event ORDER BY id",
    "flow_entry": "SELECT flow_id, key, last_at FROM flow_entry ORDER BY flow_id, key",
    "flow_count_delta": "SELECT flow_id, sum(started)::int, sum(succeeded)::int, sum(failed)::int FROM flow_count_delta"
    " GROUP BY flow_id ORDER BY flow_id",
}


def _execution(row: ExecutionRow) -> tuple[Any, ...]:
    e = msgspec.json.decode(row.execution, type=Execution)
    is_finished = row.finished_at is not None
    return (
        row.id,
        row.lane_id,
        row.status,
        row.seq,
        e.node_id,
        e.outcome,
        e.error_message,
        is_finished,
    )


def _step(s: Step) -> tuple[Any, ...]:
    return (
        s.execution_id,
        s.n,
        s.visit,
        s.node_id,
        s.node_type,
        s.status,
        s.port,
        s.input,
        s.output,
        s.error_message,
    )


def _by_flow(rows: Any) -> dict[int, list[tuple[int, int, int]]]:
    found: dict[int, list[tuple[int, int, int]]] = {}
    for row in rows:
        found.setdefault(row.flow_id, []).append((row.started, row.succeeded, row.failed))
    return found
