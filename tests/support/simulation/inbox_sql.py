"""The statements of ingestion and of statuses, done by hand on tables in memory, one function per statement."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from engine.model import Event
from simulation.events_sql import Rows, add_event
from simulation.outbox_sql import resolved
from simulation.rows import ParkedRow, PersonRow, WamidRow
from storage.memory_rows import MessageRow
from storage.memory_tables import Session


async def find_sent(
    session: Session,
    places: list[int],
    accounts: list[int],
    wamids: list[str | None],
    ids: list[int | None],
) -> Rows:
    found = []
    for place, account_id, wamid, message_id in zip(places, accounts, wamids, ids, strict=True):
        for row in session.all(MessageRow):
            is_it = row.id == message_id or (wamid is not None and row.wamid == wamid)
            if row.account_id == account_id and row.direction == "Outbound" and is_it:
                found.append((row.id, place))
    rows: Rows = []
    for message_id, place in sorted(found):
        await session.lock(MessageRow, message_id)
        row = session.get(MessageRow, message_id)
        assert row is not None
        rows.append({**resolved(row), "place": place, "contact_id": row.contact_id, "user_id": row.user_id})
    return rows


async def update_statuses(session: Session, *columns: Any) -> Rows:
    for message_id, status, wamid, sent, delivered, read, code, error in zip(*columns, strict=True):
        row = session.get(MessageRow, message_id)
        assert row is not None
        session.put(
            message_id,
            replace(
                row,
                status=status,
                wamid=row.wamid or wamid,
                sent_at=row.sent_at or sent,
                delivered_at=row.delivered_at or delivered,
                read_at=row.read_at or read,
                error_code=code if code is not None else row.error_code,
                error_message=error if error is not None else row.error_message,
            ),
        )
    return []


async def park_statuses(session: Session, *columns: Any) -> Rows:
    *given, now = columns
    for account_id, wamid, status, at, code, error in zip(*given, strict=True):
        row = ParkedRow(session.number(ParkedRow), account_id, wamid, status, at, code, error, now)
        session.put(row.id, row)
    return []


async def take_parked(session: Session, limit: int) -> Rows:
    known = {(m.account_id, m.wamid) for m in session.all(MessageRow) if m.direction == "Outbound"}
    rows: Rows = []
    for row in sorted(session.all(ParkedRow), key=lambda row: row.id):
        if (row.account_id, row.wamid) in known and len(rows) < limit and session.try_lock(ParkedRow, row.id):
            session.delete(ParkedRow, row.id)
            rows.append(
                {"id": row.id, "whatsapp_account_id": row.account_id, "whatsapp_message_id": row.wamid, "status": row.status,
                 "at": row.at, "error_code": row.code, "error_message": row.error}
            )  # fmt: skip
    return rows


async def forget_parked(session: Session, before: datetime, _most: int) -> Rows:
    for row in session.all(ParkedRow):
        if row.parked_at < before and session.try_lock(ParkedRow, row.id):
            session.delete(ParkedRow, row.id)
    return []


async def find_contacts(
    session: Session, places: list[int], accounts: list[int], kinds: list[str], values: list[str]
) -> Rows:
    found = [
        (person.id, place, kind)
        for place, account_id, kind, value in zip(places, accounts, kinds, values, strict=True)
        for person in session.all(PersonRow)
        if person.account_id == account_id and person.phone == value
    ]
    for contact_id in sorted({contact_id for contact_id, _, _ in found}):
        await session.lock(PersonRow, contact_id)
    return [_person(session, *each) for each in sorted(found)]


def _person(session: Session, contact_id: int, place: int, kind: str) -> dict[str, Any]:
    row = session.get(PersonRow, contact_id)
    assert row is not None
    return {**msgspec.structs.asdict(row), "place": place, "kind": kind, "bsuid": None}


async def store_messages(session: Session, *columns: Any) -> Rows:
    *given, now = columns
    rows: Rows = []
    for row in zip(*given, strict=True):
        user_id, account_id, contact_id, lane_id, wamid, kind, subtype, content, *_, drives, _, button = row
        if await is_known(session, account_id, wamid):
            continue
        message_id = session.number(MessageRow)
        session.put((account_id, wamid), WamidRow(message_id))
        session.put(
            message_id,
            MessageRow(
                id=message_id,
                user_id=user_id,
                account_id=account_id,
                contact_id=contact_id,
                direction="Inbound",
                content=content,
                status="Delivered",
                created_at=now,
                wamid=wamid,
            ),
        )
        if drives:
            due_at = stamp(session, contact_id, now)
            payload = {"id": message_id, "text": content, "type": kind, "subtype": subtype, "button": button}
            add_event(session, user_id, lane_id, Event(0, due_at, "message", payload))
            rows.append({"lane_id": lane_id})
    return rows


async def is_known(session: Session, account_id: int, wamid: str) -> bool:
    """The unique index: whoever inserts the same wamid waits for the other."""
    await session.lock(WamidRow, (account_id, wamid))
    return session.get(WamidRow, (account_id, wamid)) is not None


def after(last: datetime, now: datetime) -> datetime:
    """Now, but behind what came before, whatever the clock says."""
    return max(now, last + timedelta(microseconds=1)) + timedelta(microseconds=1)


def stamp(session: Session, contact_id: int, now: datetime) -> datetime:
    """A moment behind all that the contact was stamped with before."""
    person = session.get(PersonRow, contact_id)
    assert person is not None
    due_at = after(person.last_event_at, now)
    session.put(contact_id, replace(person, last_event_at=due_at))
    return due_at
