"""Executions over HTTP: the list, the steps, cancelling."""

from datetime import timedelta

import httpx
import pytest
from inserted import insert_execution, insert_flow

from storage.database import fetch, fetch_one

pytestmark = pytest.mark.anyio


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


async def test_the_list_can_be_narrowed_to_a_contact(owner: httpx.AsyncClient) -> None:
    flow_id = await insert_flow(owner)
    first = await insert_execution(owner, "Completed", None, "greet", flow_id)
    second = await insert_execution(owner, "Running", "time", "greet", flow_id)
    await fetch("UPDATE flow_execution SET contact_id = contact_id + 1 WHERE id = $1", second)
    url = f"/api/flows/{flow_id}/executions"
    found = (await owner.get(url, params={"contactId": 1})).json()["items"]
    assert [execution["id"] for execution in found] == [first]
    assert (await owner.get(url, params={"contactId": 3})).json()["items"] == []
    assert (await owner.get(url, params={"contactId": 0})).status_code == 400


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


@pytest.mark.parametrize(
    ("command", "obeyed", "code"),
    [
        ("cancel", {"Running", "Paused"}, "execution_over"),
        ("pause", {"Running"}, "execution_not_running"),
        ("resume", {"Paused"}, "execution_not_paused"),
        ("retry", {"Failed"}, "execution_not_failed"),
    ],
)
async def test_a_command_is_taken_where_it_makes_sense(
    owner: httpx.AsyncClient, command: str, obeyed: set[str], code: str
) -> None:
    flow_id = await insert_flow(owner)
    for status in ("Running", "Paused", "Failed", "Completed"):
        execution_id = await insert_execution(owner, status, None, "greet", flow_id)
        answer = await owner.post(f"/api/executions/{execution_id}/{command}")
        queued = await fetch("DELETE FROM flow_event RETURNING payload")
        if status in obeyed:
            assert answer.status_code == 202
            assert queued == [{"payload": f'{{"command": "{command}"}}'}]
        else:
            assert (answer.status_code, answer.json()["code"], queued) == (409, code, [])


async def test_a_large_output_is_told_by_its_size_and_comes_with_the_step(owner: httpx.AsyncClient) -> None:
    execution_id = await insert_execution(owner, "Completed", None, "greet")
    url = f"/api/executions/{execution_id}/steps/1"
    assert (await owner.get(url)).json()["output"] == {}
    await fetch("UPDATE flow_execution_step SET output = '20009'")
    await fetch(
        "INSERT INTO flow_execution_step_text SELECT execution_id, n, 'output', $1, finished_at FROM flow_execution_step",
        '{"page": "' + "x" * 19_997 + '"}',
    )
    (step,) = (await owner.get(f"/api/executions/{execution_id}")).json()["steps"]
    assert (step["executionId"], step["output"], step["outputSize"]) == (execution_id, None, 20_009)
    assert (step["input"], step["inputSize"]) == ({"a": [1, 2]}, None)
    whole = (await owner.get(url)).json()
    assert whole == step | {"output": {"page": "x" * 19_997}}
    assert (await owner.get(f"/api/executions/{execution_id}/steps/2")).status_code == 404


@pytest.mark.parametrize("has_contact", [True, False])
async def test_an_execution_leads_to_the_one_that_called_it_and_back(
    owner: httpx.AsyncClient, has_contact: bool
) -> None:
    flow_id = await insert_flow(owner)
    caller, called, started, other = [
        await insert_execution(owner, status, "call", "greet", flow_id)
        for status in ("Running", "Paused", "Completed", "Running")
    ]
    if not has_contact:
        await fetch("UPDATE flow_execution SET contact_id = NULL, lane_id = 5")
    for child, kind in ((called, "flow_called"), (started, "flow_started"), (other, "webhook")):
        await fetch(
            "UPDATE flow_execution SET trigger_data = jsonb_build_object('type', $2::text, 'executionId', $3::bigint),"
            " parent_id = CASE WHEN $2 = 'flow_called' THEN $3::bigint END WHERE id = $1",
            *(child, kind, caller),
        )
    body = (await owner.get(f"/api/executions/{caller}")).json()
    assert body["startedBy"] is None
    found = [(one["id"], one["status"], one["isCall"]) for one in body["started"]]
    assert sorted(found) == [(called, "Paused", True), (started, "Completed", False)]
    for child, is_call in ((called, True), (started, False)):
        body = (await owner.get(f"/api/executions/{child}")).json()
        assert (body["startedBy"]["id"], body["startedBy"]["isCall"]) == (caller, is_call)
        assert (body["startedBy"]["flowId"], body["started"]) == (flow_id, [])
    assert (await owner.get(f"/api/executions/{other}")).json()["startedBy"] is None
