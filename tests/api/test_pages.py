"""What a browser is given: the editor, its files, the API's reference and the headers."""

import gzip
from pathlib import Path

import httpx
import pytest

from api.pages import editor

pytestmark = pytest.mark.anyio


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built editor of three files."""
    static = tmp_path / "static"
    (static / "assets").mkdir(parents=True)
    (static / "index.html").write_text("<title>Parley</title>")
    (static / "assets/main-abc123.js").write_text("1")
    (tmp_path / "private.txt").write_text("private")
    monkeypatch.setattr(editor, "STATIC", static)
    return static


@pytest.mark.parametrize("address", ["/", "/flows", "/flows/7", "/executions/7/steps", "/no.such.file"])
async def test_every_address_of_the_editor_gives_its_page(
    client: httpx.AsyncClient, built: Path, address
) -> None:
    answer = await client.get(address)
    assert (answer.status_code, answer.text) == (200, "<title>Parley</title>")
    assert answer.headers["cache-control"] == "no-cache"


async def test_files_with_a_hash_are_kept_for_ever(client: httpx.AsyncClient, built: Path) -> None:
    answer = await client.get("/assets/main-abc123.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]


async def test_a_browser_that_takes_gzip_is_given_the_built_gzip(
    client: httpx.AsyncClient, built: Path
) -> None:
    (built / "assets/main-abc123.js.gz").write_bytes(gzip.compress(b"zipped"))
    answer = await client.get("/assets/main-abc123.js")
    assert (answer.headers["content-encoding"], answer.text) == ("gzip", "zipped")
    plain = await client.get("/assets/main-abc123.js", headers={"accept-encoding": "identity"})
    assert plain.text == "1"
    assert "content-encoding" not in plain.headers


@pytest.mark.parametrize(
    "address", ["/assets/gone.js", "/api/nothing", "/hooks/nothing", "/api", "/simulator/nothing"]
)
async def test_wrong_addresses_of_ours_are_problems(
    client: httpx.AsyncClient, built: Path, address: str
) -> None:
    answer = await client.get(address)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "path", ["/../private.txt", "/%2e%2e/private.txt", "/..%2fprivate.txt", "/assets/..%2f..%2fprivate.txt"]
)
async def test_nothing_outside_is_served(client: httpx.AsyncClient, built: Path, path: str) -> None:
    assert "private" not in (await client.get(path)).text


async def test_an_editor_that_was_not_built_says_so(client, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(editor, "STATIC", tmp_path)
    answer = await client.get("/")
    assert answer.status_code == 503
    assert "The editor is not built" in answer.text


async def test_the_reference_lists_every_operation_and_loads_nothing(client: httpx.AsyncClient) -> None:
    page = await client.get("/schema")
    schema = (await client.get("/schema/openapi.json")).json()
    assert all(path in page.text for path in schema["paths"])
    assert "<script" not in page.text
    assert "http" not in page.text.replace("/schema/openapi.json", "")


async def test_every_answer_is_guarded(client: httpx.AsyncClient) -> None:
    for address in ("/", "/api/setup", "/api/me", "/api/nothing", "/schema"):
        headers = (await client.get(address)).headers
        assert headers["content-security-policy"].startswith(
            "default-src 'self'; style-src 'self' 'unsafe-inline'"
        )
        assert headers["x-content-type-options"] == "nosniff"
    assert (await client.get("/api/setup")).headers["cache-control"] == "no-store"
