"""Published versions have names and tell who published them."""

import httpx
import pytest
from flow_documents import greeting

pytestmark = pytest.mark.anyio


@pytest.fixture
async def flow_id(owner: httpx.AsyncClient) -> int:
    flow: int = (await owner.post("/api/flows", json=greeting())).json()["id"]
    return flow


async def test_a_version_is_named_when_it_is_published_and_later(
    owner: httpx.AsyncClient, flow_id: int
) -> None:
    url = f"/api/flows/{flow_id}"
    assert (await owner.post(f"{url}/publish")).status_code == 200
    assert (await owner.post(f"{url}/publish", json={"name": "  Spring \n sale "})).status_code == 200
    listed = (await owner.get(f"{url}/versions")).json()["items"]
    assert [(version["number"], version["name"], version["publishedBy"]) for version in listed] == [
        (2, "Spring sale", "Someone"), (1, None, "Someone")
    ]  # fmt: skip
    named = await owner.patch(f"{url}/versions/1", json={"name": "First"})
    assert (named.status_code, named.json()["name"]) == (200, "First")
    assert (await owner.get(f"{url}/versions/1")).json()["name"] == "First"
    assert (await owner.patch(f"{url}/versions/1", json={"name": "  "})).json()["name"] is None


async def test_bad_names_and_unknown_versions_are_refused(owner: httpx.AsyncClient, flow_id: int) -> None:
    url = f"/api/flows/{flow_id}"
    assert (await owner.post(f"{url}/publish", json={"name": "x" * 101})).status_code == 400
    assert (await owner.patch(f"{url}/versions/9", json={"name": "x"})).status_code == 404
    assert (await owner.post(f"{url}/publish", json={"name": "\0"})).status_code == 400
    assert (await owner.post(f"{url}/publish", json={"nam": "x"})).status_code == 400
    assert (await owner.get(f"{url}/versions")).json()["items"] == []
    await owner.post(f"{url}/publish")
    await owner.delete(url)
    assert (await owner.patch(f"{url}/versions/1", json={"name": "x"})).status_code == 404
