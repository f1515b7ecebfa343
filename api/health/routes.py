"""`GET /health` with reasons and `GET /metrics`."""

import contextlib
from typing import Any

import asyncpg
import msgspec
from litestar import Request, Response, Router, get
from litestar.exceptions import NotAuthorizedException
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from api.given import GivenHub, GivenServices
from api.health.access import may_read
from api.health.pulse import judge
from api.permissions import Permission, opens
from storage import figures

AWAY = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)


class Health(msgspec.Struct, rename="camel"):
    """`status` is `ok` when the database and the engine are; a check that is not says why. Redis may be away."""

    status: str
    checks: dict[str, str]


@get("/health", opt=opens(Permission.PUBLIC), summary="Readiness with reasons")
async def health(services: GivenServices, hub: GivenHub) -> Response[Health]:
    """200 when the database answers and the engine keeps up, else 503 with the reason."""
    checks = {"database": "ok", "engine": "ok"}
    try:
        async with hub.pool.acquire(timeout=2) as connection:
            now = services.clock()
            checks["engine"] = judge(await figures.pulse(connection, now), now)
    except AWAY as error:
        checks = {
            "database": f"The database does not answer: {error or type(error).__name__}",
            "engine": "unknown",
        }
    is_well = all(check == "ok" for check in checks.values())
    if services.redis is not None:
        checks["redis"] = (
            "ok" if services.redis.is_heard else "Away: events are found by looking, a little later."
        )
    return Response(Health("ok" if is_well else "failing", checks), status_code=200 if is_well else 503)


@get("/metrics", opt=opens(Permission.PUBLIC), include_in_schema=False)
async def metrics(request: Request[Any, Any, Any], services: GivenServices, hub: GivenHub) -> Response[bytes]:
    """Prometheus text: this process, the worker beside it, and what waits in the database."""
    if not may_read(services.settings.metrics_token, request.headers.get("Authorization")):
        raise NotAuthorizedException("The token is PARLEY_METRICS_TOKEN.")
    text = generate_latest() + services.worker_metrics()
    with contextlib.suppress(*AWAY):
        text += await hub.queue.text(services.clock())
    return Response(text, headers={"content-type": CONTENT_TYPE_LATEST})


health_router = Router("/", route_handlers=[health, metrics], tags=["Health"])
