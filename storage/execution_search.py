"""Executions of a flow as people look for them: by what they are, when they started, whom they are with and what went wrong.

A look walks one index from the newest execution on and reads at most SCAN rows. Where that was not enough it says how far it got,
so that the next look goes on from there. Places are compared as pairs of flow and id, and rows ordered by both: only an index
of both gives that order, so that no plan walks through the executions of other flows.
"""

from datetime import datetime, timedelta
from typing import Any

import msgspec

from storage.contacts import find_by_phone
from storage.database import Row, fetch, fetch_one
from storage.enums import FlowExecutionStatus, WaitingFor
from storage.executions import COLUMNS, TABLES, ExecutionSummary, shaped

SCAN = 10_000
SLACK = timedelta(minutes=1)
"""Workers draw ids in blocks, so those of a moment lie apart by some seconds."""


class ExecutionFilter(msgspec.Struct, frozen=True):
    """Which executions of a flow; None asks for nothing. `search` looks in the contact's name and phone and in the error."""

    status: FlowExecutionStatus | None = None
    outcome: str | None = None
    version: int | None = None
    started_from: datetime | None = None
    started_to: datetime | None = None
    waiting_for: WaitingFor | None = None
    node_id: str | None = None
    contact_id: int | None = None
    search: str | None = None


class Found(msgspec.Struct):
    """What a look found, newest first. It read down to `last_id` and has to go on there, or, without one, saw everything."""

    executions: list[ExecutionSummary]
    last_id: int | None = None
    last_started_at: datetime | None = None


class Totals(msgspec.Struct, rename="camel"):
    """How many executions have which status; `since` is where the look had to stop, null when it saw everything."""

    statuses: dict[FlowExecutionStatus, int]
    since: datetime | None


class Period(msgspec.Struct, frozen=True):
    """Ids of executions: `first` and later, but earlier than `behind`."""

    first: int
    behind: int


async def find_executions(
    owner_id: int, flow_id: int, wanted: ExecutionFilter, limit: int, before: int | None = None
) -> Found:
    """The newest executions that fit, `before` an id."""
    look = await plan_look(owner_id, flow_id, wanted, before)
    rows = await fetch(look.statement(limit), *look.values)
    found = Found([ExecutionSummary(**shaped(row)) for row in rows])
    if len(rows) < limit and (end := await _end(look)):
        found.last_id, found.last_started_at = end["id"], end["started_at"]
    return found


async def count_executions(owner_id: int, flow_id: int, wanted: ExecutionFilter) -> Totals:
    """How many of the newest executions that fit have which status."""
    look = await plan_look(owner_id, flow_id, wanted, None)
    rows = await fetch(look.totals(), *look.values)
    end = await _end(look)
    return Totals({row["status"]: row["count"] for row in rows}, end["started_at"] if end else None)


NEWEST_ID = """
SELECT id FROM flow_execution WHERE (flow_id, id) <= ($1, 9223372036854775807) AND flow_id >= $1 AND user_id = $2
ORDER BY flow_id DESC, id DESC LIMIT 1
"""
# Ids grow with time, so the first one since a moment is found by halving.
FIRST_SINCE = """
WITH RECURSIVE probe(low, high) AS (
  SELECT 0::bigint, $3::bigint
  UNION ALL
  SELECT CASE WHEN r.started_at < $2 THEN r.id + 1 ELSE p.low END, CASE WHEN r.started_at < $2 THEN p.high ELSE m.id END
  FROM probe p CROSS JOIN LATERAL (SELECT p.low + (p.high - p.low) / 2) m(id) LEFT JOIN LATERAL (
    SELECT id, started_at FROM flow_execution WHERE (flow_id, id) >= ($1, m.id) AND flow_id <= $1
    ORDER BY flow_id, id LIMIT 1) r ON true
  WHERE p.low < p.high)
SELECT low AS id FROM probe WHERE low >= high LIMIT 1
"""


async def ids_of_period(
    owner_id: int, flow_id: int, since: datetime | None, until: datetime | None
) -> Period:
    """Between which ids the flow's executions lie that started in a period; a few others lie there too."""
    newest = await fetch_one(NEWEST_ID, flow_id, owner_id)
    if newest is None:
        return Period(0, 0)
    behind = newest["id"] + 1
    first = 0 if since is None else await _first_since(flow_id, since - SLACK, behind)
    last = behind if until is None else await _first_since(flow_id, until + SLACK, behind)
    return Period(first, last)


async def _first_since(flow_id: int, moment: datetime, behind: int) -> int:
    row = await fetch_one(FIRST_SINCE, flow_id, moment, behind)
    return behind if row is None else int(row["id"])


class Look(msgspec.Struct):
    """A look at executions between two ids: what the scan reads, and what chooses among that. The values of the scan come first."""

    place: str
    values: list[Any]
    scanning: int
    chosen: list[str]

    def statement(self, limit: int) -> str:
        """The chosen executions, newest first."""
        return f"""
        SELECT {COLUMNS} FROM ({self._scan()}) s JOIN ({TABLES}) ON e.id = s.id
        WHERE {self._choice()} ORDER BY s.flow_id DESC, s.id DESC LIMIT {limit:d}
        """

    def totals(self) -> str:
        """How many of the chosen have which status."""
        return f"""
        SELECT s.status, count(*) FROM ({self._scan()}) s
        LEFT JOIN contact c ON c.id = s.contact_id AND c.user_id = s.user_id WHERE {self._choice()} GROUP BY s.status
        """

    def end(self) -> str:
        """The last execution that the scan reads and the one after it."""
        return f"SELECT id, started_at FROM {self.place} OFFSET {SCAN - 1} LIMIT 2"

    def _scan(self) -> str:
        return f"SELECT * FROM {self.place} LIMIT {SCAN}"

    def _choice(self) -> str:
        return " AND ".join(self.chosen) or "true"


async def _end(look: Look) -> Row | None:
    rows = await fetch(look.end(), *look.values[: look.scanning])
    return rows[0] if len(rows) > 1 else None


_ALIVE = "lower(status) IN ('running', 'paused')"
# What the partial indexes say, word for word; the others are read through the index of all.
_INDEXED = {
    FlowExecutionStatus.RUNNING: _ALIVE,
    FlowExecutionStatus.PAUSED: _ALIVE,
    FlowExecutionStatus.FAILED: "lower(status) = 'failed'",
}
_OF_FLOW = "(flow_id, id) < ($1, $4) AND (flow_id, id) >= ($1, $3) AND user_id = $2"
# No index knows a sum: a contact has few executions, a flow or a period may have many.
_OF_CONTACTS = (
    "contact_id = ANY($5::bigint[]) AND flow_id + 0 = $1 AND id + 0 < $4 AND id + 0 >= $3 AND user_id = $2"
)


async def plan_look(owner_id: int, flow_id: int, wanted: ExecutionFilter, before: int | None = None) -> Look:
    """How to look for these executions; for tests, too, which ask Postgres what it would do."""
    period = await ids_of_period(owner_id, flow_id, wanted.started_from, wanted.started_to)
    behind = period.behind if before is None else min(period.behind, before)
    values: list[Any] = [flow_id, owner_id, period.first, behind]
    contacts = await _contacts(owner_id, wanted)
    if contacts is not None:
        values.append(contacts)
    conditions = [_OF_FLOW if contacts is None else _OF_CONTACTS]
    if wanted.waiting_for:
        conditions.append(_ALIVE)
    elif wanted.status in _INDEXED:
        conditions.append(_INDEXED[wanted.status])
    place = f"flow_execution WHERE {' AND '.join(conditions)} ORDER BY flow_id DESC, id DESC"
    look = Look(place, values, len(values), [])
    _choose(look, wanted)
    if wanted.search and contacts is None:
        _search(look, wanted.search)
    return look


async def _contacts(owner_id: int, wanted: ExecutionFilter) -> list[int] | None:
    """The contacts whose executions alone are read: the one that is asked for, or those with the phone number that is looked for."""
    if wanted.contact_id is not None:
        return [wanted.contact_id]
    return await find_by_phone(owner_id, wanted.search) or None if wanted.search else None


def _choose(look: Look, wanted: ExecutionFilter) -> None:
    for condition, value in (
        ("s.status = {}", wanted.status),
        ("s.outcome = {}", wanted.outcome),
        (_OF_VERSION, wanted.version),
        ("s.started_at >= {}", wanted.started_from),
        ("s.started_at < {}", wanted.started_to),
        ("s.waiting_for = {}", wanted.waiting_for),
        ("s.current_node_id = {}", wanted.node_id),
    ):
        if value is not None:
            look.values.append(value)
            look.chosen.append(condition.format(f"${len(look.values)}"))


_OF_VERSION = "s.flow_version_id = (SELECT v.id FROM flow_version v WHERE v.flow_id = $1 AND v.number = {})"


def _search(look: Look, words: str) -> None:
    look.values.append(f"%{_literal(words.strip())}%")
    place = f"${len(look.values)}"
    look.chosen.append(f"(c.name ILIKE {place} OR c.phone ILIKE {place} OR s.error_message ILIKE {place})")


def _literal(words: str) -> str:
    """The words without the meaning that LIKE would see in them."""
    return words.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
