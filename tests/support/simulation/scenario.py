"""What a run is made of: an owner's flows, contacts, what they write and when, and rows of a stranger that nobody may touch."""

import asyncio
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from engine.flow import decode_document
from engine.model import Contact, Event, Execution
from engine.ports import InboundMessage
from engine.triggers import Trigger, TriggerRow
from simulation.events_sql import add_event
from simulation.flows import EVENTS, KEYS, THEMES, WORDS, random_flow
from simulation.inbox_sql import stamp
from simulation.rows import AccountRow, PersonRow
from storage.ingest import Arrival
from storage.memory_rows import (
    ContactRow,
    EventRow,
    ExecutionRow,
    FlowRow,
    LaneRow,
    OwnerRow,
    VersionRow,
)
from storage.memory_tables import Session, Tables
from storage.memory_writing import failed
from storage.store import StoreError

if TYPE_CHECKING:
    from simulation.world import World

OWNER, STRANGER, ACCOUNT = 1, 2, 1
FOREIGN_CONTACT, FOREIGN_LANE, FOREIGN_EXECUTION = 900, 901, 902
POISON_FLOW = 99
SPANS = (2.0, 20.0, 240.0)  # seconds in which things happen


class MeddledRow(msgspec.Struct, frozen=True):
    """That somebody other than the engine deleted an event or ended an execution."""

    lane_id: int
    event_id: int | None = None
    execution_id: int | None = None


class Moment(msgspec.Struct):
    """Something that happens at a time."""

    at: float
    kind: str
    contact: int
    text: str = ""
    key: str | None = None
    items: int | None = None

    async def happen(self, world: "World") -> None:
        """Wait for the time, and let it happen."""
        await asyncio.sleep(self.at)
        if self.kind == "message":
            await world.deliver(
                world.scenario.says(self.contact, self.text, f"in.{self.contact}.{self.at:.6f}")
            )
            return
        while True:  # people and programs try again
            session = Session(world.tables)
            try:
                await getattr(self, f"_{self.kind}")(world, session)
                return
            except StoreError:
                await asyncio.sleep(0.5)
            finally:
                session.close()

    async def _named_event(self, world: "World", session: Session) -> None:
        data = {"items": [f"item {n}" for n in range(self.items)]} if self.items is not None else None
        payload = {"name": self.text, "key": self.key, "data": data}
        async with session.transaction():
            if self.contact == FOREIGN_CONTACT:
                add_event(session, OWNER, FOREIGN_LANE, Event(0, world.now(), "named_event", payload))
                return
            await session.lock(PersonRow, self.contact)
            due_at = stamp(session, self.contact, world.now())
            add_event(session, OWNER, self.contact, Event(0, due_at, "named_event", payload))

    async def _command(self, world: "World", session: Session) -> None:
        rows = [row for row in session.all(ExecutionRow) if row.user_id == OWNER]
        rows = [row for row in rows if (row.status == "Failed") == (self.text == "retry")] or rows
        if rows:
            row = rows[int(self.at * 1000) % len(rows)]
            event = Event(0, world.now(), "command", {"command": self.text}, row.id)
            add_event(session, OWNER, row.lane_id, event)

    async def _meddle(self, world: "World", session: Session) -> None:
        """Delete an event, or end an execution, while a worker is at its lane: the engine has to notice."""
        for _ in range(5_000):
            if (LaneRow, self.contact) in world.tables.holders:
                break
            await asyncio.sleep(0.004)
        async with session.transaction():
            if self.text == "event":
                await self._delete_event(session)
            else:
                await self._end_execution(world, session)

    async def _delete_event(self, session: Session) -> None:
        rows = [r for r in session.all(EventRow) if r.kind == "message" and r.lane_id == self.contact]
        if rows:
            row = rows[-1]
            await session.lock(EventRow, row.id)
            if session.get(EventRow, row.id) is not None:
                session.delete(EventRow, row.id)
                session.put(session.number(MeddledRow), MeddledRow(row.lane_id, event_id=row.id))

    async def _end_execution(self, world: "World", session: Session) -> None:
        for row in session.all(ExecutionRow):
            if row.lane_id == self.contact and row.user_id == OWNER and _is_alone(row):
                await session.lock(ExecutionRow, row.id)
                now = session.get(ExecutionRow, row.id)
                if now is not None and now.status == "Running":
                    failed(session, now, "Ended by hand.", world.now())
                    session.put(session.number(MeddledRow), MeddledRow(row.lane_id, execution_id=row.id))
                return


class Scenario(msgspec.Struct):
    """Flows by id, contacts, and moments."""

    flows: dict[int, dict[str, Any]]
    contacts: list[int]
    moments: list[Moment]
    owner: int = OWNER
    account: int = ACCOUNT
    send_rate: int = 10
    unknown_sends: str = "resend"

    @classmethod
    def of(cls, rng: Random) -> "Scenario":
        """A random one; now and then a crowd that writes all at once, or goals that are reached in the middle of a call."""
        draw = rng.random()
        if draw < 0.15:
            return cls.crowd(rng)
        if draw < 0.22:
            return cls.chase(rng)
        count, theme, span = rng.randint(1, 4), rng.choice(THEMES), rng.choice(SPANS)
        flows = {n: random_flow(rng, n, list(range(n + 1, count + 1)), theme) for n in range(count, 0, -1)}
        contacts = list(range(11, 11 + rng.choice((1, 2, 3, 4, 8))))
        strangers = () if _splits(flows) else (FOREIGN_CONTACT,)
        moments = [_moment(rng, contacts, strangers, span) for _ in range(rng.randint(3, 16))]
        if rng.random() < 0.3:
            kind = rng.choice(("nul", "kill"))
            moments.append(Moment(rng.uniform(0, span), "message", rng.choice(contacts), f"poison {kind}"))
        return cls(
            flows={**flows, POISON_FLOW: POISONED},
            contacts=contacts,
            moments=moments,
            unknown_sends=rng.choice(("resend", "park")),
        )

    @classmethod
    def crowd(cls, rng: Random) -> "Scenario":
        """Many contacts get several messages each, so that senders meet at their account."""
        nodes = [_node("start", "trigger", on={"type": "message_received"})]
        nodes += [_node(f"n{n}", "send_message", body={"type": "text", "text": f"n{n}"}) for n in range(3)]
        edges = [
            {"id": a["id"], "source": a["id"], "sourceHandle": "out", "target": b["id"]}
            for a, b in pairwise(nodes)
        ]
        flow = {"formatVersion": 1, "name": "Crowd", "nodes": nodes, "edges": edges}
        contacts = list(range(11, 11 + rng.randint(4, 10)))
        moments = [Moment(rng.uniform(0, 0.3), "message", contact, "hi") for contact in contacts]
        return cls({1: flow}, contacts, moments, unknown_sends=rng.choice(("resend", "park")))

    @classmethod
    def chase(cls, rng: Random) -> "Scenario":
        """Goals take executions away from calls and sends whose results are on their way, to where the next one begins."""
        kinds = [rng.choice(("ask", "send_message")) for _ in range(6)]
        nodes = [_node("start", "trigger", on={"type": "message_received"})]
        nodes += [
            _node(
                f"n{n}",
                kind,
                **({"body": {"type": "text", "text": f"n{n}"}} if kind == "send_message" else {}),
            )
            for n, kind in enumerate(kinds)
        ]
        nodes += [_node(name, "goal", on={"type": "event_received", "name": name}) for name in EVENTS]
        ways = [("start", "out", "n0"), (EVENTS[0], "out", "n2"), (EVENTS[1], "out", "n4")]
        ways += [(f"n{n}", port, f"n{n + 1}") for n in range(5) for port in ("out", "failed")]
        edges = [
            {"id": f"{source}{port}", "source": source, "sourceHandle": port, "target": target}
            for source, port, target in ways
        ]
        flow = {"formatVersion": 1, "name": "Chase", "nodes": nodes, "edges": edges}
        contacts = list(range(11, 11 + rng.randint(2, 6)))
        moments = [Moment(rng.uniform(0, 1), "message", contact, "hi") for contact in contacts]
        moments += [
            Moment(rng.uniform(0, 4), "named_event", contact, name) for contact in contacts for name in EVENTS
        ]
        return cls({1: flow}, contacts, moments, unknown_sends=rng.choice(("resend", "park")))

    def says(self, contact: int, text: str, wamid: str) -> Arrival:
        """What a webhook brings when a contact writes."""
        message = InboundMessage(
            phone_number_id="p1",
            whatsapp_message_id=wamid,
            phone=f"+{contact}",
            bsuid=None,
            username=None,
            name="",
            type="Text",
            subtype="text",
            content=text,
            media_url=None,
            sent_at=None,
            raw={},
            drives_flows=True,
        )
        return Arrival(OWNER, ACCOUNT, message)

    def lay_out(self, tables: Tables, now: datetime) -> None:
        """Put it all into empty tables."""
        account = AccountRow(
            id=ACCOUNT, user_id=OWNER, send_rate=self.send_rate, send_tokens=1.0, send_refilled_at=now,
            unknown_sends=self.unknown_sends,
        )  # fmt: skip
        tables.put(ACCOUNT, account)
        for owner in (OWNER, STRANGER):
            tables.put(owner, OwnerRow(owner, 1))
        for flow_id, document in sorted(self.flows.items()):
            tables.put(flow_id, VersionRow(flow_id, flow_id, msgspec.json.encode(document)))
            tables.put(flow_id, FlowRow(flow_id, OWNER, flow_id, _triggers(flow_id, document)))
        for contact in self.contacts:
            self._lay_contact(tables, contact, OWNER, now)
            tables.put(contact, LaneRow(contact, OWNER, contact))
        self._lay_strangers(tables, now)

    def _lay_contact(self, tables: Tables, contact: int, owner: int, now: datetime) -> None:
        text = msgspec.json.encode(contact_of(contact))
        tables.put(contact, ContactRow(contact, owner, text))
        person = PersonRow(
            id=contact, user_id=owner, account_id=ACCOUNT, lane_id=contact, phone=f"+{contact}",
            last_event_at=now - timedelta(days=1),
        )  # fmt: skip
        tables.put(contact, person)

    def _lay_strangers(self, tables: Tables, now: datetime) -> None:
        """A lane that leads to another owner's contact, and another owner's execution on our first contact's lane."""
        self._lay_contact(tables, FOREIGN_CONTACT, STRANGER, now)
        tables.put(FOREIGN_LANE, LaneRow(FOREIGN_LANE, OWNER, FOREIGN_CONTACT))
        first = min(self.flows)
        execution = Execution(
            FOREIGN_EXECUTION,
            first,
            first,
            {},
            node_id="start",
            visit=1,
            seq=1,
            waiting_for="reply",
            started_at=now,
        )
        row = ExecutionRow(
            FOREIGN_EXECUTION, STRANGER, self.contacts[0], None, first, "Running", 1, now, None,
            msgspec.json.encode(execution),
        )  # fmt: skip
        tables.put(FOREIGN_EXECUTION, row)


def contact_of(contact: int) -> Contact:
    """A contact as flows see it."""
    return Contact(contact, ACCOUNT, "Ann", f"+{contact}")


def _moment(rng: Random, contacts: list[int], strangers: tuple[int, ...], span: float) -> Moment:
    at, contact = rng.uniform(0, span), rng.choice(contacts)
    if rng.random() < 0.4:
        at = rng.randint(0, 6) * span / 6 + rng.random() * 0.01  # together with others
    match rng.randrange(20):
        case 0 | 1 | 2:
            items = rng.choice((None, 0, 2, 3))
            who = rng.choice((contact, contact, *strangers))
            return Moment(at, "named_event", who, rng.choice(EVENTS), rng.choice(KEYS), items)
        case 3 | 4 | 5 | 6:
            command = rng.choice(("cancel", "cancel", "pause", "resume", "retry"))
            return Moment(at, "command", contact, command)
    words = [rng.choice(WORDS) for _ in range(rng.randint(1, 2))]
    return Moment(at, "message", contact, " ".join(words))


def _node(node_id: str, kind: str, **config: Any) -> dict[str, Any]:
    return {"id": node_id, "type": kind, "position": {"x": 0, "y": 0}, "config": config}


def _is_alone(row: ExecutionRow) -> bool:
    """Whether it runs, and neither has called a flow nor was called."""
    execution = msgspec.json.decode(row.execution, type=Execution)
    return execution.is_alive and execution.waiting_for != "call" and execution.parent_id is None


def _splits(flows: dict[int, dict[str, Any]]) -> bool:
    """Whether a flow goes one of several ways by a hash of its contact: without a contact nobody can foretell which."""
    return any(node["type"] == "random_split" for flow in flows.values() for node in flow["nodes"])


def _triggers(flow_id: int, document: dict[str, Any]) -> tuple[TriggerRow, ...]:
    nodes = [node for node in decode_document(document).nodes if node.type == "trigger"]
    return tuple(
        TriggerRow(flow_id, flow_id, node.id, msgspec.convert(node.config["on"], Trigger)) for node in nodes
    )


def with_meddling(scenario: Scenario, rng: Random, chance: float) -> Scenario:
    """The same with a hand in the tables now and then, at the moments when people write.

    Nobody tries again what was ended by hand: a worker that has read before the hand struck would rightly say there is no failure.
    """
    hands = [
        Moment(moment.at + rng.uniform(0, 0.1), "meddle", moment.contact, rng.choice(("event", "execution")))
        for moment in scenario.moments
        if rng.random() < chance
    ]
    kept = [moment for moment in scenario.moments if moment.text != "retry"]
    return replace(scenario, moments=[*kept, *hands])


POISONED: dict[str, Any] = {
    "formatVersion": 1,
    "name": "Poison",
    "nodes": [
        {
            "id": "start",
            "type": "trigger",
            "config": {
                "on": {"type": "message_received", "match": "contains", "keywords": ["poison"], "priority": 1}
            },
        },
        {"id": "bad", "type": "poison", "config": {}},
    ],
    "edges": [{"id": "e", "source": "start", "sourceHandle": "out", "target": "bad"}],
}
