"""Flows over HTTP: drafts, revisions, checks, publishing."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from flow_documents import greeting

from storage.database import fetch, fetch_one

pytestmark = pytest.mark.anyio


async def test_a_flow_is_kept_as_it_was_sent(owner: httpx.AsyncClient) -> None:
    made = await owner.post("/api/flows", json=greeting())
    assert made.status_code == 201
    flow = made.json()
    assert (flow["revision"], flow["isActive"], flow["publishedVersion"]) == (1, False, None)
    assert flow["document"]["nodes"] == greeting()["nodes"]
    assert flow["document"]["edges"] == greeting()["edges"]
    assert (await owner.get(f"/api/flows/{flow['id']}")).json() == flow
    assert (await owner.post("/api/flows", json=flow["document"])).json()["document"] == flow["document"]


async def test_the_list_comes_in_pages(owner: httpx.AsyncClient) -> None:
    for n in range(5):
        await owner.post("/api/flows", json=greeting(f"Flow {n}"))
    seen, cursor = [], None
    while True:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        body = (await owner.get("/api/flows", params=query)).json()
        seen += [flow["name"] for flow in body["items"]]
        cursor = body["nextCursor"]
        if cursor is None:
            break
    assert seen == [f"Flow {n}" for n in (4, 3, 2, 1, 0)]
    assert set(body["items"][0]) == {
        *("id", "name", "description", "revision", "isActive", "publishedVersion", "createdAt", "updatedAt"),
        *("publishedRevision",),
        *("totalExecutions", "successfulExecutions", "failedExecutions"),
    }


async def test_a_stale_revision_gets_both_documents(owner: httpx.AsyncClient) -> None:
    flow = (await owner.post("/api/flows", json=greeting())).json()
    first = await save(owner, flow, greeting("Mine"))
    assert (first.status_code, first.json()["revision"]) == (200, 2)
    second = await save(owner, flow, greeting("Yours"))
    assert (second.status_code, second.json()["code"]) == (409, "stale_revision")
    assert second.json()["current"]["document"]["name"] == "Mine"
    assert second.json()["current"]["updatedAt"] == first.json()["updatedAt"] > flow["updatedAt"]
    assert second.json()["yours"]["name"] == "Yours"


async def test_of_ten_saves_at_once_one_wins(owner: httpx.AsyncClient) -> None:
    flow = (await owner.post("/api/flows", json=greeting())).json()
    answers = await asyncio.gather(*(save(owner, flow, greeting(str(n))) for n in range(10)))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 9


@pytest.mark.parametrize("member", ["id", "userId", "isActive", "publishedVersion", "webhookToken"])
async def test_a_document_carries_nothing_else(owner: httpx.AsyncClient, member: str) -> None:
    answer = await owner.post("/api/flows", json=greeting() | {member: 1})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


async def test_an_unfinished_flow_can_be_saved_and_is_not_published(owner: httpx.AsyncClient) -> None:
    document = greeting()
    document["nodes"].append({"id": "odd", "type": "from_the_future", "config": {"any": ["thing"]}})
    flow = (await owner.post("/api/flows", json=document)).json()
    issues = (await owner.post(f"/api/flows/{flow['id']}/check")).json()["issues"]
    assert [(issue["code"], issue["nodeId"]) for issue in issues] == [
        ("unknown_node", "odd"), ("unreachable", "odd")
    ]  # fmt: skip
    refused = await owner.post(f"/api/flows/{flow['id']}/publish")
    assert (refused.status_code, refused.json()["code"]) == (422, "flow_has_errors")
    assert refused.json()["errors"] == issues
    assert await fetch("SELECT 1 FROM flow_version") == []


async def test_publishing_writes_the_version_its_triggers_and_a_new_epoch(owner: httpx.AsyncClient) -> None:
    flow = (await owner.post("/api/flows", json=greeting())).json()
    published = await owner.post(f"/api/flows/{flow['id']}/publish")
    assert published.status_code == 200
    assert (published.json()["isActive"], published.json()["publishedVersion"]) == (True, 1)
    await save(owner, flow, greeting(keyword="hello"))
    assert (await owner.post(f"/api/flows/{flow['id']}/publish")).json()["publishedVersion"] == 2
    triggers = await fetch("SELECT node_id, kind, config, priority, flow_version_id FROM flow_trigger")
    assert [(row["node_id"], row["kind"], row["priority"]) for row in triggers] == [
        ("start", "message_received", 7)
    ]
    assert json.loads(triggers[0]["config"])["keywords"] == ["hello"]
    stored = await fetch_one("SELECT published_version_id, trigger_epoch FROM flow, app_user")
    assert stored == {"published_version_id": triggers[0]["flow_version_id"], "trigger_epoch": 2}
    versions = (await owner.get(f"/api/flows/{flow['id']}/versions")).json()
    assert [version["number"] for version in versions["items"]] == [2, 1]


async def test_the_published_revision_tells_whether_the_draft_changed_since(owner: httpx.AsyncClient) -> None:
    flow = (await owner.post("/api/flows", json=greeting())).json()
    url = f"/api/flows/{flow['id']}"
    assert flow["publishedRevision"] is None
    flow = (await save(owner, flow, greeting("Second"))).json()
    flow = (await owner.post(f"{url}/publish")).json()
    assert (flow["revision"], flow["publishedRevision"]) == (2, 2)
    flow = (await save(owner, flow, greeting("Third"))).json()
    assert (flow["revision"], flow["publishedRevision"]) == (3, 2)
    assert (await owner.get("/api/flows")).json()["items"][0]["publishedRevision"] == 2
    assert (await owner.post(f"{url}/unpublish")).json()["publishedRevision"] is None


async def test_only_the_draft_that_was_looked_at_is_published(owner: httpx.AsyncClient) -> None:
    flow = (await owner.post("/api/flows", json=greeting("Looked at"))).json()
    url = f"/api/flows/{flow['id']}"
    newer = (await save(owner, flow, greeting("Somebody's"))).json()
    refused = await owner.post(f"{url}/publish", json={"revision": 1})
    assert (refused.status_code, refused.json()["code"]) == (409, "stale_revision")
    assert "you looked at revision 1, it is at 2" in refused.json()["detail"]
    assert refused.json()["current"] == newer
    assert (await owner.get(url)).json()["publishedVersion"] is None
    assert (await owner.post(f"{url}/publish", json={"revision": 2})).json()["publishedVersion"] == 1


async def test_a_version_keeps_its_document(owner: httpx.AsyncClient) -> None:
    flow = (await owner.post("/api/flows", json=greeting("First"))).json()
    url = f"/api/flows/{flow['id']}"
    await owner.post(f"{url}/publish")
    await save(owner, flow, greeting("Second"))
    version = (await owner.get(f"{url}/versions/1")).json()
    assert set(version) == {"id", "number", "name", "createdAt", "publishedBy", "document"}
    assert version["document"] == flow["document"]
    missing = await owner.get(f"{url}/versions/2")
    assert (missing.status_code, missing.json()["detail"]) == (404, "There is no such version.")


async def test_a_document_is_checked_before_it_is_saved(owner: httpx.AsyncClient) -> None:
    flow = (await owner.post("/api/flows", json=greeting())).json()
    url = f"/api/flows/{flow['id']}/check"
    assert (await owner.post(url)).json() == {"issues": []}
    unsaved = greeting()
    unsaved["nodes"][1]["config"] = {"body": {"type": "text", "text": "{{"}}
    [issue] = (await owner.post(url, json=unsaved)).json()["issues"]
    assert (issue["code"], issue["nodeId"], issue["field"]) == ("refused_source", "greet", "body.text")
    assert (await owner.get(f"/api/flows/{flow['id']}")).json() == flow
    assert (await owner.post("/api/flows/999/check", json=unsaved)).status_code == 404


async def test_a_name_alone_is_a_new_flow(owner: httpx.AsyncClient) -> None:
    flow = (await owner.post("/api/flows", json={"name": "New flow"})).json()
    assert flow["document"] == {
        **{"formatVersion": 1, "name": "New flow", "description": "", "nodes": [], "edges": []},
        "settings": {},
    }
    [issue] = (await owner.post(f"/api/flows/{flow['id']}/check")).json()["issues"]
    assert issue["code"] == "no_trigger"


async def test_nine_megabytes_are_saved_and_eleven_are_refused_in_words(owner: httpx.AsyncClient) -> None:
    flow = (await owner.post("/api/flows", json=greeting())).json()
    saved = await save(owner, flow, heavy(9))
    assert (saved.status_code, saved.json()["revision"]) == (200, 2)
    assert saved.json()["document"]["nodes"] == heavy(9)["nodes"]
    refused = await save(owner, saved.json(), heavy(11))
    assert (refused.status_code, refused.json()["code"]) == (413, "too_large")
    assert refused.json()["detail"] == "The request is too large: at most 10 MB are taken."


async def test_a_flow_of_a_later_format_says_what_to_do(owner: httpx.AsyncClient) -> None:
    flow = (await owner.post("/api/flows", json=greeting())).json()
    later = greeting() | {"formatVersion": 2, "something": "new"}
    for answer in (await owner.post("/api/flows", json=later), await save(owner, flow, later)):
        assert answer.status_code == 400
        assert answer.json()["detail"] == (
            "The flow was made by a newer Parley (format 2); update this one to open it."
        )


@pytest.mark.parametrize("megabytes", [0, 1], ids=["read on the loop", "read in a thread"])
@pytest.mark.parametrize("text", ["a\x00b", "\ud800"], ids=["NUL", "lone surrogate"])
async def test_what_cannot_be_stored_is_refused_by_every_door(
    owner: httpx.AsyncClient, text: str, megabytes: int
) -> None:
    flow = (await owner.post("/api/flows", json=greeting())).json()
    document = heavy(megabytes)
    document["nodes"].append({"id": "odd", "type": "end", "config": {"outcome": text}})
    url = f"/api/flows/{flow['id']}"
    for method, path, body in (
        ("POST", "/api/flows", document),
        ("PUT", url, {"revision": 1, "document": document}),
        ("POST", f"{url}/check", document),
    ):
        answer = await owner.request(method, path, content=json.dumps(body))
        assert (answer.status_code, answer.json()["status"]) == (400, 400), path
    assert (await owner.get(url)).json()["revision"] == 1


async def test_the_names_in_scope_come_with_words(owner: httpx.AsyncClient) -> None:
    items = (await owner.get("/api/scope")).json()["items"]
    assert {"contact.name", "message.text", "event", "now"} <= {item["path"] for item in items}
    assert all(set(item) == {"path", "help", "example", "from", "kind"} and item["help"] for item in items)


async def test_ten_publishes_at_once_give_ten_numbers(owner: httpx.AsyncClient) -> None:
    flow = (await owner.post("/api/flows", json=greeting())).json()
    url = f"/api/flows/{flow['id']}/publish"
    answers = await asyncio.gather(*(owner.post(url) for _ in range(10)))
    assert {answer.status_code for answer in answers} == {200}
    numbers = await fetch("SELECT number FROM flow_version ORDER BY number")
    assert [row["number"] for row in numbers] == list(range(1, 11))
    assert len(await fetch("SELECT 1 FROM flow_trigger")) == 1


async def test_unpublishing_and_deleting_stop_the_flow(owner: httpx.AsyncClient) -> None:
    flow = (await owner.post("/api/flows", json=greeting())).json()
    await owner.post(f"/api/flows/{flow['id']}/publish")
    stopped = (await owner.post(f"/api/flows/{flow['id']}/unpublish")).json()
    assert (stopped["isActive"], stopped["publishedVersion"]) == (False, None)
    assert await fetch("SELECT 1 FROM flow_trigger") == []
    await owner.post(f"/api/flows/{flow['id']}/publish")
    assert (await owner.delete(f"/api/flows/{flow['id']}")).status_code == 204
    assert await fetch("SELECT 1 FROM flow_trigger") == []
    assert (await owner.get(f"/api/flows/{flow['id']}")).status_code == 404
    assert (await owner.get("/api/flows")).json()["items"] == []


async def test_types_come_with_their_schema(owner: httpx.AsyncClient) -> None:
    types = (await owner.get("/api/node-types")).json()["items"]
    assert {"trigger", "send_message", "condition", "wait"} <= {kind["tag"] for kind in types}
    assert all(kind["schema"]["type"] == "object" for kind in types)
    triggers = (await owner.get("/api/trigger-types")).json()["items"]
    assert {"message_received", "webhook", "event_received", "schedule"} <= {kind["tag"] for kind in triggers}


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=1000", "limit=x", "cursor=x", "cursor=-1", f"cursor={'9' * 30}"]
)
async def test_wrong_queries_are_refused_in_words(owner: httpx.AsyncClient, query: str) -> None:
    answer = await owner.get(f"/api/flows?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def heavy(megabytes: int) -> dict[str, Any]:
    """A flow of about this size."""
    config = {"text": "x" * 9_900}
    return {"name": "Heavy", "nodes": [
        {"id": f"n{n}", "type": "acme.text", "position": {"x": 0, "y": 0}, "config": config} for n in range(megabytes * 100)
    ]}  # fmt: skip


async def save(client: httpx.AsyncClient, flow: dict[str, Any], document: dict[str, Any]) -> httpx.Response:
    return await client.put(
        f"/api/flows/{flow['id']}", json={"revision": flow["revision"], "document": document}
    )


async def test_a_flow_that_would_not_start_another_says_so(owner: httpx.AsyncClient) -> None:
    other = (await owner.post("/api/flows", json=greeting("Other"))).json()["id"]
    calls = greeting("Calls")
    calls["nodes"] += [
        {"id": f"call_{n}", "type": "start_flow", "config": {"flow": flow_id}}
        for n, flow_id in enumerate((other, other + 1000, 2**70))
    ]
    calls["edges"] += [
        {"id": f"c{n}", "source": source, "target": f"call_{n}"}
        for n, source in enumerate((calls["nodes"][1]["id"], "call_0", "call_1"))
    ]
    flow_id = (await owner.post("/api/flows", json=calls)).json()["id"]
    assert await about_flows(owner, flow_id) == [
        ("warning", "flow_not_live", "call_0"),
        ("error", "unknown_flow", "call_1"),
        ("error", "unknown_flow", "call_2"),
    ]
    assert (await owner.post(f"/api/flows/{other}/publish")).status_code == 200
    assert (await about_flows(owner, flow_id))[0] == ("error", "unknown_flow", "call_1")
    assert (await owner.post(f"/api/flows/{flow_id}/publish")).status_code == 422
    await owner.delete(f"/api/flows/{other}")
    assert (await about_flows(owner, flow_id))[0] == ("error", "unknown_flow", "call_0")


async def about_flows(owner: httpx.AsyncClient, flow_id: int) -> list[tuple[str, str, str]]:
    issues = (await owner.post(f"/api/flows/{flow_id}/check")).json()["issues"]
    return [(i["severity"], i["code"], i["nodeId"]) for i in issues if "flow" in i["code"]]


async def test_what_a_live_flow_reads_is_given_to_it(owner: httpx.AsyncClient) -> None:
    other = greeting("Other")
    other["nodes"][0]["config"] = {"on": {"type": "flow_called"}}
    other["nodes"][1]["config"]["body"]["text"] = "Hi {{ vars.city }}"
    inner = await published(owner, other)
    outer = (await owner.post("/api/flows", json=calling("Outer", inner))).json()

    async def missing() -> list[tuple[str, str]]:
        issues = (await owner.post(f"/api/flows/{outer['id']}/check")).json()["issues"]
        return [(i["field"], i["message"]) for i in issues if i["code"] == "input_missing"]

    text = "The flow “Other” reads 'city' and is not given it here. Add it to the inputs."
    assert await missing() == [("inputs", text)]
    other["nodes"][1]["config"]["body"]["text"] = "Hi"
    await owner.put(f"/api/flows/{inner}", json={"revision": 1, "document": other})
    assert await missing() == [("inputs", text)]  # what is live counts
    await owner.post(f"/api/flows/{inner}/publish")
    assert await missing() == []


async def test_flows_that_call_each_other_for_ever_are_refused(owner: httpx.AsyncClient) -> None:
    first = (await owner.post("/api/flows", json=greeting("First"))).json()
    second = await published(owner, calling("Second", first["id"]))
    saved = await save(owner, first, calling("First", second))
    assert saved.status_code == 200
    assert ("error", "flows_in_circle", "call") in await about_flows(owner, first["id"])
    refusal = await owner.post(f"/api/flows/{first['id']}/publish")
    assert refusal.status_code == 422
    told = [issue["message"] for issue in refusal.json()["errors"] if issue["code"] == "flows_in_circle"]
    assert told == [
        "These flows go round for ever: “Second”, “First”. Take this one out, or put a condition before it."
    ]


async def test_a_trigger_says_when_another_flow_is_faster(owner: httpx.AsyncClient) -> None:
    await published(owner, greeting("Welcome"))
    later = (await owner.post("/api/flows", json=greeting("Later"))).json()["id"]
    issues = (await owner.post(f"/api/flows/{later}/check")).json()["issues"]
    (shadow,) = [issue for issue in issues if issue["code"] == "trigger_shadowed"]
    assert "“Welcome” takes these messages first" in shadow["message"]
    assert shadow["fixes"][0] | {"label": ""} == {
        "type": "set_field", "label": "", "nodeId": shadow["nodeId"], "field": "on.priority", "value": 6,
    }  # fmt: skip


def calling(name: str, flow_id: int) -> dict[str, Any]:
    """A flow that calls another and ends."""
    return {
        "name": name,
        "nodes": [
            {"id": "start", "type": "trigger", "config": {"on": {"type": "flow_called"}}},
            {"id": "call", "type": "call_flow", "config": {"flow": flow_id}},
        ],
        "edges": [{"id": "e", "source": "start", "target": "call"}],
    }


async def published(owner: httpx.AsyncClient, document: dict[str, Any]) -> int:
    flow_id = int((await owner.post("/api/flows", json=document)).json()["id"])
    answer = await owner.post(f"/api/flows/{flow_id}/publish")
    assert answer.status_code == 200, answer.text
    return flow_id


async def test_the_settings_of_a_flow_are_served_with_their_schema(owner: httpx.AsyncClient) -> None:
    served = (await owner.get("/api/flow-settings")).json()
    assert (served["tag"], served["title"]) == ("flow_settings", "Flow settings")
    assert "exitOn" in served["schema"]["properties"]
