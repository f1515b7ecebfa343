"""The numbers of a flow: what the executions of a period did, and who waits now."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from inserted import STARTED, insert_execution, insert_flow

from storage import flow_counts
from storage.database import fetch

pytestmark = pytest.mark.anyio


async def step(execution_id: int, n: int, node: str, port: str | None, status: str = "Completed") -> None:
    await fetch(
        """
        INSERT INTO flow_execution_step (execution_id, n, visit, node_id, node_type, port, status, started_at, finished_at)
        VALUES ($1, $2, $2, $3, 'x', $4, $5, $6, $6)
        """,
        *(execution_id, n, node, port, status, STARTED),
    )


@pytest.fixture
async def flow_id(owner: httpx.AsyncClient) -> int:
    """Four entered: one waits, one failed, two took the way `yes`; a fifth entered the day before yesterday."""
    flow_id = await insert_flow(owner)
    old = await insert_execution(owner, "Completed", None, "ask", flow_id)
    await fetch("UPDATE flow_execution SET started_at = $2 WHERE id = $1", old, STARTED - timedelta(days=2))
    await insert_execution(owner, "Running", "reply", "ask", flow_id)
    failed = await insert_execution(owner, "Failed", None, "greet", flow_id)
    await step(failed, 2, "greet", None, "Failed")
    for _ in range(2):
        done = await insert_execution(owner, "Completed", None, "ask", flow_id)
        await step(done, 2, "greet", "yes")
    return flow_id


async def counts(client: httpx.AsyncClient, flow_id: int, **asked: Any) -> dict[str, Any]:
    answer = await client.get(f"/api/flows/{flow_id}/counts", params=asked)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_visits_failures_ways_and_who_waits(owner: httpx.AsyncClient, flow_id: int) -> None:
    body = await counts(owner, flow_id)
    assert (body["executions"], body["countedFrom"]) == (4, None)
    assert body["nodes"] == [
        {"nodeId": "ask", "visits": 1, "reached": 1, "share": 0.25, "failed": 0, "waiting": 1},
        {"nodeId": "greet", "visits": 3, "reached": 3, "share": 0.75, "failed": 1, "waiting": 0},
        {"nodeId": "start", "visits": 4, "reached": 4, "share": 1.0, "failed": 0, "waiting": 0},
    ]
    assert body["ports"] == [
        {"nodeId": "greet", "port": "yes", "taken": 2, "share": pytest.approx(2 / 3)},
        {"nodeId": "start", "port": "out", "taken": 4, "share": 1.0},
    ]


async def test_who_comes_to_a_node_again_reached_it_once(owner: httpx.AsyncClient) -> None:
    flow_id = await insert_flow(owner)
    for rounds in (3, 1, 0, 0):
        execution = await insert_execution(owner, "Completed", None, "ask", flow_id)
        for n in range(rounds):
            await step(execution, 2 + n, "again", "out")
    (again,) = [node for node in (await counts(owner, flow_id))["nodes"] if node["nodeId"] == "again"]
    assert (again["visits"], again["reached"], again["share"]) == (4, 2, 0.5)


async def test_how_executions_ended_is_told_with_its_share(
    owner: httpx.AsyncClient, flow_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    (done,) = await fetch("SELECT max(id) AS id FROM flow_execution")
    await fetch("UPDATE flow_execution SET outcome = 'bought' WHERE id = $1", done["id"])
    assert (await counts(owner, flow_id))["ends"] == [
        {"status": "Completed", "outcome": None, "executions": 2, "share": 0.5},
        {"status": "Failed", "outcome": None, "executions": 1, "share": 0.25},
        {"status": "Completed", "outcome": "bought", "executions": 1, "share": 0.25},
    ]
    monkeypatch.setattr(flow_counts, "MAX_ENDS", 2)
    ends = (await counts(owner, flow_id))["ends"]
    assert [end["outcome"] for end in ends] == [None, None], "outcomes that differ leave the sums as they are"


async def test_a_period_and_a_version_narrow_but_who_waits_waits_now(
    owner: httpx.AsyncClient, flow_id: int
) -> None:
    earlier = await counts(
        owner,
        flow_id,
        **{
            "from": (STARTED - timedelta(days=3)).isoformat(),
            "to": (STARTED - timedelta(days=1)).isoformat(),
        },
    )
    assert earlier["executions"] == 1
    assert [(node["nodeId"], node["visits"], node["waiting"]) for node in earlier["nodes"]] == [
        ("ask", 0, 1), ("start", 1, 0)
    ]  # fmt: skip
    assert (await counts(owner, flow_id, version=2))["nodes"] == []
    assert (await counts(owner, flow_id, version=1))["executions"] == 4


async def test_too_many_are_counted_from_the_newest_on_and_that_is_said(
    owner: httpx.AsyncClient, flow_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow_counts, "MAX_EXECUTIONS", 2)
    body = await counts(owner, flow_id)
    assert (body["executions"], body["countedFrom"] is None) == (2, False)


async def test_odd_periods_are_refused_or_empty(owner: httpx.AsyncClient, flow_id: int) -> None:
    url = f"/api/flows/{flow_id}/counts"
    assert (await owner.get(url, params={"from": "monday"})).status_code == 400
    assert (await owner.get(url, params={"version": 0})).status_code == 400
    for far in (
        {"from": "0001-01-01T00:00:00Z"},
        {"to": "0001-01-01T00:00:00Z"},
        {"to": "9999-12-31T23:59:59Z"},
    ):
        answer = await owner.get(url, params=far)
        assert (answer.status_code, "too far away" in answer.json()["detail"]) == (400, True)
    turned = await counts(owner, flow_id, **{"from": "2026-11-24T12:00:00Z", "to": "2026-11-23T12:00:00Z"})
    assert turned["executions"] == 0
