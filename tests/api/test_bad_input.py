"""Broken and hostile bodies: answered with 4xx in words, never with 5xx."""

from pathlib import Path

import httpx
import pytest
from flow_documents import greeting

from api.app import MAX_BODY
from storage.database import fetch

pytestmark = pytest.mark.anyio

HOSTILE = {
    "empty": b"",
    "no json": b"{",
    "invalid utf-8": b'{"name": "\xff\xfe"}',
    "lone surrogate": b'{"name": "\\ud800"}',
    "nul in a name": b'{"name": "a\\u0000b"}',
    "nul in a config": b'{"name": "a", "nodes": [{"id": "x", "type": "t", "config": {"a": "\\u0000"}}]}',
    "nul in a key": b'{"name": "a", "nodes": [{"id": "x", "type": "t", "config": {"\\u0000": 1}}]}',
    "deep list": b"[" * 100_000 + b"]" * 100_000,
    "deep config": b'{"name": "a", "nodes": [{"id": "x", "type": "t", "config": {"a": '
    + b"[" * 5_000
    + b"]" * 5_000
    + b"}}]}",
    "huge number": b'{"name": "a", "nodes": [{"id": "x", "type": "t", "config": {"a": 1e99999}}]}',
    "not a flow": b'{"hello": "world"}',
    "another format": b'{"formatVersion": 99, "name": "a"}',
    "number for a name": b'{"name": 7}',
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
async def test_hostile_imports_are_refused_in_words(owner: httpx.AsyncClient, body: bytes) -> None:
    await refused(await owner.post("/api/flows", content=body, headers={"Content-Type": "application/json"}))


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
async def test_hostile_logins_are_refused_in_words(client: httpx.AsyncClient, body: bytes) -> None:
    await refused(await client.post("/api/auth/login", content=body))


async def test_twenty_megabytes_are_too_many_also_in_pieces(owner: httpx.AsyncClient) -> None:
    async def pieces():
        for _ in range(20):
            yield b" " * 1_000_000

    whole = await owner.post("/api/flows", content=b" " * (MAX_BODY + 1))
    streamed = await owner.post("/api/flows", content=pieces())
    assert (whole.status_code, streamed.status_code) == (413, 413)


async def test_naughty_names_are_kept_to_the_letter(owner: httpx.AsyncClient) -> None:
    for name in ("'; DROP TABLE flow;--", "<script>alert(1)</script>", "{{ 7*7 }}", "𝓗𝓮𝓵𝓵𝓸 ‮evil", "$1 {} %s"):
        made = await owner.post("/api/flows", json=greeting(name))
        assert made.json()["document"]["name"] == name


async def test_ids_beyond_the_database_are_refused(owner: httpx.AsyncClient) -> None:
    for row_id in ("0", "-1", "9" * 30, "x", "%00", "1;2"):
        answer = await owner.get(f"/api/flows/{row_id}")
        assert 400 <= answer.status_code < 500, row_id


async def test_every_json_parsing_case_is_answered(owner: httpx.AsyncClient, corpora: Path) -> None:
    cases = sorted((corpora / "json_parsing").iterdir())
    assert len(cases) > 100
    for case in cases:
        raw = case.read_bytes()
        answer = await owner.post("/api/flows", content=raw, headers={"Content-Type": "application/json"})
        assert answer.status_code in (201, 400), case.name
        inside = b'{"name": "a", "nodes": [{"id": "x", "type": "t", "config": {"a": ' + raw + b"}}]}"
        answer = await owner.post("/api/flows", content=inside)
        assert answer.status_code in (201, 400), case.name
        if case.name.startswith("n_"):
            assert answer.status_code == 400, case.name


async def refused(answer: httpx.Response) -> None:
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) == {"type", "title", "status", "detail", "code", "errors"}
    assert len(answer.json()["detail"]) > 10
    assert await fetch("SELECT 1 FROM flow") == []
