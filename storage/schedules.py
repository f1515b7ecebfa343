"""Timed triggers of published flows: kept at publishing, taken when they are due, turned into start events."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from engine.occurrences import Due
from engine.schedules import CONTACT_ZONE, Audience, ContactDate, Timed, digits
from storage import schedule_statements as sql
from storage import statements
from storage.connection import Connection
from storage.database import fetch
from storage.enums import TriggerKind

TIMED = (TriggerKind.SCHEDULE, TriggerKind.CONTACT_DATE)

_timed: msgspec.json.Decoder[Timed] = msgspec.json.Decoder(Timed)


class TakenSchedule(msgspec.Struct):
    """A locked row; `zone` is the owner's, `config` the trigger as JSON text, the rest as in the table."""

    id: int
    user_id: int
    flow_id: int
    node_id: str
    config: str
    zone: str
    done_until: datetime
    handing_out: datetime | None
    last_contact_id: int

    def trigger(self) -> Timed:
        """The trigger."""
        return _timed.decode(self.config)


class Page(msgspec.Struct):
    """How many contacts were looked at and started, and the last one's id."""

    seen: int
    last_id: int | None
    started: int


async def keep_schedules(
    owner_id: int,
    flow_id: int,
    version_id: int,
    triggers: Iterable[tuple[str, dict[str, Any]]],
    now: datetime,
) -> None:
    """Inside the transaction of publishing: keep the timed ones of these (node id, `on`), and forget all others."""
    timed = [(node_id, on) for node_id, on in triggers if on.get("type") in TIMED]
    await fetch(sql.FORGET, flow_id, [node_id for node_id, _ in timed])
    for node_id, on in timed:
        config = msgspec.json.encode(on).decode()
        await fetch(sql.KEEP_OR_BEGIN, owner_id, flow_id, version_id, node_id, config, now)


async def forget_schedules(flow_id: int) -> None:
    """Inside the transaction that stops a flow: it fires no more."""
    await fetch(sql.FORGET, flow_id, [])


async def take(connection: Connection, now: datetime) -> TakenSchedule | None:
    """Lock the row that has been due for longest and that nobody else holds."""
    row = await connection.fetchrow(sql.TAKE, now)
    if row is None:
        return None
    return TakenSchedule(
        row["id"], row["user_id"], row["flow_id"], row["node_id"], row["config"], row["timezone"],
        row["done_until"], row["handing_out"], row["last_contact_id"],
    )  # fmt: skip


async def put_back(connection: Connection, taken: TakenSchedule, next_at: datetime | None) -> None:
    """Store how far it came, and when to look again."""
    await connection.execute(
        sql.PUT_BACK, taken.id, next_at, taken.done_until, taken.handing_out, taken.last_contact_id
    )


async def postpone(connection: Connection, taken: TakenSchedule, until: datetime) -> None:
    """Leave it as it was, and look again then."""
    await connection.execute(sql.POSTPONE, taken.id, until)


async def zones_of(connection: Connection, taken: TakenSchedule) -> list[str]:
    """The time zones that the owner's contacts live in, the owner's own first."""
    rows = await connection.fetch(sql.ZONES, taken.user_id)
    return list(dict.fromkeys([taken.zone, *(row[0] for row in rows)]))


async def start_alone(connection: Connection, taken: TakenSchedule, due: Due, now: datetime) -> None:
    """Start one execution without a contact, on a lane of its own."""
    payload = {"flowId": taken.flow_id, "nodeId": taken.node_id, "data": due.data}
    await connection.execute(
        statements.START_FLOW, taken.user_id, now, msgspec.json.encode(payload).decode(), None
    )


async def start_contacts(
    connection: Connection, taken: TakenSchedule, on: Timed, due: Sequence[Due], now: datetime, limit: int
) -> Page:
    """Look at the next `limit` contacts, and give a start event to those who are meant and due."""
    audience = on.audience or Audience()
    row = await connection.fetchrow(
        sql.START_CONTACTS,
        *(taken.user_id, taken.last_contact_id, limit, now, taken.flow_id, taken.node_id),
        *((on.path, on.pattern) if isinstance(on, ContactDate) else (None, "")),
        *(taken.zone, on.timezone == CONTACT_ZONE),
        *([each.zone for each in due], [each.key for each in due], [each.year for each in due]),
        [msgspec.json.encode(each.data).decode() for each in due],
        *(audience.tags, audience.without_tags, [digits(number) for number in audience.numbers]),
    )
    assert row is not None
    return Page(**row)
