"""Executions and their steps, for people who look at them; the engine's own statements are in `statements`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

import msgspec

from engine.model import Pending
from storage.database import Row, fetch, fetch_one
from storage.enums import FlowExecutionStatus, StepPart, StepStatus, WaitingFor

MAX_STEPS = 2_000
AT_REST = (WaitingFor.TIME, WaitingFor.REPLY, WaitingFor.EVENT, WaitingFor.FIRST, WaitingFor.CALL)
_pending = msgspec.json.Decoder(Pending)
Command = Literal["cancel", "pause", "resume", "retry"]
OBEYED_BY: Mapping[Command, tuple[FlowExecutionStatus, ...]] = {
    "cancel": (FlowExecutionStatus.RUNNING, FlowExecutionStatus.PAUSED),
    "pause": (FlowExecutionStatus.RUNNING,),
    "resume": (FlowExecutionStatus.PAUSED,),
    "retry": (FlowExecutionStatus.FAILED,),
}
"""Which executions a command makes sense for."""
_LIVE = (FlowExecutionStatus.RUNNING, FlowExecutionStatus.PAUSED)


class ExecutionContact(msgspec.Struct):
    """The contact of an execution, as a list shows one."""

    id: int
    name: str
    phone: str | None


class ExecutionSummary(msgspec.Struct, rename="camel", kw_only=True):
    """An execution in a list."""

    id: int
    flow_id: int
    flow_version: int
    status: FlowExecutionStatus
    waiting_for: WaitingFor | None
    wait_until: datetime | None
    outcome: str | None
    current_node_id: str | None
    error_message: str | None
    started_at: datetime
    finished_at: datetime | None
    contact: ExecutionContact | None


class StepRow(msgspec.Struct, rename="camel"):
    """One visit of a node; the visit in progress is Pending while it waits and Running otherwise.

    An input or output of more than 16 KB is left out, and its size in bytes is told instead: it comes with the step alone.
    """

    execution_id: int
    n: int
    node_id: str
    node_type: str
    status: StepStatus
    port: str | None = None
    input: Any = None
    output: Any = None
    input_size: int | None = None
    output_size: int | None = None
    error_message: str | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None


class RelatedExecution(msgspec.Struct, rename="camel"):
    """An execution that this one started or called, or that did so to it."""

    id: int
    flow_id: int
    flow_name: str
    status: FlowExecutionStatus
    waiting_for: WaitingFor | None
    is_call: bool


class ExecutionDetail(ExecutionSummary, kw_only=True):
    """An execution with all it knows; `execution_path` is derived from the steps.

    `started_by` is the execution whose flow started or called this one; `started` are those it did so to, oldest first.
    """

    flow_name: str
    trigger_data: Any
    variables: Any
    execution_path: list[str]
    steps: list[StepRow]
    started_by: RelatedExecution | None
    started: list[RelatedExecution]


async def read_execution(owner_id: int, execution_id: int) -> ExecutionDetail | None:
    """One execution of this owner with its steps in order."""
    row = await fetch_one(
        f"""
        SELECT {COLUMNS}, {PROGRESS}, (SELECT f.name FROM flow f WHERE f.id = e.flow_id) AS flow_name, e.trigger_data
        FROM {TABLES} WHERE e.id = $1 AND e.user_id = $2
        """,
        *(execution_id, owner_id),
    )
    if row is None:
        return None
    contact_id = row["contact_id"]
    step_count, visit = take_progress(row)
    steps = await _read_steps(execution_id, row["started_at"], step_count)
    if visit is not None:
        steps.append(visit)
    return ExecutionDetail(
        **shaped({**row, "trigger_data": _json(row["trigger_data"])}),
        execution_path=[step.node_id for step in steps],
        steps=steps,
        started_by=next(iter(await _related(STARTED_BY, execution_id, owner_id)), None),
        started=await _started(owner_id, execution_id, row["started_at"], contact_id),
    )


async def _started(
    owner_id: int, execution_id: int, since: datetime, contact_id: int | None
) -> list[RelatedExecution]:
    own = execution_id, owner_id, since
    if contact_id is None:
        return await _related(FOLLOWERS_OF_NOBODY, *own)
    return await _related(FOLLOWERS_OF_CONTACT, *own, contact_id)


async def _related(statement: str, *values: Any) -> list[RelatedExecution]:
    return [RelatedExecution(**row) for row in await fetch(statement, *values)]


async def read_step(owner_id: int, execution_id: int, n: int) -> StepRow | None:
    """One finished visit, whole: with its input and output however large they are."""
    row = await fetch_one(STEP, execution_id, owner_id, n)
    if row is None:
        return None
    step = step_row(row)
    if step.input_size is not None or step.output_size is not None:
        for text in await fetch(TEXTS, execution_id, n, step.finished_at):
            setattr(step, text["part"], _json(text["content"]))
    return step


async def execution_exists(owner_id: int, execution_id: int) -> bool:
    """Whether this owner has such an execution."""
    row = await fetch_one(
        "SELECT 1 FROM flow_execution WHERE id = $1 AND user_id = $2", execution_id, owner_id
    )
    return row is not None


async def request(owner_id: int, execution_id: int, command: Command, now: datetime) -> bool:
    """Put a command into the execution's lane, behind what was accepted before; False when it makes no sense for its status."""
    row = await fetch_one(
        """
        WITH target AS (
          SELECT id, lane_id, contact_id FROM flow_execution WHERE id = $1 AND user_id = $2 AND status = ANY($5::text[])),
        stamp AS (
          UPDATE contact c SET last_event_at = greatest($3::timestamptz, c.last_event_at + interval '1 microsecond')
          FROM target t WHERE c.id = t.contact_id RETURNING c.last_event_at)
        INSERT INTO flow_event (due_at, user_id, lane_id, execution_id, kind, payload)
        SELECT coalesce((SELECT last_event_at FROM stamp), $3), $2, lane_id, id, 'command', jsonb_build_object('command', $4::text)
        FROM target RETURNING id
        """,
        *(execution_id, owner_id, now, command, list(OBEYED_BY[command])),
    )
    return row is not None


MAX_RELATED = 50
_SHOWN = "r.id, r.flow_id, (SELECT f.name FROM flow f WHERE f.id = r.flow_id) AS flow_name, r.status, r.waiting_for"
_STARTER = "CASE WHEN {0}.trigger_data->>'type' IN ('flow_called', 'flow_started') THEN {0}.trigger_data->'executionId' END"
STARTED_BY = f"""
SELECT {_SHOWN}, e.parent_id IS NOT NULL AS is_call
FROM flow_execution e JOIN flow_execution r ON r.id = ({_STARTER.format("e")})::bigint AND r.user_id = e.user_id
WHERE e.id = $1 AND e.user_id = $2
"""
# What it started is on the same contact's lane; both conditions have an index.
_FOLLOWERS = f"""
SELECT {_SHOWN}, r.parent_id IS NOT NULL AS is_call FROM flow_execution r
WHERE {{0}} AND r.user_id = $2 AND r.started_at >= $3 AND ({_STARTER.format("r")})::bigint = $1
ORDER BY r.started_at, r.id LIMIT {MAX_RELATED}
""".format
FOLLOWERS_OF_CONTACT = _FOLLOWERS("r.contact_id = $4")
FOLLOWERS_OF_NOBODY = _FOLLOWERS(
    "r.contact_id IS NULL AND r.lane_id = (SELECT e.lane_id FROM flow_execution e WHERE e.id = $1)"
)


TABLES = (
    "flow_execution e JOIN flow_version v ON v.id = e.flow_version_id"
    " LEFT JOIN contact c ON c.id = e.contact_id AND c.user_id = e.user_id"
)
COLUMNS = (
    "e.id, e.flow_id, v.number AS flow_version, e.status, e.waiting_for, e.wait_until, e.outcome, e.current_node_id,"
    " e.error_message, e.started_at, e.finished_at,"
    " c.id AS contact_id, c.name AS contact_name, c.phone AS contact_phone"
)
PROGRESS = (
    "e.variables, e.step_count, e.updated_at, e.pending,"
    " CASE WHEN e.status IN ('Running', 'Paused') THEN jsonb_path_query_first(v.document,"
    " '$.nodes[*] ? (@.id == $id).type', jsonb_build_object('id', e.current_node_id)) #>> '{}' END AS node_type"
)
# Only the weeks since the execution started are looked into; a day less, since two workers' clocks differ a little.
SINCE = "finished_at >= {} - interval '1 day'"
STEP_COLUMNS = (
    "execution_id, n, node_id, node_type, status, port, input, output, error_message, started_at, finished_at"
)


STEP = f"""
SELECT s.* FROM flow_execution e CROSS JOIN LATERAL (
  SELECT {STEP_COLUMNS} FROM flow_execution_step WHERE execution_id = e.id AND {SINCE.format("e.started_at")} AND n = $3) s
WHERE e.id = $1 AND e.user_id = $2
"""
TEXTS = "SELECT part, content FROM flow_execution_step_text WHERE execution_id = $1 AND n = $2 AND finished_at = $3"


def shaped(row: Row) -> Row:
    """The fields of a summary, from a row with COLUMNS."""
    contact_id, name, phone = (row.pop(f"contact_{part}") for part in ("id", "name", "phone"))
    contact = None if contact_id is None else ExecutionContact(contact_id, name, phone)
    return {**row, "contact": contact}


def take_progress(row: Row) -> tuple[int, StepRow | None]:
    """Take what PROGRESS reads out of the row, but for the variables: the finished steps, and the visit in progress."""
    progress = {name: row.pop(name) for name in ("step_count", "updated_at", "pending", "node_type")}
    row["variables"] = _json(row["variables"])
    is_live = row["status"] in _LIVE and row["current_node_id"] is not None
    return progress["step_count"], _in_progress(row, progress) if is_live else None


def step_row(row: Row) -> StepRow:
    """A finished visit, from a row with STEP_COLUMNS."""
    for part in StepPart:
        text = row.pop(part)
        is_size = text is not None and text.isdecimal()  # anything else is an object
        row |= {f"{part}_size": int(text)} if is_size else {part.value: _json(text)}
    return StepRow(**row)


async def _read_steps(execution_id: int, started_at: datetime, step_count: int) -> list[StepRow]:
    """The newest steps, in order; none that was committed after the execution's own row was read."""
    rows = await fetch(
        f"""
        SELECT {STEP_COLUMNS}
        FROM flow_execution_step WHERE execution_id = $1 AND {SINCE.format("$4::timestamptz")} AND n <= $2 ORDER BY n DESC LIMIT $3
        """,
        *(execution_id, step_count, MAX_STEPS, started_at),
    )
    return [step_row(row) for row in rows[::-1]]


def _in_progress(row: Row, progress: Row) -> StepRow:
    """The visit that has no row yet: at rest it is Pending; calling out, sending or going on it is Running."""
    at_rest = row["waiting_for"] in AT_REST
    pending = _pending.decode(progress["pending"]) if progress["pending"] else None
    return StepRow(
        execution_id=row["id"],
        n=progress["step_count"] + 1,
        node_id=row["current_node_id"],
        node_type=progress["node_type"] or "",
        status=StepStatus.PENDING if at_rest else StepStatus.RUNNING,
        input=pending and pending.input,
        output=pending and pending.output,
        started_at=(pending and pending.since) or progress["updated_at"],
    )


def _json(text: str | None) -> Any:
    """Stored JSON, passed on without being read."""
    return None if text is None else msgspec.Raw(text.encode())
