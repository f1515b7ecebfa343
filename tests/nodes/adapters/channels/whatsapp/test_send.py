"""A send ends in a receipt or in a trouble that says whether the message may have gone out."""

import asyncio
import pickle
import socket
from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec
import pytest

from engine.errors import BadCredentials, RateLimited, Rejected, Unavailable, VendorError
from engine.ports import Channel, OutboundMessage, Secret
from nodes.adapters.channels.whatsapp.graph_errors import ACCOUNT_IN_TROUBLE
from nodes.adapters.channels.whatsapp.send import CloudChannel, graph_body
from nodes.adapters.http import make_client

pytestmark = pytest.mark.anyio

TOKEN = "EAAG-canary"
HELLO = OutboundMessage(
    to_phone="+34600000001",
    to_bsuid="ES.1",
    body={"type": "text", "text": {"body": "Hi", "preview_url": False}},
    callback="42",
)
OK = {
    "messaging_product": "whatsapp",
    "contacts": [{"input": "34600000001", "wa_id": "34600000009"}],
    "messages": [{"id": "wamid.7", "message_status": "accepted"}],
}


@pytest.fixture
async def channel(vendor: Any) -> AsyncIterator[Channel]:
    async with make_client(allowed_origins={vendor.origin}) as client:
        yield _channel(client, vendor.origin)


def _channel(client: httpx.AsyncClient, origin: str, token: str = TOKEN) -> Channel:
    return CloudChannel(
        client,
        phone_number_id="77",
        access_token=Secret(token),
        base_url=f"http://{origin}/",
        version="v25.0",
    )


def _error(code: int, message: str = "Something", **more: Any) -> dict[str, Any]:
    return {"error": {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "x", **more}}


async def _trouble(channel: Channel, message: OutboundMessage = HELLO) -> VendorError:
    with pytest.raises(VendorError) as caught:
        await channel.send(message)
    assert TOKEN not in str(caught.value)
    return caught.value


async def test_an_accepted_message_gives_a_receipt(vendor: Any, channel: Channel) -> None:
    vendor.says(200, OK)
    receipt = await channel.send(HELLO)
    assert (receipt.whatsapp_message_id, receipt.wa_id) == ("wamid.7", "34600000009")
    (asked,) = vendor.asked
    assert asked.line == "POST /v25.0/77/messages HTTP/1.1"
    assert asked.headers["authorization"] == f"Bearer {TOKEN}"
    assert asked.json() == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "34600000001",
        "type": "text",
        "text": {"body": "Hi", "preview_url": False},
        "biz_opaque_callback_data": "42",
    }


async def test_a_contact_without_a_phone_is_reached_by_user_id(vendor: Any, channel: Channel) -> None:
    vendor.says(200, {"messages": [{"id": "wamid.8"}]})
    message = OutboundMessage(to_phone=None, to_bsuid="ES.1", body=HELLO.body, callback="42")
    assert (await channel.send(message)).wa_id is None
    sent = vendor.asked[0].json()
    assert sent["recipient"] == "ES.1"
    assert "to" not in sent


async def test_a_contact_without_any_id_is_rejected_unasked(vendor: Any, channel: Channel) -> None:
    message = OutboundMessage(to_phone=None, to_bsuid=None, body=HELLO.body, callback="42")
    assert isinstance(await _trouble(channel, message), Rejected)
    assert vendor.asked == []


async def test_the_connection_is_kept_between_sends(vendor: Any, channel: Channel) -> None:
    vendor.says(200, OK)
    for _ in range(4):
        await channel.send(HELLO)
    vendor.says(400, _error(131047))
    await _trouble(channel)
    assert vendor.connections == 1


REJECTED = [
    100,
    33,
    131021,
    131026,
    131030,
    131047,
    131049,
    131050,
    131062,
    130472,
    132000,
    132001,
    132016,
    999999,
]


@pytest.mark.parametrize("code", [*REJECTED, *sorted(ACCOUNT_IN_TROUBLE)])
async def test_final_refusals(code: int, vendor: Any, channel: Channel) -> None:
    vendor.says(400, _error(code, error_data={"details": "The reason"}))
    trouble = await _trouble(channel)
    assert isinstance(trouble, Rejected)
    assert trouble.vendor_code == code
    assert f"({code}, The reason): " in str(trouble)


@pytest.mark.parametrize("code", [0, 10, 190, 200, 299])
async def test_refused_credentials(code: int, vendor: Any, channel: Channel) -> None:
    vendor.says(400, _error(code))
    trouble = await _trouble(channel)
    assert isinstance(trouble, BadCredentials)
    assert "renew its token" in str(trouble)


@pytest.mark.parametrize("body", [b"", _error(100)])
async def test_401_means_credentials_whatever_it_says(body: Any, vendor: Any, channel: Channel) -> None:
    vendor.says(401, body)
    assert isinstance(await _trouble(channel), BadCredentials)


@pytest.mark.parametrize("code", [1, 2, 131000, 131016, 131057, 135000])
@pytest.mark.parametrize("status", [400, 500, 503])
async def test_metas_own_troubles_did_not_send(status: int, code: int, vendor: Any, channel: Channel) -> None:
    vendor.says(status, _error(code))
    trouble = await _trouble(channel)
    assert isinstance(trouble, Unavailable)
    assert trouble.sent is False


USAGE = '{"1": [{"type": "messaging", "estimated_time_to_regain_access": 3}], "2": []}'
DATES = {"Date": "Tue, 24 Nov 2026 12:00:00 GMT", "Retry_After": "Tue, 24 Nov 2026 12:00:20 GMT"}


@pytest.mark.parametrize(
    ("status", "body", "headers", "after", "scope"),
    [
        (400, _error(131056), {}, 6.0, "contact"),
        (400, _error(131056), {"Retry_After": "16", "X_Business_Use_Case_Usage": USAGE}, 16.0, "contact"),
        (400, _error(130429), {}, 1.0, "account"),
        (429, _error(130429), {"Retry_After": "7"}, 7.0, "account"),
        (400, _error(80007), {"X_Business_Use_Case_Usage": USAGE}, 180.0, "account"),
        (400, _error(80007), {"X_Business_Use_Case_Usage": "odd"}, 60.0, "account"),
        (400, _error(4), {"Retry_After": "soon"}, 60.0, "account"),
        (400, _error(4), DATES, 20.0, "account"),
        (429, _error(999999), {"Retry_After": "9" * 30}, 86400.0, "account"),
        (429, b"slow down", {"Retry_After": "2"}, 2.0, "account"),
        (429, b"", {}, 1.0, "account"),
    ],
)
async def test_limits(
    status: int, body: Any, headers: dict[str, str], after: float, scope: str, vendor: Any, channel: Channel
) -> None:
    vendor.says(status, body, **headers)
    trouble = await _trouble(channel)
    assert isinstance(trouble, RateLimited)
    assert (trouble.after, trouble.scope) == (after, scope)


@pytest.mark.parametrize(
    ("status", "body", "sent"),
    [
        (500, b"oops", True),
        (502, b"<html>", True),
        (504, b"", True),
        (500, b'{"error": "text"}', True),
        (502, b'{"error": {}}', True),
        (500, b"[" * 5000, True),
        (408, b"", True),
        (200, b"", True),
        (200, b'{"messages": []}', True),
        (200, b'{"messages": [{"id": ""}]}', True),
        (302, b"", False),
    ],
)
async def test_answers_without_a_reason(
    status: int, body: bytes, sent: bool, vendor: Any, channel: Channel
) -> None:
    vendor.says(status, body)
    trouble = await _trouble(channel)
    assert isinstance(trouble, Unavailable)
    assert trouble.sent is sent


async def test_a_page_that_is_not_graphs_is_a_wrong_address(vendor: Any, channel: Channel) -> None:
    vendor.says(404, b"<html>not here</html>")
    trouble = await _trouble(channel)
    assert isinstance(trouble, Rejected)
    assert "PARLEY_GRAPH_API_URL" in str(trouble)


async def test_a_timeout_may_have_sent(vendor: Any) -> None:
    vendor.hangs()
    quick = httpx.Timeout(5.0, read=0.2)
    async with make_client(allowed_origins={vendor.origin}, timeout=quick) as client:
        trouble = await _trouble(_channel(client, vendor.origin))
    assert isinstance(trouble, Unavailable)
    assert trouble.sent is True
    assert len(vendor.asked) == 1


async def test_a_connection_that_breaks_may_have_sent(vendor: Any, channel: Channel) -> None:
    trouble = await _trouble(channel)
    assert isinstance(trouble, Unavailable)
    assert trouble.sent is True


async def test_a_refused_connection_sent_nothing() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        origin = f"127.0.0.1:{free.getsockname()[1]}"
        async with make_client(allowed_origins={origin}) as client:
            trouble = await _trouble(_channel(client, origin))
    assert isinstance(trouble, Unavailable)
    assert trouble.sent is False


async def test_a_private_address_sent_nothing() -> None:
    async with make_client() as client:
        trouble = await _trouble(_channel(client, "127.0.0.1:8000"))
    assert isinstance(trouble, Unavailable)
    assert trouble.sent is False


@pytest.mark.parametrize("token", ["", "tökén", "two\r\nlines"])
async def test_an_unusable_token_is_bad_credentials(token: str, vendor: Any) -> None:
    async with make_client(allowed_origins={vendor.origin}) as client:
        assert isinstance(await _trouble(_channel(client, vendor.origin, token)), BadCredentials)
    assert vendor.asked == []


async def test_many_sends_share_the_client(vendor: Any, channel: Channel) -> None:
    vendor.says(200, OK)
    receipts = await asyncio.gather(*(channel.send(HELLO) for _ in range(20)))
    assert len(receipts) == len(vendor.asked) == 20


def test_a_secret_prints_as_dots() -> None:
    secret = Secret(TOKEN)
    assert f"{secret} {secret!r} {[secret]}" == "••• ••• [•••]"
    assert secret == Secret(TOKEN)
    assert secret != Secret("other")
    assert secret != TOKEN
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_an_uploaded_file_is_found_below_the_public_address_or_refused_in_words() -> None:
    message = OutboundMessage(
        to_phone="+34600000001",
        to_bsuid=None,
        body={"type": "image", "image": {"link": "/media/abc", "caption": "Hi"}},
        callback="42",
    )
    sent = graph_body(message, "https://parley.example.com")
    assert sent["image"] == {"link": "https://parley.example.com/media/abc", "caption": "Hi"}
    assert message.body["image"]["link"] == "/media/abc"
    with pytest.raises(Rejected, match="PARLEY_PUBLIC_URL"):
        graph_body(message)
    elsewhere = {"type": "image", "image": {"link": "https://shop.example/a.jpg"}}
    assert graph_body(msgspec.structs.replace(message, body=elsewhere))["image"] == elsewhere["image"]
