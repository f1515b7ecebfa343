"""The statements of calls to the outside, done by hand on tables in memory, one function per statement."""

from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from engine.model import Event
from simulation.events_sql import Rows, add_event
from storage.memory_rows import EffectRow
from storage.memory_tables import Session


def as_leased(row: EffectRow, until: datetime) -> EffectRow:
    """An effect that somebody calls until then."""
    return replace(row, attempt=row.attempt + 1, due_at=until, is_cut_off=row.is_calling, is_calling=True)


def is_current_effect(row: EffectRow, attempt: int) -> bool:
    """The fence: whether no later attempt was leased."""
    return row.attempt == attempt


async def due_effects(
    session: Session, now: datetime, owner: int, vendor: str, places: int, most: int, full: list[int]
) -> Rows:
    rows = session.all(EffectRow)
    pairs = sorted({(r.user_id, r.effect.vendor) for r in rows if r.user_id not in full})
    return [
        {"user_id": pair[0], "vendor": pair[1], "count": min(most, len(_due_of(rows, now, *pair)))}
        for pair in [pair for pair in pairs if pair > (owner, vendor)][:places]
    ]


def _due_of(rows: list[EffectRow], now: datetime, owner: int, vendor: str) -> list[EffectRow]:
    mine = (r for r in rows if (r.user_id, r.effect.vendor) == (owner, vendor) and r.due_at <= now)
    return sorted(mine, key=lambda r: r.due_at)


async def lease_effects(
    session: Session,
    now: datetime,
    owners: list[int],
    vendors: list[str],
    counts: list[int],
    margin: timedelta,
) -> Rows:
    rows: Rows = []
    for owner, vendor, count in zip(owners, vendors, counts, strict=True):
        due = _due_of(session.all(EffectRow), now, owner, vendor)
        free = [row for row in due if session.try_lock(EffectRow, row.effect.key)][:count]
        for row in free:
            effect = row.effect
            leased = as_leased(row, now + timedelta(seconds=effect.timeout) + margin)
            session.put(effect.key, leased)
            rows.append(
                {"key": effect.key, "user_id": owner, "vendor": vendor, "execution_id": effect.execution_id,
                 "visit": effect.visit, "node_id": effect.node_id, "node_type": effect.node_type,
                 "input": effect.input, "attempt": leased.attempt, "is_cut_off": leased.is_cut_off}
            )  # fmt: skip
    return rows


async def finish_effect(session: Session, key: str, attempt: int, now: datetime, payload: str) -> Rows:
    await session.lock(EffectRow, key)
    row = session.get(EffectRow, key)
    if row is None or not is_current_effect(row, attempt):
        return []
    session.delete(EffectRow, key)
    result = msgspec.json.decode(payload)
    event = Event(0, now, "effect_result", result, row.effect.execution_id, row.effect.visit)
    return [{"id": add_event(session, row.user_id, row.lane_id, event)}]


async def postpone_effect(session: Session, key: str, attempt: int, until: datetime) -> Rows:
    await session.lock(EffectRow, key)
    row = session.get(EffectRow, key)
    if row is not None and is_current_effect(row, attempt):
        session.put(key, replace(row, due_at=until, is_calling=False))
    return []
