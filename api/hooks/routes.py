"""The doors for the outside: `/hooks/whatsapp`, and `/hooks/flow/{token}` for a flow's own webhook trigger."""

from typing import Any

import msgspec
from litestar import Request, Router, post
from litestar.params import FromPath

from api.errors import Problem
from api.given import GivenHub, GivenServices
from api.hooks.counts import RECEIVED
from api.hooks.whatsapp import whatsapp
from api.lists import IdempotencyKey
from api.permissions import Permission, opens
from nodes.adapters.channels.whatsapp.decoding import MalformedBody, decode
from storage.receivers import find_webhook_flow, start_flow

MAX_EVENT = 256 * 1024


@post(
    "/hooks/flow/{token:str}",
    opt=opens(Permission.PUBLIC),
    status_code=202,
    request_max_body_size=MAX_EVENT,
    summary="A flow's address",
)
async def start(
    request: Request[Any, Any, Any],
    services: GivenServices,
    hub: GivenHub,
    token: FromPath[str],
    key: IdempotencyKey = None,
) -> dict[str, bool]:
    """Start the flow whose webhook trigger has this address; the JSON body is its `event`.

    The same Idempotency-Key again within a week starts nothing.
    """
    raw = await request.body()  # before a connection is taken: a slow caller must not hold one
    async with hub.pool.acquire() as connection:
        found = await find_webhook_flow(connection, token)
        if found is None:
            RECEIVED.labels("flow", "unknown").inc()
            raise Problem(404, "not_found", "No published flow listens at this address.")
        await start_flow(connection, *found, _event(raw), services.clock(), key)
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


hooks_router = Router("/", route_handlers=[whatsapp, start], tags=["Hooks"])
