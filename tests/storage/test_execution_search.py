"""Looking for executions walks the index of the flow, or of what is rare in it, whatever is asked for; never those of other flows."""

from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from explained import explain_generic
from filled import NOW, fill

from storage import execution_search
from storage.connect import connect_piccolo, disconnect_piccolo
from storage.connection import GENERIC_PLANS
from storage.enums import FlowExecutionStatus, WaitingFor
from storage.execution_search import ExecutionFilter, count_executions, find_executions, ids_of_period

pytestmark = pytest.mark.anyio

ROWS = 1000
OWNER, FLOW = 2, 2  # of those that `fill` makes

LOOKS: list[tuple[ExecutionFilter, str]] = [
    (ExecutionFilter(), "flow_execution_flow"),
    (ExecutionFilter(status=FlowExecutionStatus.COMPLETED, outcome="end", version=1), "flow_execution_flow"),
    (ExecutionFilter(search="100% sure_"), "flow_execution_flow"),
    (ExecutionFilter(status=FlowExecutionStatus.RUNNING), "flow_execution_alive"),
    (ExecutionFilter(waiting_for=WaitingFor.REPLY, node_id="ask"), "flow_execution_alive"),
    (ExecutionFilter(status=FlowExecutionStatus.FAILED), "flow_execution_failed"),
    (ExecutionFilter(contact_id=7), "flow_execution_contact"),
]


@pytest.fixture
async def filled(database: str) -> Any:
    connection = await asyncpg.connect(database, server_settings=GENERIC_PLANS)
    await fill(connection, ROWS)
    await connection.execute("UPDATE flow_execution SET user_id = $1 WHERE flow_id = $2", OWNER, FLOW)
    await connect_piccolo(database)
    yield connection
    await disconnect_piccolo()
    await connection.close()


@pytest.mark.parametrize(("wanted", "index"), LOOKS)
async def test_a_look_walks_its_index(filled: Any, wanted: ExecutionFilter, index: str) -> None:
    look = await execution_search.plan_look(OWNER, FLOW, wanted)
    for statement in (look.statement(51), look.totals(), look.end()):
        found = await explain_generic(filled, statement)
        scanned = {
            name for name in found.indexes if name.startswith("flow_execution_") and "pkey" not in name
        }
        assert (scanned, found.whole) == ({index}, set()), statement


async def test_a_period_lies_between_two_ids(filled: Any) -> None:
    rows = await filled.fetch(
        "SELECT id, started_at FROM flow_execution WHERE flow_id = $1 ORDER BY id", FLOW
    )
    middle = rows[len(rows) // 2]["started_at"]
    period = await ids_of_period(OWNER, FLOW, middle, None)
    wanted = [row["id"] for row in rows if row["started_at"] >= middle]
    assert [row["id"] for row in rows if period.first <= row["id"] < period.behind] == wanted
    assert (await find_executions(OWNER, FLOW, ExecutionFilter(started_to=middle), 200)).executions[
        0
    ].id < wanted[0]
    nothing = await ids_of_period(OWNER, FLOW, NOW + timedelta(days=1), None)
    assert nothing.first == nothing.behind


async def test_a_look_that_stops_early_says_where_and_goes_on_from_there(
    filled: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(execution_search, "SCAN", 5)
    wanted = ExecutionFilter(version=2)  # there is none
    look = await find_executions(OWNER, FLOW, wanted, 51)
    seen, rounds = 5, 1
    assert (look.executions, look.last_id is None, look.last_started_at is None) == ([], False, False)
    while look.last_id is not None:
        look = await find_executions(OWNER, FLOW, wanted, 51, look.last_id)
        rounds += 1
    count = await filled.fetchval("SELECT count(*) FROM flow_execution WHERE flow_id = $1", FLOW)
    assert (rounds - 1) * seen < count <= rounds * seen
    totals = await count_executions(OWNER, FLOW, ExecutionFilter())
    assert (sum(totals.statuses.values()), totals.since is None) == (5, False)


async def test_signs_that_the_database_knows_are_only_signs(filled: Any) -> None:
    await filled.execute("UPDATE flow_execution SET error_message = 'is 100% full_' WHERE flow_id = $1", FLOW)
    assert (await find_executions(OWNER, FLOW, ExecutionFilter(search="100% full_"), 5)).executions
    assert not (await find_executions(OWNER, FLOW, ExecutionFilter(search="1_0%"), 5)).executions
