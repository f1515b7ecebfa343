"""The statements of the outbox, done by hand on tables in memory, one function per statement."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from engine.model import Event, Execution
from simulation.events_sql import Rows, add_event
from simulation.rows import AccountRow, PaceRow, PersonRow
from storage.memory_rows import ExecutionRow, MessageRow
from storage.memory_tables import Session

UNKNOWN = "WhatsApp did not say whether this message arrived."


def _queued(session: Session) -> list[MessageRow]:
    rows = (r for r in session.all(MessageRow) if r.status == "Queued" and r.direction == "Outbound")
    return sorted(rows, key=lambda row: row.id)


def _is_free(row: MessageRow, now: datetime) -> bool:
    return row.attempted_at is None and (row.scheduled_for is None or row.scheduled_for <= now)


async def accounts_with_mail(session: Session, now: datetime) -> Rows:
    mail = {row.account_id for row in _queued(session) if _is_free(row, now)}
    return [
        {"id": a.id}
        for a in session.all(AccountRow)
        if a.id in mail and (a.paused_until is None or a.paused_until <= now)
    ]


def take_account(session: Session, account_id: int) -> bool:
    """Only one sender marks for an account at a time."""
    return session.try_lock(AccountRow, account_id)


async def lock_account(session: Session, account_id: int) -> Rows:
    row = session.get(AccountRow, account_id)
    if row is None or not take_account(session, account_id):
        return []
    return [
        {**msgspec.structs.asdict(row), "phone_number": f"+{row.id}", "provider": "cloud", "phone_number_id": f"p{row.id}",
         "access_token": ""}
    ]  # fmt: skip


async def count_unresolved(session: Session, account_id: int) -> Rows:
    rows = (r for r in _queued(session) if r.account_id == account_id and r.attempted_at is not None)
    return [{"count": sum(1 for _ in rows)}]


def is_held_back(session: Session, row: MessageRow, now: datetime) -> bool:
    """Whether an earlier message to the contact is not resolved yet."""
    return any(
        p.contact_id == row.contact_id
        and p.id < row.id
        and (p.scheduled_for is None or p.scheduled_for <= now or p.attempt > 0)
        for p in _queued(session)
    )


def as_marked(row: MessageRow, now: datetime) -> MessageRow:
    """A message that somebody is about to send."""
    return replace(row, attempted_at=now, attempt=row.attempt + 1)


def is_current_send(row: MessageRow, attempt: int) -> bool:
    """The fence: whether no later attempt was marked."""
    return row.attempt == attempt


def is_open(row: MessageRow) -> bool:
    """Whether nothing has resolved the message yet."""
    return row.status == "Queued"


def as_unknown(row: MessageRow) -> MessageRow:
    """A message whose outcome is listed as unknown."""
    return replace(
        row, outcome_unknown=True, unknown_attempts=row.unknown_attempts + 1, error_message=UNKNOWN
    )


async def mark_sends(
    session: Session, account_id: int, now: datetime, limit: int, full: datetime, deepest: datetime
) -> Rows:
    paces = {p.contact_id: p.paid_off_at for p in session.all(PaceRow)}
    rows: Rows = []
    for row in _queued(session):
        owes = row.contact_id in paces and full < paces[row.contact_id] <= deepest
        if len(rows) == limit or row.account_id != account_id or owes:
            continue
        if not _is_free(row, now) or is_held_back(session, row, now):
            continue
        await session.lock(MessageRow, row.id)
        row = session.get(MessageRow, row.id) or row
        if not _is_free(row, now) or row.status != "Queued":
            continue
        marked = as_marked(row, now)
        session.put(row.id, marked)
        person = session.get(PersonRow, row.contact_id)
        assert person is not None
        assert row.queued is not None
        raw = msgspec.json.encode(row.queued.body).decode()
        rows.append(
            {"id": row.id, "attempt": marked.attempt, "contact_id": row.contact_id, "content": row.content, "raw": raw,
             "phone": person.phone, "bsuid": None, "execution_id": row.queued.execution_id}
        )  # fmt: skip
    return rows


async def take_pace(
    session: Session, contacts: list[int], _owner: int, now: datetime, pace: timedelta, deepest: datetime
) -> Rows:
    for contact_id in sorted(contacts):
        await session.lock(PaceRow, contact_id)
        row = session.get(PaceRow, contact_id)
        owed = row.paid_off_at if row is not None and now <= row.paid_off_at <= deepest else now
        session.put(contact_id, PaceRow(contact_id, owed + pace))
    return []


async def forget_paces(session: Session, now: datetime) -> Rows:
    for row in session.all(PaceRow):
        if row.paid_off_at <= now and session.try_lock(PaceRow, row.contact_id):
            session.delete(PaceRow, row.contact_id)
    return []


async def take_tokens(
    session: Session, account_id: int, tokens: float, now: datetime, today: int, day: Any
) -> Rows:
    row = session.get(AccountRow, account_id)
    assert row is not None
    session.put(
        account_id,
        replace(row, send_tokens=tokens, send_refilled_at=now, messages_sent_today=today, sent_on=day),
    )
    return []


async def finish_sends(
    session: Session,
    ids: list[int],
    attempts: list[int],
    statuses: list[str],
    wamids: list[str | None],
    codes: list[int | None],
    now: datetime,
    errors: list[str | None],
) -> Rows:
    rows: Rows = []
    given = sorted(zip(ids, attempts, statuses, wamids, codes, errors, strict=True))
    for message_id, *_ in given:
        await session.lock(MessageRow, message_id)
    for message_id, attempt, status, wamid, code, error in given:
        row = session.get(MessageRow, message_id)
        if row is None or not is_current_send(row, attempt) or not is_open(row):
            continue
        sent_at = now if status == "Sent" else row.sent_at
        done = replace(
            row, status=status, wamid=row.wamid or wamid, sent_at=sent_at, error_code=code, error_message=error
        )  # fmt: skip
        session.put(message_id, done)
        rows.append(resolved(done))
    return rows


def resolved(row: MessageRow) -> dict[str, Any]:
    queued = row.queued
    return {
        "id": row.id,
        "execution_id": queued.execution_id if queued else None,
        "visit": queued.visit if queued else None,
        "status": row.status,
        "error_message": row.error_message,
    }


async def release_send(
    session: Session, message_id: int, attempt: int, until: datetime, sentence: str
) -> Rows:
    await session.lock(MessageRow, message_id)
    row = session.get(MessageRow, message_id)
    if row is not None and is_current_send(row, attempt) and is_open(row):
        session.put(message_id, replace(row, attempted_at=None, scheduled_for=until, error_message=sentence))
    return []


async def resolve_unknown(session: Session, overdue: datetime, most: int) -> Rows:
    rows: Rows = []
    for row in _queued(session):
        if row.attempted_at is None or row.attempted_at > overdue:
            continue
        if not session.try_lock(MessageRow, row.id):
            continue
        account = session.get(AccountRow, row.account_id)
        assert account is not None
        again = account.unknown_sends == "resend" and row.unknown_attempts + 1 < most
        row = as_unknown(row)
        row = replace(row, attempted_at=None) if again else replace(row, status="Failed")
        session.put(row.id, row)
        rows.append(resolved(row))
    return rows


async def send_results(
    session: Session, ids: list[int], visits: list[int], errors: list[str | None], now: datetime
) -> Rows:
    rows: Rows = []
    for execution_id, visit, error in zip(ids, visits, errors, strict=True):
        row = session.get(ExecutionRow, execution_id)
        if row is not None and (error is not None or _waits_for_send(row)):
            event = Event(0, now, "send_result", {"error": error}, execution_id, visit)
            add_event(session, row.user_id, row.lane_id, event)
            rows.append({"?column?": 1})
    return rows


def _waits_for_send(row: ExecutionRow) -> bool:
    return msgspec.json.decode(row.execution, type=Execution).waiting_for == "send"


async def pause_account(session: Session, account_id: int, until: datetime) -> Rows:
    await session.lock(AccountRow, account_id)
    row = session.get(AccountRow, account_id)
    assert row is not None
    session.put(account_id, replace(row, paused_until=max(row.paused_until or until, until)))
    return []
