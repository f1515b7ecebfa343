"""What people watch while it happens: one statement for all watched executions, one for their new steps, one for all flows.

They run several times a second while somebody watches, so each walks its index from where its watcher stands.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from storage.connection import Connection
from storage.database import fetch
from storage.executions import (
    COLUMNS,
    PROGRESS,
    SINCE,
    STEP_COLUMNS,
    TABLES,
    ExecutionSummary,
    StepRow,
    shaped,
    step_row,
    take_progress,
)

MAX_STEPS_AT_ONCE = 100
MAX_STARTS_AT_ONCE = 50

# An execution is read when it moved, or when there are steps its watcher has not been told.
CHANGED = f"""
SELECT u.place, e.seq, {COLUMNS}, {PROGRESS}
FROM unnest($1::bigint[], $2::bigint[], $3::int[], $4::int[]) WITH ORDINALITY u(id, owner_id, seq, told, place)
JOIN ({TABLES}) ON e.id = u.id AND e.user_id = u.owner_id AND (e.seq <> u.seq OR e.step_count > u.told)
"""

# A later statement sees more: no step beyond the count that was read with the execution, so that each comes once, in order.
NEW_STEPS = f"""
SELECT u.place, s.* FROM unnest($1::bigint[], $2::bigint[], $3::int[], $4::int[]) WITH ORDINALITY u(id, owner_id, told, count, place)
JOIN flow_execution e ON e.id = u.id AND e.user_id = u.owner_id
CROSS JOIN LATERAL (
  SELECT {STEP_COLUMNS} FROM flow_execution_step
  WHERE execution_id = u.id AND {SINCE.format("e.started_at")} AND n > u.told AND n <= u.count ORDER BY n LIMIT $5) s
ORDER BY u.place, s.n
"""

# Two halves, because a flow and a contact in it are found by different indexes.
STARTED = f"""
SELECT u.place, {COLUMNS}
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) WITH ORDINALITY u(flow_id, owner_id, contact_id, after, place)
CROSS JOIN LATERAL (
  (SELECT id FROM flow_execution x WHERE u.contact_id IS NULL AND x.flow_id = u.flow_id AND x.id > u.after
   ORDER BY id DESC LIMIT $5)
  UNION ALL
  (SELECT id FROM flow_execution x WHERE x.contact_id = u.contact_id AND x.flow_id = u.flow_id AND x.id > u.after
   ORDER BY id DESC LIMIT $5)) s
JOIN ({TABLES}) ON e.id = s.id AND e.user_id = u.owner_id
ORDER BY u.place, e.id
"""

NEWEST = """
SELECT id, started_at FROM flow_execution WHERE flow_id = $1 AND user_id = $2 ORDER BY id DESC LIMIT $3
"""

NEWEST_OF_CONTACT = """
SELECT id, started_at FROM flow_execution WHERE flow_id = $1 AND user_id = $2 AND contact_id = $4 ORDER BY id DESC LIMIT $3
"""


class LiveExecution(ExecutionSummary, kw_only=True):
    """An execution as its stream tells it."""

    variables: Any
    step_count: int


class WatchedExecution(msgspec.Struct):
    """Where the watcher of an execution stands: the `seq` and the last step it was told."""

    id: int
    owner_id: int
    seq: int
    told: int


class Change(msgspec.Struct):
    """An execution that moved; `visit` is the one in progress."""

    seq: int
    execution: LiveExecution
    visit: StepRow | None


class Start(msgspec.Struct):
    """That an execution started."""

    id: int
    started_at: datetime


class WatchedFlow(msgspec.Struct):
    """The executions of a flow, or of one contact in it, with ids above `after`."""

    flow_id: int
    owner_id: int
    contact_id: int | None
    after: int


async def read_changes(connection: Connection, watched: Sequence[WatchedExecution]) -> dict[int, Change]:
    """What moved, by its place in `watched`."""
    columns = ([w.id for w in watched], [w.owner_id for w in watched], [w.seq for w in watched])
    rows = await connection.fetch(CHANGED, *columns, [w.told for w in watched])
    return {row["place"] - 1: _change(dict(row)) for row in rows}


async def read_new_steps(
    connection: Connection, behind: Sequence[tuple[WatchedExecution, int]]
) -> dict[int, list[StepRow]]:
    """The next finished steps of each up to its count, in order, by their place in `behind`."""
    watched, counts = [w for w, _ in behind], [count for _, count in behind]
    columns = ([w.id for w in watched], [w.owner_id for w in watched], [w.told for w in watched], counts)
    steps: dict[int, list[StepRow]] = defaultdict(list)
    for row in await connection.fetch(NEW_STEPS, *columns, MAX_STEPS_AT_ONCE):
        fields = dict(row)
        steps[fields.pop("place") - 1].append(step_row(fields))
    return steps


async def read_started(
    connection: Connection, watched: Sequence[WatchedFlow]
) -> dict[int, list[ExecutionSummary]]:
    """The newest executions of each in the order of their ids, by their place in `watched`."""
    columns = ([w.flow_id for w in watched], [w.owner_id for w in watched], [w.contact_id for w in watched])
    started: dict[int, list[ExecutionSummary]] = defaultdict(list)
    for row in await connection.fetch(STARTED, *columns, [w.after for w in watched], MAX_STARTS_AT_ONCE):
        fields = dict(row)
        started[fields.pop("place") - 1].append(ExecutionSummary(**shaped(fields)))
    return started


async def read_newest(owner_id: int, flow_id: int, contact_id: int | None) -> list[Start]:
    """The newest executions of a flow, or of one contact in it, as many as one look would tell."""
    values = (flow_id, owner_id, MAX_STARTS_AT_ONCE)
    if contact_id is None:
        return [Start(**row) for row in await fetch(NEWEST, *values)]
    return [Start(**row) for row in await fetch(NEWEST_OF_CONTACT, *values, contact_id)]


def _change(row: dict[str, Any]) -> Change:
    seq, _ = row.pop("seq"), row.pop("place")
    step_count, visit = take_progress(row)
    return Change(seq, LiveExecution(**shaped(row), step_count=step_count), visit)
