"""Every route has a permission, every role its limits, and no id opens another owner's rows."""

from itertools import pairwise

import httpx
import pytest
from flow_documents import greeting
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from api.permissions import MATRIX, Permission
from storage.database import fetch, fetch_one
from storage.enums import UserRole

pytestmark = pytest.mark.anyio

BODIES = {"PUT": {"revision": 1, "document": greeting("Stolen")}, "PATCH": {"displayName": "Stolen"}}
BODIES_OF_PATHS = {
    "/api/flows/{flow_id:int}/presence": {"tab": "stolen"},
    "/api/flows/{flow_id:int}/versions/{number:int}": {"name": "Stolen"},
    "/api/contacts/{contact_id:int}": {"name": "Stolen"},
    "/api/contacts/{contact_id:int}/messages": {"text": "Stolen"},
    "/api/contacts/{contact_id:int}/events": {"name": "stolen"},
}


async def test_every_route_has_a_permission(app: Litestar) -> None:
    missing = [
        (route.path, handler.handler_name)
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        if not isinstance(handler.opt.get("permission"), Permission) and handler.http_methods != {"OPTIONS"}
    ]
    assert missing == []


async def test_public_routes_are_these_and_no_others(app: Litestar) -> None:
    open_paths = {
        path for path, handler in api_handlers(app) if handler.opt["permission"] is Permission.PUBLIC
    }
    assert open_paths == {"/api/setup", "/api/auth/login", "/api/auth/refresh", "/api/auth/logout"}


async def test_without_a_token_every_closed_route_says_401(app: Litestar, client: httpx.AsyncClient) -> None:
    for path, handler in api_handlers(app):
        if handler.opt["permission"] is not Permission.PUBLIC:
            for method in handler.http_methods:
                answer = await client.request(method, concrete(path, 1))
                assert answer.status_code == 401, (method, path)


async def test_each_role_may_do_what_the_one_below_may() -> None:
    order = (UserRole.AGENT, UserRole.MANAGER, UserRole.ADMIN, UserRole.OWNER)
    assert all(MATRIX[lower] <= MATRIX[upper] for lower, upper in pairwise(order))
    assert MATRIX[UserRole.OWNER] == set(Permission) - {Permission.PUBLIC}


async def test_an_agent_publishes_nothing(sign_in) -> None:
    agent = await sign_in(UserRole.AGENT)
    answer = await agent.post("/api/flows", json=greeting())
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert await fetch("SELECT 1 FROM flow") == []


async def test_another_owners_ids_lead_nowhere(
    app: Litestar, owner: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    ids = await belongings(owner)
    before = await everything()
    asked = 0
    for path, handler in api_handlers(app):
        kind = next((name for name in ids if f"{{{name}:" in path), None)
        if kind is None:
            continue
        for method in handler.http_methods:
            url = concrete(path, ids[kind])
            body = BODIES_OF_PATHS.get(path) or BODIES.get(method)
            answer = await stranger.request(method, url, json=body)
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), (method, url)
            asked += 1
    assert asked >= 13
    assert await everything() == before


async def test_another_owners_account_takes_no_contact(owner: httpx.AsyncClient, stranger) -> None:
    ids = await belongings(owner)
    body = {"accountId": ids["account_id"], "phone": "+34600112299"}
    assert (await stranger.post("/api/contacts", json=body)).status_code == 404
    listed = await stranger.get("/api/contacts", params={"accountId": ids["account_id"]})
    assert listed.json()["items"] == []


def api_handlers(app: Litestar) -> list[tuple[str, HTTPRouteHandler]]:
    return [
        (route.path, handler)
        for route in app.routes
        if isinstance(route, HTTPRoute) and route.path.startswith("/api/")
        for handler in route.route_handlers
        if handler.http_methods != {"OPTIONS"}
    ]


def concrete(path: str, row_id: int) -> str:
    return "/".join(str(row_id) if part.startswith("{") else part for part in path.split("/"))


async def belongings(client: httpx.AsyncClient) -> dict[str, int]:
    """One row of each kind, by the name its id has in paths."""
    flow = (await client.post("/api/flows", json=greeting())).json()["id"]
    published = (await client.post(f"/api/flows/{flow}/publish")).json()
    assert published["isActive"]
    account = (
        await client.post(
            "/api/whatsapp-accounts", json={"phoneNumber": "+34600112233", "provider": "simulator"}
        )
    ).json()["id"]
    contact = (
        await client.post("/api/contacts", json={"accountId": account, "phone": "+34600112244"})
    ).json()["id"]
    row = await fetch_one(
        """
        INSERT INTO flow_execution (user_id, flow_id, flow_version_id, contact_id, lane_id, status)
        SELECT f.user_id, f.id, f.published_version_id, c.id, c.lane_id, 'Running' FROM flow f, contact c RETURNING id
        """
    )
    assert row
    return {"flow_id": flow, "account_id": account, "contact_id": contact, "execution_id": row["id"]}


async def everything() -> list[dict[str, object]]:
    tables = (
        "flow",
        "flow_trigger",
        "flow_execution",
        "flow_event",
        "whatsapp_account",
        "contact",
        "message",
    )
    return [row for table in tables for row in await fetch(f"SELECT * FROM {table} ORDER BY id")]
