"""A workshop for the engine: an owner, an account, published flows, people who write, and a clock moved by hand."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import asyncpg
import msgspec

from api.runtime.bell import Bell
from api.runtime.loop import EngineLoop
from api.runtime.marks import Marks
from api.runtime.plans import PlanCache
from api.runtime.watchdog import Watchdog
from engine.ports import InboundMessage, StatusUpdate
from engine.registry import Registry, load_registry
from storage.ingest import Arrival, ingest
from storage.postgres_store import PostgresStore

MOST_BATCHES = 100


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 24, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def move(self, **by: float) -> None:
        """Move the clock forward."""
        self.time += timedelta(**by)


async def here(work: Callable[[], Any]) -> Any:
    """`apart` without a thread, which no seed could decide about, and which takes its time on a slow machine."""
    return work()


class Workshop:
    """One owner with one account on a fresh database; `connection` is for looking and feeding."""

    def __init__(self, dsn: str, connection: Any, user_id: int, account_id: int) -> None:
        self.dsn, self.connection = dsn, connection
        self.user_id, self.account_id = user_id, account_id
        self.clock = HandClock()

    @classmethod
    async def open(cls, dsn: str) -> "Workshop":
        """Connect, and make the owner and the account; the account is paused, so no sender works for it."""
        connection = await asyncpg.connect(dsn)
        user_id = await connection.fetchval(
            "INSERT INTO app_user (email, password, name, role) VALUES ('o@example.com', 'x', 'O', 'Owner') RETURNING id"
        )
        account_id = await connection.fetchval(
            "INSERT INTO whatsapp_account (user_id, phone_number, phone_number_id, access_token, app_secret,"
            " verify_token, paused_until) VALUES ($1, '+10', 'p1', '', '', '', '2100-01-01') RETURNING id",
            user_id,
        )
        return cls(dsn, connection, user_id, account_id)

    async def close(self) -> None:
        """Close the connection."""
        await self.connection.close()

    async def publish(
        self, nodes: list[dict[str, Any]], edges: list[dict[str, str]], settings: dict[str, Any] | None = None
    ) -> int:
        """Store a flow as published; answers its id."""
        document = {
            "formatVersion": 1,
            "name": "Test",
            "nodes": nodes,
            "edges": edges,
            "settings": settings or {},
        }
        flow_id: int = await self.connection.fetchval(
            "INSERT INTO flow (user_id, webhook_token) VALUES ($1, md5(random()::text)) RETURNING id",
            self.user_id,
        )
        version_id = await self.connection.fetchval(
            "INSERT INTO flow_version (user_id, flow_id, number, document) VALUES ($1, $2, 1, $3) RETURNING id",
            *(self.user_id, flow_id, msgspec.json.encode(document).decode()),
        )
        await self.connection.execute(
            "UPDATE flow SET is_active = true, published_version_id = $2, published_number = 1 WHERE id = $1",
            *(flow_id, version_id),
        )
        for each in nodes:
            if each["type"] == "trigger":
                on = each["config"]["on"]
                await self.connection.execute(
                    "INSERT INTO flow_trigger (user_id, flow_id, flow_version_id, node_id, kind, config)"
                    " VALUES ($1, $2, $3, $4, $5, $6)",
                    *(self.user_id, flow_id, version_id, each["id"], on["type"]),
                    msgspec.json.encode(on).decode(),
                )
        await self.connection.execute("UPDATE app_user SET trigger_epoch = trigger_epoch + 1")
        return flow_id

    def says(self, text: str, wamid: str = "", phone: str = "+491701") -> Arrival:
        """What a webhook brings when this person writes."""
        return Arrival(self.user_id, self.account_id, said(text, wamid or f"wamid.{phone}.{text}", phone))

    def reports(self, status: Any, wamid: str, **fields: Any) -> Arrival:
        """What a webhook brings when WhatsApp reports on a message."""
        rest = {"callback": None, "at": self.clock.now(), "error_code": None, "error_message": None, **fields}
        update = StatusUpdate(phone_number_id="p1", whatsapp_message_id=wamid, status=status, **rest)
        return Arrival(self.user_id, self.account_id, update)

    async def receive(self, *arrivals: Arrival) -> int:
        """Take these in as one webhook would."""
        return await ingest(self.connection, arrivals, self.clock.now())

    async def loop(
        self,
        registry: Registry | None = None,
        limit: float = 5.0,
        cache: PlanCache | None = None,
        marks: Marks | None = None,
    ) -> EngineLoop:
        """An engine loop on a connection of its own, which ends with the test database."""
        connection = await asyncpg.connect(self.dsn)
        registry = registry or load_registry()
        store, rng = PostgresStore(connection), Random(1)

        def no_time() -> float:
            return 0.0  # a batch is as large on a slow machine as on a fast one

        cache = cache or PlanCache(registry, here)
        return EngineLoop(
            store, registry, self.clock, rng, Watchdog(limit), Bell(), marks, stopwatch=no_time, cache=cache
        )

    async def settle(self, loop: EngineLoop) -> None:
        """Run batches until nothing is due. Arrivals are stamped a little after the clock, so it moves first."""
        self.clock.move(milliseconds=1)
        for _ in range(MOST_BATCHES):
            if not await loop.run_batch():
                return
        raise AssertionError("The engine does not come to rest.")

    async def cancel(self) -> None:
        """Tell every execution to end, as a person does."""
        await self.connection.execute(
            "INSERT INTO flow_event (due_at, user_id, lane_id, execution_id, kind, payload)"
            """ SELECT $1, user_id, lane_id, id, 'command', '{"command": "cancel"}' FROM flow_execution""",
            self.clock.now(),
        )

    async def value(self, statement: str, *values: Any) -> Any:
        """The first column of the first row."""
        return await self.connection.fetchval(statement, *values)

    async def column(self, statement: str, *values: Any) -> list[Any]:
        """The first column of every row."""
        return [row[0] for row in await self.connection.fetch(statement, *values)]


def said(text: str, wamid: str, phone: str) -> InboundMessage:
    """One text message."""
    return InboundMessage(
        phone_number_id="p1",
        whatsapp_message_id=wamid,
        phone=phone,
        bsuid=None,
        username=None,
        name="Ann",
        type="Text",
        subtype="text",
        content=text,
        media_url=None,
        sent_at=None,
        raw={},
        drives_flows=True,
    )


def node(node_id: str, kind: str, **config: Any) -> dict[str, Any]:
    """A node of a flow document."""
    return {"id": node_id, "type": kind, "position": {"x": 0, "y": 0}, "config": config}


def on_message(node_id: str = "start", **on: Any) -> dict[str, Any]:
    """A trigger node for messages."""
    return node(node_id, "trigger", on={"type": "message_received", **on})


def sends(node_id: str, text: str) -> dict[str, Any]:
    """A node that sends a text."""
    return node(node_id, "send_message", body={"type": "text", "text": text})


def ways(*lines: str) -> list[dict[str, str]]:
    """Edges written as `source target`, or `source:port target`."""
    edges = []
    for line in lines:
        start, target = line.split()
        source, _, port = start.partition(":")
        edges.append({"id": line, "source": source, "sourceHandle": port or "out", "target": target})
    return edges
