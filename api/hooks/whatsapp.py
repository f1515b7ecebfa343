"""`/hooks/whatsapp`: Meta's handshake and signed deliveries, every account on one URL.

The busiest door of the house, so it is plain ASGI: Litestar's typed handlers cost more than all the work done here.
"""

from typing import Any
from urllib.parse import parse_qs

from litestar import asgi
from litestar.exceptions import MethodNotAllowedException
from litestar.types import Receive, Scope, Send

from api.errors import Problem
from api.hooks.counts import PASSED_OVER, RECEIVED
from api.hub import Hub
from api.permissions import Permission, opens
from nodes.adapters.channels.whatsapp.decoding import MalformedBody
from nodes.adapters.channels.whatsapp.receive import parse
from nodes.adapters.channels.whatsapp.signature import HEADER

MAX_BODY = 3 * 1024 * 1024  # bytes; Meta batches up to 1,000 updates, well below this
MAX_CHALLENGE = 1000
SIGNATURE = HEADER.lower().encode()


@asgi("/hooks/whatsapp", opt=opens(Permission.PUBLIC), copy_scope=False)
async def whatsapp(scope: Scope, receive: Receive, send: Send) -> None:
    """GET shakes hands, POST delivers: 200 only after the commit."""
    hub: Hub = scope["litestar_app"].state.hub
    match scope.get("method"):
        case "GET":
            await _answer(send, await _shake_hands(hub, scope["query_string"]))
        case "POST":
            await _deliver(hub, scope, await _read(receive))
            await _answer(send, b"")
        case _:
            raise MethodNotAllowedException


async def _shake_hands(hub: Hub, query: bytes) -> bytes:
    """Meta's challenge, when the verify token belongs to an account."""
    given = _fields(query)
    challenge, token = given.get("hub.challenge", ""), given.get("hub.verify_token", "")
    is_asked = given.get("hub.mode") == "subscribe" and 0 < len(challenge) <= MAX_CHALLENGE
    if not is_asked or not await hub.directory.knows_verify_token(token):
        RECEIVED.labels("whatsapp", "handshake_refused").inc()
        raise Problem(403, "not_allowed", "The verify token does not belong to an account here.")
    return challenge.encode()


def _fields(query: bytes) -> dict[str, str]:
    try:
        return {
            name: values[0] for name, values in parse_qs(query.decode("latin-1"), max_num_fields=20).items()
        }
    except ValueError:
        return {}


async def _deliver(hub: Hub, scope: Scope, raw: bytes) -> None:
    header = next((value for name, value in scope["headers"] if name == SIGNATURE), None)
    accounts = await hub.directory.signed_by(raw, header.decode("latin-1") if header else None)
    if accounts is None:
        RECEIVED.labels("whatsapp", "wrong_signature").inc()
        raise Problem(401, "wrong_signature", "The signature does not fit any account.")
    try:
        delivery = parse(raw)
    except MalformedBody as error:
        RECEIVED.labels("whatsapp", "malformed").inc()
        raise Problem(400, error.code, str(error)) from None
    PASSED_OVER.inc(await hub.inbox.accept(delivery, accounts))
    RECEIVED.labels("whatsapp", "accepted").inc()


async def _read(receive: Receive) -> bytes:
    """The body; a larger one is refused while it arrives."""
    parts, size = [], 0
    while True:
        message: Any = await receive()  # of HTTP, in an HTTP scope
        if message["type"] == "http.disconnect":
            raise Problem(400, "cut_off", "The body did not arrive whole.")
        parts.append(message["body"])
        size += len(message["body"])
        if size > MAX_BODY:
            raise Problem(413, "too_large", f"The body is larger than {MAX_BODY // 2**20} MB.")
        if not message["more_body"]:
            return b"".join(parts)


async def _answer(send: Send, body: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
