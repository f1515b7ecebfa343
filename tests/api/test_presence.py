"""Tabs that have the same flow open hear of each other, and of the newest draft."""

from typing import Any

import httpx
import pytest
from flow_documents import greeting

pytestmark = pytest.mark.anyio


async def say(client: httpx.AsyncClient, flow_id: int, tab: str, **more: Any) -> dict[str, Any]:
    answer = await client.post(f"/api/flows/{flow_id}/presence", json={"tab": tab, **more})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_tabs_hear_of_each_other_until_they_are_gone(owner: httpx.AsyncClient, clock) -> None:
    flow = (await owner.post("/api/flows", json=greeting())).json()
    flow_id = flow["id"]
    assert await say(owner, flow_id, "tab1") == {"others": [], "revision": 1, "savedBy": None}
    assert (await say(owner, flow_id, "tab2", isEditing=True))["others"] == [
        {"name": "Someone", "isYou": True, "isEditing": False}
    ]
    assert (await say(owner, flow_id, "tab1"))["others"][0]["isEditing"]
    clock.move(seconds=20)
    assert len((await say(owner, flow_id, "tab1"))["others"]) == 1
    clock.move(seconds=10)
    assert (await say(owner, flow_id, "tab1"))["others"] == []
    await say(owner, flow_id, "tab2")
    await say(owner, flow_id, "tab2", leaves=True)
    assert (await say(owner, flow_id, "tab1"))["others"] == []


async def test_a_save_by_anybody_is_told(owner: httpx.AsyncClient) -> None:
    flow_id = (await owner.post("/api/flows", json=greeting())).json()["id"]
    await owner.put(f"/api/flows/{flow_id}", json={"revision": 1, "document": greeting("Other")})
    assert await say(owner, flow_id, "tab1") == {"others": [], "revision": 2, "savedBy": "Someone"}


async def test_odd_tabs_are_refused(owner: httpx.AsyncClient) -> None:
    flow_id = (await owner.post("/api/flows", json=greeting())).json()["id"]
    for body in ({"tab": ""}, {"tab": "x" * 41}, {"tab": "a\0bcd"}, {}):
        assert (await owner.post(f"/api/flows/{flow_id}/presence", json=body)).status_code == 400
