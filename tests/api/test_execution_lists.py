"""The executions of a flow over HTTP: narrowed, searched, counted, and retried together."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from inserted import STARTED, insert_execution, insert_flow

from storage.database import fetch
from storage.enums import UserRole

pytestmark = pytest.mark.anyio


@pytest.fixture
async def flow_id(owner: httpx.AsyncClient) -> int:
    return await insert_flow(owner)


async def listed(client: httpx.AsyncClient, flow_id: int, **asked: Any) -> list[int]:
    answer = await client.get(f"/api/flows/{flow_id}/executions", params=asked)
    assert answer.status_code == 200, answer.text
    return [execution["id"] for execution in answer.json()["items"]]


async def change(execution_id: int, **fields: Any) -> None:
    sets = ", ".join(f"{name} = ${place}" for place, name in enumerate(fields, start=2))
    await fetch(f"UPDATE flow_execution SET {sets} WHERE id = $1", execution_id, *fields.values())


async def test_each_filter_narrows(owner: httpx.AsyncClient, flow_id: int) -> None:
    waiting = await insert_execution(owner, "Running", "reply", "ask", flow_id)
    done = await insert_execution(owner, "Completed", None, "end", flow_id)
    failed = await insert_execution(owner, "Failed", None, "greet", flow_id)
    await change(done, outcome="sold")
    for earlier in (waiting, done):
        await change(earlier, started_at=STARTED - timedelta(days=1))
    assert await listed(owner, flow_id) == [failed, done, waiting]
    assert await listed(owner, flow_id, status="Failed") == [failed]
    assert await listed(owner, flow_id, outcome="sold") == [done]
    assert await listed(owner, flow_id, version=1) == [failed, done, waiting]
    assert await listed(owner, flow_id, version=2) == []
    assert await listed(owner, flow_id, waitingFor="reply") == [waiting]
    assert await listed(owner, flow_id, waitingFor="time") == []
    assert await listed(owner, flow_id, nodeId="greet") == [failed]
    assert await listed(owner, flow_id, startedFrom=STARTED.isoformat()) == [failed]
    assert await listed(owner, flow_id, startedTo=STARTED.isoformat()) == [done, waiting]
    assert await listed(owner, flow_id, status="Running", nodeId="ask", waitingFor="reply") == [waiting]


async def test_a_search_looks_at_names_phones_and_errors(owner: httpx.AsyncClient, flow_id: int) -> None:
    bea = await insert_execution(owner, "Completed", None, "end", flow_id)
    broken = await insert_execution(owner, "Failed", None, "greet", flow_id)
    await change(broken, error_message="Nobody is called 'customer'.", contact_id=None)
    for words, found in (
        ("bea", [bea]),
        ("0011", [bea]),
        ("+34 600 11 22 44", [bea]),
        ("(+34) 600-112244", [bea]),
        ("nobody is", [broken]),
        ("+34 600 11 22 99", []),
        ("%", []),
        ("\0", [broken, bea]),
    ):
        assert await listed(owner, flow_id, search=words) == found, words


async def test_totals_count_what_the_other_filters_leave(owner: httpx.AsyncClient, flow_id: int) -> None:
    for status in ("Running", "Completed", "Failed", "Completed"):
        await insert_execution(owner, status, None, "greet", flow_id)
    url = f"/api/flows/{flow_id}/executions/totals"
    assert (await owner.get(url)).json() == {
        "statuses": {"Running": 1, "Completed": 2, "Failed": 1},
        "since": None,
    }
    assert (await owner.get(url, params={"version": 7})).json()["statuses"] == {}


@pytest.mark.parametrize(
    "asked",
    [
        {"startedFrom": "0001-01-01T00:00:00Z"},
        {"startedTo": "9999-12-31T23:59:59Z"},
        {"status": "Odd"},
        {"version": 0},
        {"startedFrom": "yesterday"},
        {"search": "x" * 201},
        {"cursor": "x"},
    ],
)
async def test_what_cannot_be_asked_is_refused(
    owner: httpx.AsyncClient, flow_id: int, asked: dict[str, Any]
) -> None:
    answer = await owner.get(f"/api/flows/{flow_id}/executions", params=asked)
    assert answer.status_code == 400


async def test_all_that_failed_and_fit_are_retried_in_rounds(owner: httpx.AsyncClient, flow_id: int) -> None:
    failed = [await insert_execution(owner, "Failed", None, "greet", flow_id) for _ in range(102)]
    other = await insert_execution(owner, "Failed", None, "ask", flow_id)
    await insert_execution(owner, "Completed", None, "greet", flow_id)
    url = f"/api/flows/{flow_id}/executions/retry"
    first = await owner.post(url, params={"nodeId": "greet", "status": "Completed"})
    assert (first.status_code, first.json()["asked"]) == (202, 100)
    second = (await owner.post(url, params={"nodeId": "greet", "cursor": first.json()["nextCursor"]})).json()
    assert second == {"asked": 2, "nextCursor": None}
    commands = await fetch("SELECT execution_id, payload FROM flow_event")
    assert sorted(row["execution_id"] for row in commands) == failed
    assert {row["payload"] for row in commands} == {'{"command": "retry"}'}
    assert other not in failed


async def test_an_agent_retries_nothing(sign_in, owner: httpx.AsyncClient) -> None:
    agent = await sign_in(UserRole.AGENT)
    answer = await agent.post("/api/flows/1/executions/retry")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
