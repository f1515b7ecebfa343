"""`/hooks/whatsapp`: Meta's handshake and signed deliveries, all accounts on one URL; `/hooks/flow/{token}`."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.params import FromPath, QueryParameter

from api.errors import Problem
from api.given import GivenHub, GivenServices
from api.hooks.counts import PASSED_OVER, RECEIVED
from api.permissions import Permission, opens
from nodes.adapters.channels.whatsapp.decoding import MalformedBody, decode
from nodes.adapters.channels.whatsapp.receive import parse
from storage.receivers import find_webhook_flow, start_flow

MAX_BODY = 3 * 1024 * 1024  # Meta batches up to 1,000 updates, well below this
MAX_EVENT = 256 * 1024
PUBLIC = opens(Permission.PUBLIC)


@get("/hooks/whatsapp", opt=PUBLIC, media_type="text/plain", summary="Meta's handshake")
async def shake_hands(
    hub: GivenHub,
    mode: Annotated[str | None, QueryParameter(name="hub.mode")] = None,
    token: Annotated[str | None, QueryParameter(name="hub.verify_token")] = None,
    challenge: Annotated[str | None, QueryParameter(name="hub.challenge", max_length=1000)] = None,
) -> Response[str]:
    """Answer the challenge when the verify token belongs to an account."""
    if mode != "subscribe" or challenge is None or not await hub.directory.knows_verify_token(token or ""):
        RECEIVED.labels("whatsapp", "handshake_refused").inc()
        raise Problem(403, "not_allowed", "The verify token does not belong to an account here.")
    return Response(challenge, media_type="text/plain")


@post(
    "/hooks/whatsapp",
    opt=PUBLIC,
    status_code=200,
    request_max_body_size=MAX_BODY,
    summary="Signed deliveries",
)
async def receive(request: Request[Any, Any, Any], hub: GivenHub) -> Response[bytes]:
    """Store a signed delivery; 200 only after the commit."""
    raw = await request.body()
    accounts = await hub.directory.signed_by(raw, request.headers.get("x-hub-signature-256"))
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
    return Response(b"", status_code=200, media_type="text/plain")


@post(
    "/hooks/flow/{token:str}",
    opt=PUBLIC,
    status_code=202,
    request_max_body_size=MAX_EVENT,
    summary="A flow's address",
)
async def start(
    request: Request[Any, Any, Any], services: GivenServices, hub: GivenHub, token: FromPath[str]
) -> dict[str, bool]:
    """Start the flow whose webhook trigger has this address; the JSON body is its `event`."""
    raw = await request.body()  # before a connection is taken: a slow caller must not hold one
    async with hub.pool.acquire() as connection:
        found = await find_webhook_flow(connection, token)
        if found is None:
            RECEIVED.labels("flow", "unknown").inc()
            raise Problem(404, "not_found", "No published flow listens at this address.")
        await start_flow(connection, *found, _event(raw), services.clock())
    RECEIVED.labels("flow", "accepted").inc()
    services.wake()
    return {"accepted": True}


def _event(raw: bytes) -> Any:
    try:
        event = decode(raw) if raw else {}
        msgspec.json.encode(event)
    except (MalformedBody, RecursionError, ValueError) as error:
        raise Problem(400, "malformed", str(error) or "The body is not JSON.") from None
    return event


hooks_router = Router("/", route_handlers=[shake_hands, receive, start], tags=["Hooks"])
