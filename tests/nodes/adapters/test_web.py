"""Calls to addresses that people wrote: what comes back, and what each trouble is called."""

from typing import Any

import pytest

from engine.errors import Rejected, Unavailable
from nodes.adapters.http import make_client
from nodes.adapters.web import Web

pytestmark = pytest.mark.anyio


@pytest.fixture
def web(vendor: Any) -> Web:
    return Web(make_client(allowed_origins={vendor.origin}, max_response_bytes=1000))


async def call(web: Web, vendor: Any, method: str = "GET", **headers: str) -> Any:
    return await web.request(method, f"http://{vendor.origin}/x", headers, b"")


async def test_an_answer_comes_whole_whatever_its_status(web: Web, vendor: Any) -> None:
    vendor.says(418, b"tea", X_Mood="calm")
    answer = await call(web, vendor)
    assert (answer.status, answer.body, answer.headers["x-mood"]) == (418, b"tea", "calm")
    assert (answer.is_success, answer.text(), answer.host) == (False, "tea", "127.0.0.1")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry_After": "90"}, 90),
        ({"Retry_After": "Wed, 25 Nov 2026 12:01:00 GMT", "Date": "Wed, 25 Nov 2026 12:00:00 GMT"}, 60),
        ({"Retry_After": "Wed, 25 Nov 2026 11:00:00 GMT", "Date": "Wed, 25 Nov 2026 12:00:00 GMT"}, 0),
        ({"Retry_After": "Wed, 25 Nov 2026 12:01:00 GMT"}, None),
        ({"Retry_After": "soon"}, None),
        ({"Retry_After": "-5"}, None),
        ({"Retry_After": "9" * 400}, 365 * 86_400),
        ({"Retry_After": "٣"}, None),
        ({}, None),
    ],
)
async def test_a_pause_is_read_in_both_its_forms_and_garbage_is_none(
    web: Web, vendor: Any, headers: dict[str, str], seconds: float | None
) -> None:
    vendor.says(429, **headers)
    assert (await call(web, vendor)).retry_after == seconds


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal",
        b"nonsense\r\n\r\n",
    ],
)
async def test_half_an_answer_may_have_arrived(web: Web, vendor: Any, answer: bytes) -> None:
    vendor.answer = answer
    vendor.closes = True
    with pytest.raises(Unavailable, match="gave no whole answer") as caught:
        await call(web, vendor)
    assert caught.value.sent


async def test_too_large_an_answer_is_refused(web: Web, vendor: Any) -> None:
    vendor.says(200, b"x" * 1001)
    with pytest.raises(Rejected, match="larger than 1000 bytes"):
        await call(web, vendor)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/",
        "http://localhost/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::ffff:127.0.0.1]/",
        "http://user@127.0.0.1/",
        "https://10.0.0.1/",
    ],
)
async def test_private_addresses_cannot_be_called(url: str) -> None:
    with pytest.raises(Unavailable, match="cannot be called from here") as caught:
        await Web().request("GET", url, {}, b"")
    assert not caught.value.sent


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        ("ftp://example.com/", {}),
        ("not an address", {}),
        ("http://", {}),
        ("{origin}", {"x-a": "b\r\nx-injected: c"}),
        ("{origin}", {"x-a\r\n": "b"}),
        ("{origin}", {"x-a": "\ud800"}),
    ],
)
async def test_what_cannot_be_sent_is_refused_at_once(
    web: Web, vendor: Any, url: str, headers: dict[str, str]
) -> None:
    vendor.says(200)
    with pytest.raises(Rejected):
        await web.request("GET", url.format(origin=f"http://{vendor.origin}/"), headers, b"")
    assert vendor.asked == []


async def test_how_a_request_is_framed_is_not_for_people_to_say(web: Web, vendor: Any) -> None:
    vendor.says(200)
    await web.request(
        "POST",
        f"http://{vendor.origin}/x",
        {"Host": "internal", "Content-Length": "3", "Transfer-Encoding": "chunked", "X-Mine": "yes"},
        b"hello",
    )
    (asked,) = vendor.asked
    assert (asked.body, asked.headers["x-mine"], asked.headers["host"]) == (b"hello", "yes", vendor.origin)
    assert asked.headers["content-length"] == "5"
    assert "transfer-encoding" not in asked.headers
