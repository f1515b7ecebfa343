"""Grouped ingestion: the messages and statuses of many webhooks in one transaction, input order kept."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from engine.ports import InboundMessage, StatusUpdate
from storage import ingest_statements
from storage.connection import Connection
from storage.statuses import apply_statuses

MEETINGS = 3
"""How often a group may meet unknown people: once to make them, and again if a merge moves them meanwhile."""


class Arrival(msgspec.Struct):
    """One thing a webhook brought, for the account it belongs to."""

    user_id: int
    account_id: int
    content: InboundMessage | StatusUpdate


class _Sender(msgspec.Struct):
    """Who wrote: the keys as given, and the contact once it is known."""

    user_id: int
    account_id: int
    phone: str | None
    bsuid: str | None
    username: str | None
    name: str
    contact_id: int = 0
    lane_id: int = 0
    known: set[str] = msgspec.field(default_factory=set)


class _Strangers(Exception):
    """People without a contact. They are made in a transaction of its own, before any contact is locked: whoever waited
    for another's new contact while holding locks would deadlock."""

    def __init__(self, people: list[_Sender]) -> None:
        super().__init__()
        self.people = people


async def ingest(connection: Connection, arrivals: Sequence[Arrival], now: datetime) -> int:
    """Store everything, once per wamid, and queue the events; answers how many events became due."""
    messages = [(a, a.content) for a in arrivals if isinstance(a.content, InboundMessage)]
    statuses = [(a.account_id, a.content) for a in arrivals if isinstance(a.content, StatusUpdate)]
    for _ in range(MEETINGS):
        try:
            async with connection.transaction():
                due = await _store_messages(connection, messages, now) if messages else 0
                if statuses:
                    due += await apply_statuses(connection, statuses, now)
            return due
        except _Strangers as strangers:
            await _create(connection, strangers.people, now)
    raise RuntimeError("A contact was made and cannot be found.")


async def _store_messages(
    connection: Connection, messages: Sequence[tuple[Arrival, InboundMessage]], now: datetime
) -> int:
    senders = await _resolve(connection, messages, now)
    rows = []
    for arrival, m in _once(messages):
        sender = senders[_identity(arrival, m)]
        raw = msgspec.json.encode(m.raw).decode()
        rows.append(
            (sender.user_id, sender.account_id, sender.contact_id, sender.lane_id, m.whatsapp_message_id, m.type, m.subtype, m.content,
             m.media_url, m.sent_at, raw, m.drives_flows, m.name, m.button)
        )  # fmt: skip
    stored = await connection.fetch(
        ingest_statements.STORE_MESSAGES, *map(list, zip(*rows, strict=True)), now
    )
    return len(stored)


def _once(messages: Sequence[tuple[Arrival, InboundMessage]]) -> list[tuple[Arrival, InboundMessage]]:
    """The first of each wamid: repeated in one statement it is stored once, yet every copy finds the stored row."""
    first: dict[tuple[int, str], tuple[Arrival, InboundMessage]] = {}
    for arrival, m in messages:
        first.setdefault((arrival.account_id, m.whatsapp_message_id), (arrival, m))
    return list(first.values())


def _identity(arrival: Arrival, m: InboundMessage) -> tuple[int, str | None, str | None]:
    return arrival.account_id, m.phone, m.bsuid


async def _resolve(
    connection: Connection, messages: Sequence[tuple[Arrival, InboundMessage]], now: datetime
) -> dict[tuple[int, str | None, str | None], _Sender]:
    """Find and lock the contact of each sender; _Strangers when some are unknown."""
    senders: dict[tuple[int, str | None, str | None], _Sender] = {}
    for arrival, m in messages:
        senders.setdefault(
            _identity(arrival, m),
            _Sender(arrival.user_id, arrival.account_id, m.phone, m.bsuid, m.username, m.name),
        )
    people = list(senders.values())
    await _find(connection, people)
    if missing := [sender for sender in people if not sender.contact_id]:
        raise _Strangers(missing)
    await _learn(connection, people)
    return senders


async def _find(connection: Connection, people: Sequence[_Sender]) -> None:
    """A phone decides before a business-scoped id when the two belong to different contacts."""
    keys = [
        (place, sender.account_id, kind, value)
        for place, sender in enumerate(people)
        for kind, value in (("phone", sender.phone), ("bsuid", sender.bsuid))
        if value is not None
    ]
    for row in await connection.fetch(ingest_statements.FIND_CONTACTS, *map(list, zip(*keys, strict=True))):
        sender = people[row["place"]]
        sender.known.add(row["kind"])
        if not sender.contact_id or row["kind"] == "phone":
            sender.contact_id, sender.lane_id = row["id"], row["lane_id"]


async def _create(connection: Connection, missing: Sequence[_Sender], now: datetime) -> None:
    rows = [(s.user_id, s.account_id, s.phone, s.bsuid, s.username, s.name) for s in missing]
    await connection.execute(ingest_statements.CREATE_CONTACTS, *map(list, zip(*rows, strict=True)), now)


async def _learn(connection: Connection, people: Sequence[_Sender]) -> None:
    new = [
        (sender.account_id, kind, value, sender.contact_id, sender.user_id)
        for sender in people
        for kind, value in (("phone", sender.phone), ("bsuid", sender.bsuid))
        if value is not None and kind not in sender.known
    ]
    if new:
        await connection.execute(ingest_statements.LEARN_KEYS, *map(list, zip(*new, strict=True)))
