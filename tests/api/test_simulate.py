"""Simulating and testing flows over HTTP, and the tests as the gate of publishing."""

import asyncio
import json
import threading
import time
from typing import Any

import httpx
import pytest
from flow_documents import greeting

from api.flows import simulating
from api.flows.limited import run_limited
from api.flows.live import LiveFlow, LiveFlows
from api.flows.simulations import MOST_AT_ONCE, Simulations
from api.importing import _import
from api.services import Services
from engine.errors import EvaluationFailed
from engine.flow import decode_document
from engine.plan import Plan, compile_plan
from engine.registry import load_registry
from engine.simulator.host import Limits
from engine.simulator.stage import Stage
from engine.verifier.recheck import Rechecker
from engine.zones import DEFAULT_ZONE
from storage.database import fetch
from storage.enums import UserRole

pytestmark = pytest.mark.anyio

SAY_HI = {"type": "say", "text": "hi"}
GREETS = {"name": "Greets", "steps": [SAY_HI, {"type": "expect", "text": "Hi Ana"}]}


async def made(client: httpx.AsyncClient, **parts: Any) -> int:
    answer = await client.post("/api/flows", json=greeting() | parts)
    assert answer.status_code == 201, answer.text
    flow_id: int = answer.json()["id"]
    return flow_id


def texts(outcome: dict[str, Any]) -> list[str]:
    return [entry["text"] for entry in outcome["timeline"] if entry["type"] == "sent"]


async def test_the_stored_draft_is_simulated_and_nothing_is_stored(owner: httpx.AsyncClient) -> None:
    flow_id = await made(owner)
    answer = await owner.post(f"/api/flows/{flow_id}/simulate", json={"steps": [SAY_HI]})
    assert answer.status_code == 200
    assert texts(answer.json()) == ["Hi Ana"]
    assert answer.json()["executions"][0]["flowId"] == 0
    for table in ("flow_execution", "message", "flow_event", "contact"):
        assert await fetch(f"SELECT 1 FROM {table}") == []


async def test_the_document_of_the_body_is_simulated_before_it_is_saved(owner: httpx.AsyncClient) -> None:
    flow_id = await made(owner)
    draft = greeting()
    draft["nodes"][1]["config"]["body"]["text"] = "Ahoy"
    draft["nodes"].append({"id": "half", "type": "send_message", "config": {}})
    answer = await owner.post(
        f"/api/flows/{flow_id}/simulate", json={"document": draft, "steps": [SAY_HI], "seed": 3}
    )
    assert texts(answer.json()) == ["Ahoy"]
    assert {issue["nodeId"] for issue in answer.json()["issues"]} == {"half"}


async def test_live_flows_are_called_for_real(owner: httpx.AsyncClient) -> None:
    inner = await made(owner, name="Inner")
    middle = await made(owner, **calling(inner))
    outer = await made(owner, **calling(middle))
    play = {"steps": [SAY_HI]}
    first = (await owner.post(f"/api/flows/{outer}/simulate", json=play)).json()
    assert "is not published" in first["executions"][0]["error"]
    for flow_id in (inner, middle):
        assert (await owner.post(f"/api/flows/{flow_id}/publish")).status_code == 200
    second = (await owner.post(f"/api/flows/{outer}/simulate", json=play)).json()
    assert texts(second) == ["Hi Ana"]
    assert [each["flowId"] for each in second["executions"]] == [0, middle, inner]


def calling(flow_id: int) -> dict[str, Any]:
    return {
        "nodes": [
            {"id": "start", "type": "trigger", "config": {"on": {"type": "message_received"}}},
            {"id": "call", "type": "call_flow", "config": {"flow": flow_id}},
        ],
        "edges": [{"id": "e", "source": "start", "target": "call"}],
    }


async def test_a_live_flow_is_compiled_when_it_is_come_to_and_once(
    owner: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[int] = []

    def compile_one(flow_id: int, *args: Any) -> Plan:
        compiled.append(flow_id)
        return compile_plan(flow_id, *args)

    monkeypatch.setattr("engine.simulator.others.compile_plan", compile_one)
    inner = await made(owner)
    outer = await made(owner, **calling(inner))
    await owner.post(f"/api/flows/{inner}/publish")
    url = f"/api/flows/{outer}/simulate"
    await owner.post(url, json={"steps": []})
    assert compiled == []
    for _ in range(2):
        assert texts((await owner.post(url, json={"steps": [SAY_HI]})).json()) == ["Hi Ana"]
    assert compiled == [inner]
    changed = greeting()
    changed["nodes"][1]["config"]["body"]["text"] = "Ahoy"
    await owner.put(f"/api/flows/{inner}", json={"revision": 1, "document": changed})
    await owner.post(f"/api/flows/{inner}/publish")
    assert texts((await owner.post(url, json={"steps": [SAY_HI]})).json()) == ["Ahoy"]
    assert compiled == [inner, inner]


async def test_a_schedule_fires_in_the_time_zone_of_the_owner(owner: httpx.AsyncClient) -> None:
    schedule = {"on": {"type": "schedule", "cron": "0 9 * * *", "audience": {}}}
    document = greeting()
    document["nodes"][0]["config"] = schedule
    flow_id = await made(owner, **document)
    day = {"steps": [{"type": "advance", "duration": {"days": 1}}]}

    async def starts() -> list[str]:
        outcome = (await owner.post(f"/api/flows/{flow_id}/simulate", json=day)).json()
        return [entry["at"] for entry in outcome["timeline"] if entry["type"] == "started"]

    assert await starts() == ["2026-03-03T09:00:00Z"]
    await fetch("UPDATE app_user SET timezone = 'Asia/Kathmandu'")
    assert await starts() == ["2026-03-03T03:15:00Z"]


async def test_a_contact_without_a_time_zone_lives_in_the_owners(owner: httpx.AsyncClient) -> None:
    await fetch("UPDATE app_user SET timezone = 'Asia/Kathmandu'")
    document = greeting()
    document["nodes"][1]["config"]["body"]["text"] = "{{ contact.timezone }}"
    flow_id = await made(owner, **document)
    outcome = (await owner.post(f"/api/flows/{flow_id}/simulate", json={"steps": [SAY_HI]})).json()
    assert (texts(outcome), outcome["timezone"]) == (["Asia/Kathmandu"], "Asia/Kathmandu")


def plan_of(stage: Stage, version_id: int) -> Plan:
    plan = stage.plans[version_id]
    assert isinstance(plan, Plan)
    return plan


def test_the_plans_that_were_used_last_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    document = decode_document(json.dumps(greeting()).encode())
    monkeypatch.setattr("api.flows.simulations.MAX_KEPT", 2 * (1 + len(document.nodes)))
    checker = Rechecker(load_registry())
    simulations = Simulations(checker, LiveFlows(checker))
    stages = [
        (n, simulations.stage(document, {n: LiveFlow(n, "Other", n, document, frozenset())}, 9, DEFAULT_ZONE))
        for n in (1, 2, 1, 3, 1, 2)
    ]
    first, second, again, _, still, anew = (plan_of(stage, n) for n, stage in stages)
    assert first.index is again.index is still.index
    assert anew.index is not second.index


def test_what_is_compiled_belongs_to_one_simulation() -> None:
    """An expression is evaluated by one thread at a time, and two simulations may run at once."""
    document = decode_document(json.dumps(greeting()).encode())
    checker = Rechecker(load_registry())
    simulations = Simulations(checker, LiveFlows(checker))
    live = {1: LiveFlow(1, "Other", 1, document, frozenset())}
    one, other = (plan_of(simulations.stage(document, live, 9, DEFAULT_ZONE), 1) for _ in range(2))
    assert one.nodes[1] is one.nodes[1] is not other.nodes[1]


async def test_publishing_waits_for_room_to_run_the_tests(
    owner: httpx.AsyncClient, services: Services
) -> None:
    flow_id = await made(owner, tests=[GREETS])
    free = threading.Event()
    busy = [
        asyncio.create_task(services.simulations.run(lambda _: free.wait(10), 20.0))
        for _ in range(MOST_AT_ONCE)
    ]
    publishing = asyncio.create_task(owner.post(f"/api/flows/{flow_id}/publish"))
    done, _ = await asyncio.wait([publishing], timeout=1)
    assert not done
    free.set()
    assert (await publishing).status_code == 200
    await asyncio.gather(*busy)


async def test_another_owners_flow_is_not_called(owner: httpx.AsyncClient, stranger) -> None:
    theirs = await made(stranger)
    await stranger.post(f"/api/flows/{theirs}/publish")
    mine = await made(owner, **calling(theirs))
    outcome = (await owner.post(f"/api/flows/{mine}/simulate", json={"steps": [SAY_HI]})).json()
    assert texts(outcome) == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"steps": [{"type": "dance"}]}, "dance"),
        ({"step": []}, "step"),
        ({"steps": [{"type": "advance", "duration": {"hours": -1}}]}, "hours"),
        ({"steps": [SAY_HI] * 501}, "500"),
        ({"steps": [SAY_HI], "document": {"name": ""}}, "name"),
    ],
)
async def test_bad_scripts_are_refused_in_words(
    owner: httpx.AsyncClient, body: dict[str, Any], field: str
) -> None:
    flow_id = await made(owner)
    answer = await owner.post(f"/api/flows/{flow_id}/simulate", json=body)
    assert answer.status_code == 400
    assert field in answer.text


async def test_whoever_may_see_flows_may_simulate_them(owner: httpx.AsyncClient, sign_in) -> None:
    agent = await sign_in(UserRole.AGENT)
    assert (await agent.post("/api/flows/1/simulate", json={})).status_code in (403, 404)
    assert (await owner.post("/api/flows/999/simulate", json={})).status_code == 404
    assert (await owner.post("/api/flows/999/tests")).status_code == 404


async def test_the_tests_of_a_draft_are_run(owner: httpx.AsyncClient) -> None:
    old = {"name": "Old", "steps": [SAY_HI, {"type": "expect", "text": "Good day"}]}
    flow_id = await made(owner, tests=[GREETS, old])
    items = (await owner.post(f"/api/flows/{flow_id}/tests")).json()["items"]
    assert [(each["name"], each["passed"]) for each in items] == [("Greets", True), ("Old", False)]
    assert items[1]["failures"] == [
        {"scriptStep": 1, "message": "“Hi Ana” was sent, where “Good day” was expected."}
    ]
    changed = greeting() | {"tests": [GREETS]}
    items = (await owner.post(f"/api/flows/{flow_id}/tests", json=changed)).json()["items"]
    assert [each["passed"] for each in items] == [True]


async def test_a_failing_test_keeps_the_flow_from_being_published(owner: httpx.AsyncClient) -> None:
    document = greeting() | {"tests": [GREETS]}
    document["nodes"][1]["config"]["body"]["text"] = "Good day"
    flow_id = await made(owner, **document)
    refused = await owner.post(f"/api/flows/{flow_id}/publish")
    assert (refused.status_code, refused.json()["code"]) == (422, "tests_fail")
    assert refused.json()["errors"] == [
        {
            "severity": "error",
            "code": "test_failed",
            "message": "The test 'Greets' fails at step 2: “Good day” was sent, where “Hi Ana” was expected.",
            "nodeId": None,
            "field": "tests[0].steps[1]",
            "fixes": [],
        }
    ]
    save = {"revision": 1, "document": greeting() | {"tests": [GREETS]}}
    await owner.put(f"/api/flows/{flow_id}", json=save)
    assert (await owner.post(f"/api/flows/{flow_id}/publish")).status_code == 200


async def test_a_test_that_cannot_be_read_is_an_error_of_the_flow(owner: httpx.AsyncClient) -> None:
    flow_id = await made(owner, tests=[{"name": "Odd", "steps": [{"type": "dance"}]}])
    issues = (await owner.post(f"/api/flows/{flow_id}/check")).json()["issues"]
    assert [issue["field"] for issue in issues] == ["tests[0].steps[0].type"]
    refused = await owner.post(f"/api/flows/{flow_id}/publish")
    assert (refused.status_code, refused.json()["code"]) == (422, "flow_has_errors")


async def test_an_import_runs_the_tests_before_it_publishes(owner: httpx.AsyncClient) -> None:
    failing = greeting() | {"tests": [{"name": "Old", "steps": [{"type": "expect_end"}]}]}
    told = await _import(decode_document(json.dumps(failing).encode()), None, True)
    assert "was not published. The test 'Old' fails at step 1: The flow has not begun." in told


async def test_what_takes_too_long_is_told_to_end_and_then_interrupted(monkeypatch) -> None:
    monkeypatch.setattr("api.flows.limited.GRACE", 0.05)

    def listens(limits: Limits) -> str:
        while not limits.is_over():
            time.sleep(0.005)
        return "ended by itself"

    def never(limits: Limits) -> str:
        while True:
            pass

    assert await run_limited(listens, 0.05) == "ended by itself"
    with pytest.raises(EvaluationFailed, match="took too long"):
        await run_limited(never, 0.05)
    threads = [each for each in threading.enumerate() if each.name == "simulation"]
    for thread in threads:
        thread.join(5)  # it may still be on its way out
    assert not any(thread.is_alive() for thread in threads)


async def test_a_simulation_that_takes_too_long_says_so(
    owner: httpx.AsyncClient, services: Services, monkeypatch
) -> None:
    monkeypatch.setattr(simulating, "SIMULATION_SECONDS", 0.0)
    circle = {
        "nodes": [
            {"id": "start", "type": "trigger", "config": {"on": {"type": "message_received"}}},
            {"id": "a", "type": "set_variable", "config": {"name": "x", "expression": "1"}},
        ],
        "edges": [
            {"id": "e", "source": "start", "target": "a"},
            {"id": "f", "source": "a", "target": "a"},
        ],
    }
    flow_id = await made(owner, **circle)
    outcome = (await owner.post(f"/api/flows/{flow_id}/simulate", json={"steps": [SAY_HI]})).json()
    assert outcome["troubles"][0]["message"].endswith("so it was stopped.")
