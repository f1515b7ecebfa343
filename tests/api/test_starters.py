"""The flows that come with the product: nothing is wrong with them, they pass their tests, and they can be published as they are."""

import httpx
import pytest

from api.starters.routes import Starter, read_starters
from engine.registry import load_registry
from engine.verifier.check import check

REGISTRY = load_registry()


@pytest.mark.parametrize("starter", read_starters(), ids=lambda starter: starter.key)
def test_nothing_is_wrong_with_a_starter(starter: Starter) -> None:
    assert check(starter.document, REGISTRY) == []


def test_there_are_three_and_each_has_tests() -> None:
    tests = {starter.key: len(starter.document.tests or []) for starter in read_starters()}
    assert set(tests) == {"welcome", "support", "lead_qualification"}
    assert all(count >= 5 for count in tests.values())


@pytest.mark.anyio
async def test_each_is_served_whole_and_is_published_with_its_tests(owner: httpx.AsyncClient) -> None:
    items = (await owner.get("/api/starters")).json()["items"]
    for item in items:
        flow = (await owner.post("/api/flows", json=item["document"])).json()
        assert flow["document"] == item["document"]
        answer = await owner.post(f"/api/flows/{flow['id']}/publish")
        assert answer.status_code == 200, answer.text
    broken = items[0]["document"]
    broken["nodes"] = [
        {**node, "config": {"outcome": "other"}} if node["type"] == "end" else node
        for node in broken["nodes"]
    ]
    flow = (await owner.post("/api/flows", json=broken)).json()
    refusal = await owner.post(f"/api/flows/{flow['id']}/publish")
    assert refusal.status_code == 422
    assert "test_failed" in {issue["code"] for issue in refusal.json()["errors"]}
