"""What a flow did in a period, in numbers: how often each node was visited and left by each way, and who waits where now.

Steps know their execution and nothing else, so those of the executions that started in the period are counted: a share is then one
of the people who entered together. At most MAX_EXECUTIONS are looked at, the newest; nothing is written, and no row is locked.
"""

from collections.abc import Sequence
from datetime import datetime

import asyncpg
import msgspec

from engine.errors import ParleyError
from storage.database import Row, fetch, transaction
from storage.execution_search import Period, ids_of_period
from storage.executions import SINCE

MAX_EXECUTIONS = 20_000
MAX_WAITING = 200_000
MAX_ENDS = 50
PATIENCE = "5s"


class CountingTooLong(ParleyError):
    """The executions of the period took too many steps to count them while somebody waits."""

    code = "counting_too_long"


class NodeCount(msgspec.Struct, rename="camel"):
    """What happened at a node: `reached` are the executions that came there at all, `share` their part of those that entered.

    `waiting` are the executions that stand there now, whenever they started.
    """

    node_id: str
    visits: int = 0
    reached: int = 0
    share: float = 0.0
    failed: int = 0
    waiting: int = 0


class PortCount(msgspec.Struct, rename="camel"):
    """How often a node was left by a port, and the share of its visits that is."""

    node_id: str
    port: str
    taken: int
    share: float


class EndCount(msgspec.Struct, rename="camel"):
    """How many executions ended so, and their part of those that entered; without an outcome it is all of the status."""

    status: str
    outcome: str | None
    executions: int
    share: float


class FlowCounts(msgspec.Struct, rename="camel"):
    """The numbers of a flow; `counted_from` says that older executions of the period were too many to be looked at.

    `ends` are first those of each status, then the most usual ones of each outcome, MAX_ENDS in all; who is still in the flow has none.
    """

    executions: int
    counted_from: datetime | None
    ends: list[EndCount]
    nodes: list[NodeCount]
    ports: list[PortCount]


async def count_flow(
    owner_id: int, flow_id: int, since: datetime, until: datetime, version: int | None = None
) -> FlowCounts:
    """Count what happened to the executions that started in the period."""
    period = await ids_of_period(owner_id, flow_id, since, until)
    entered = flow_id, owner_id, period.first, period.behind, since, until, version
    try:
        async with transaction():
            # One picture for all that is divided by each other.
            await fetch("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            await fetch(f"SET LOCAL statement_timeout = '{PATIENCE}'")
            looked = (await fetch(ENTERED, *entered, MAX_EXECUTIONS))[0]
            ends = await fetch(ENDED, *entered, MAX_EXECUTIONS, MAX_ENDS)
            steps = await fetch(VISITED, *entered, MAX_EXECUTIONS)
            waiting = await fetch(WAITING, flow_id, owner_id, version, MAX_WAITING)
    except asyncpg.QueryCanceledError:
        raise CountingTooLong("These are too many steps to count at once: choose a shorter period.") from None
    has_more = looked["read"] == MAX_EXECUTIONS and await _is_older(
        owner_id, flow_id, period, looked["oldest"]
    )
    counted_from = looked["oldest_at"] if has_more else None
    executions: int = looked["executions"]
    return FlowCounts(
        executions,
        counted_from,
        [
            EndCount(each["status"], each["outcome"], each["count"], each["count"] / executions)
            for each in ends
        ],
        _nodes(steps, waiting, executions),
        _ports(steps),
    )


async def _is_older(owner_id: int, flow_id: int, period: Period, oldest: int) -> bool:
    rows = await fetch(OLDER, flow_id, owner_id, period.first, oldest)
    return bool(rows)


# Read before it is narrowed to a version, so that a rare one does not make it endless.
_ENTERED = """
read AS (
  SELECT id, started_at, status, outcome, current_node_id, flow_version_id FROM flow_execution
  WHERE (flow_id, id) < ($1, $4) AND (flow_id, id) >= ($1, $3) AND user_id = $2 ORDER BY flow_id DESC, id DESC LIMIT $8),
entered AS (
  SELECT id, started_at, status, outcome, current_node_id FROM read WHERE started_at >= $5 AND started_at < $6
    AND ($7::int IS NULL OR flow_version_id = (SELECT v.id FROM flow_version v WHERE v.flow_id = $1 AND v.number = $7)))
"""
ENTERED = f"""
WITH {_ENTERED}
SELECT (SELECT count(*) FROM read) AS read, (SELECT min(id) FROM read) AS oldest, (SELECT min(started_at) FROM read) AS oldest_at,
  (SELECT count(*) FROM entered) AS executions
"""
ENDED = f"""
WITH {_ENTERED}
SELECT status, outcome, count(*) AS count FROM entered WHERE status IN ('Completed', 'Failed')
GROUP BY GROUPING SETS ((status), (status, outcome)) HAVING outcome IS NOT NULL OR GROUPING(outcome) = 1
ORDER BY GROUPING(outcome) DESC, count(*) DESC, status, outcome LIMIT $9
"""
# OFFSET 0 keeps the look-up of each from becoming a join that reads whole weeks. A visit that goes on has no step yet.
VISITED = f"""
WITH {_ENTERED}
SELECT s.node_id, s.port, s.status, count(*) AS count, count(*) FILTER (WHERE s.time = 1) AS reached
FROM entered e CROSS JOIN LATERAL (
  SELECT v.*, row_number() OVER (PARTITION BY v.node_id) AS time FROM (
    SELECT node_id, port, status FROM flow_execution_step WHERE execution_id = e.id AND {SINCE.format("e.started_at")}
    UNION ALL SELECT e.current_node_id, NULL, e.status
    WHERE e.status IN ('Running', 'Paused') AND e.current_node_id IS NOT NULL) v OFFSET 0) s
GROUP BY s.node_id, s.port, s.status
"""
OLDER = """
SELECT 1 FROM flow_execution WHERE (flow_id, id) < ($1, $4) AND (flow_id, id) >= ($1, $3) AND user_id = $2
ORDER BY flow_id DESC, id DESC LIMIT 1
"""
WAITING = """
SELECT w.node_id, count(*) AS count FROM (
  SELECT current_node_id AS node_id, flow_version_id FROM flow_execution
  WHERE (flow_id, id) <= ($1, 9223372036854775807) AND flow_id >= $1 AND user_id = $2
    AND lower(status) IN ('running', 'paused') AND status = 'Running' ORDER BY flow_id DESC, id DESC LIMIT $4) w
WHERE w.node_id IS NOT NULL
  AND ($3::int IS NULL OR w.flow_version_id = (SELECT v.id FROM flow_version v WHERE v.flow_id = $1 AND v.number = $3))
GROUP BY w.node_id
"""


def _nodes(steps: Sequence[Row], waiting: Sequence[Row], executions: int) -> list[NodeCount]:
    nodes: dict[str, NodeCount] = {}
    for row in steps:
        node = nodes.setdefault(row["node_id"], NodeCount(row["node_id"]))
        node.visits += row["count"]
        node.reached += row["reached"]
        node.share = node.reached / executions
        node.failed += row["count"] if row["status"] == "Failed" else 0
    for row in waiting:
        nodes.setdefault(row["node_id"], NodeCount(row["node_id"])).waiting += row["count"]
    return sorted(nodes.values(), key=lambda node: node.node_id)


def _ports(steps: Sequence[Row]) -> list[PortCount]:
    visits: dict[str, int] = {}
    taken: dict[tuple[str, str], int] = {}
    for row in steps:
        visits[row["node_id"]] = visits.get(row["node_id"], 0) + row["count"]
        if row["port"] is not None:
            place = row["node_id"], row["port"]
            taken[place] = taken.get(place, 0) + row["count"]
    return [
        PortCount(node, port, count, count / visits[node]) for (node, port), count in sorted(taken.items())
    ]
