"""Executions over HTTP: the list, the steps, cancelling."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from flow_documents import greeting

from storage.database import fetch, fetch_one

pytestmark = pytest.mark.anyio

STARTED = datetime(2026, 11, 24, 11, tzinfo=UTC)


async def test_a_waiting_execution_shows_the_visit_in_progress(owner: httpx.AsyncClient) -> None:
    execution_id = await insert_execution(owner, "Running", "reply", "greet")
    body = (await owner.get(f"/api/executions/{execution_id}")).json()
    assert (body["status"], body["waitingFor"], body["flowVersion"]) == ("Running", "reply", 1)
    assert body["contact"] == {"id": 1, "name": "Bea", "phone": "+34600112244"}
    assert (body["variables"], body["triggerData"]) == ({"size": 3}, {"text": "hi"})
    assert body["executionPath"] == ["start", "greet"]
    assert [(step["n"], step["nodeType"], step["status"]) for step in body["steps"]] == [
        (1, "trigger", "Completed"), (2, "send_message", "Pending")
    ]  # fmt: skip
    assert body["steps"][0]["input"] == {"a": [1, 2]}


@pytest.mark.parametrize(
    ("waiting_for", "status"), [("time", "Pending"), ("effect", "Running"), ("send", "Running")]
)
async def test_the_visit_in_progress_rests_or_runs(
    owner: httpx.AsyncClient, waiting_for: str, status: str
) -> None:
    execution_id = await insert_execution(owner, "Running", waiting_for, "greet")
    last = (await owner.get(f"/api/executions/{execution_id}")).json()["steps"][-1]
    assert (last["status"], last["finishedAt"]) == (status, None)


async def test_a_finished_execution_shows_its_steps_only(owner: httpx.AsyncClient) -> None:
    execution_id = await insert_execution(owner, "Completed", None, "greet")
    body = (await owner.get(f"/api/executions/{execution_id}")).json()
    assert body["executionPath"] == ["start"]


async def test_the_list_can_be_narrowed_to_a_status(owner: httpx.AsyncClient) -> None:
    flow_id = await insert_flow(owner)
    for status in ("Running", "Completed", "Failed", "Completed"):
        await insert_execution(owner, status, None, "greet", flow_id)
    url = f"/api/flows/{flow_id}/executions"
    assert len((await owner.get(url)).json()["items"]) == 4
    assert len((await owner.get(url, params={"status": "Completed"})).json()["items"]) == 2
    assert (await owner.get(url, params={"status": "Odd"})).status_code == 400
    first = (await owner.get(url, params={"limit": 3})).json()
    rest = (await owner.get(url, params={"limit": 3, "cursor": first["nextCursor"]})).json()
    assert [len(first["items"]), len(rest["items"]), rest["nextCursor"]] == [3, 1, None]


async def test_cancelling_queues_a_command_behind_what_was_accepted(owner: httpx.AsyncClient, clock) -> None:
    execution_id = await insert_execution(owner, "Running", "time", "greet")
    accepted = clock() + timedelta(seconds=5)
    await fetch("UPDATE contact SET last_event_at = $1", accepted)
    answer = await owner.post(f"/api/executions/{execution_id}/cancel")
    assert (answer.status_code, answer.json()["id"]) == (202, execution_id)
    event = await fetch_one("SELECT e.*, x.lane_id AS lane FROM flow_event e, flow_execution x")
    assert event
    assert (event["kind"], event["payload"]) == ("command", '{"command": "cancel"}')
    assert (event["execution_id"], event["lane_id"]) == (execution_id, event["lane"])
    assert event["due_at"] == accepted + timedelta(microseconds=1)


async def test_what_is_over_cannot_be_cancelled(owner: httpx.AsyncClient) -> None:
    execution_id = await insert_execution(owner, "Failed", None, "greet")
    answer = await owner.post(f"/api/executions/{execution_id}/cancel")
    assert (answer.status_code, answer.json()["code"]) == (409, "execution_over")
    assert await fetch("SELECT 1 FROM flow_event") == []


async def insert_flow(client: httpx.AsyncClient) -> int:
    flow_id: int = (await client.post("/api/flows", json=greeting())).json()["id"]
    await client.post(f"/api/flows/{flow_id}/publish")
    phone = {"phoneNumber": "+34600112233", "provider": "simulator"}
    account = (await client.post("/api/whatsapp-accounts", json=phone)).json()["id"]
    await client.post("/api/contacts", json={"accountId": account, "phone": "+34600112244", "name": "Bea"})
    return flow_id


async def insert_execution(
    client: httpx.AsyncClient, status: str, waiting_for: str | None, node: str, flow_id: int | None = None
) -> int:
    """An execution as the engine leaves it after its trigger."""
    flow_id = flow_id or await insert_flow(client)
    row: dict[str, Any] | None = await fetch_one(
        """
        INSERT INTO flow_execution (user_id, flow_id, flow_version_id, contact_id, lane_id, status, waiting_for,
          current_node_id, step_count, variables, trigger_data, started_at)
        SELECT f.user_id, f.id, f.published_version_id, c.id, c.lane_id, $2, $3, $4, 1, '{"size": 3}', '{"text": "hi"}', $5
        FROM flow f, contact c WHERE f.id = $1 RETURNING id
        """,
        *(flow_id, status, waiting_for, node, STARTED),
    )
    assert row
    await fetch(
        """
        INSERT INTO flow_execution_step (execution_id, n, visit, node_id, node_type, port, status, input, output, started_at)
        VALUES ($1, 1, 1, 'start', 'trigger', 'out', 'Completed', '{"a": [1, 2]}', '{}', $2)
        """,
        *(row["id"], STARTED),
    )
    return int(row["id"])
