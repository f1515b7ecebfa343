"""`GET /health` with reasons and `GET /metrics`."""

from datetime import datetime, timedelta
from typing import Any

import asyncpg
import msgspec
from litestar import Response, Router, get
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from api.given import GivenHub, GivenServices
from api.permissions import Permission, opens
from storage import housekeeping

SILENT_AFTER = timedelta(seconds=20)
BEHIND_AFTER = timedelta(seconds=30)


class Health(msgspec.Struct, rename="camel"):
    """`status` is `ok` when every check is; a check that is not says why."""

    status: str
    checks: dict[str, str]


@get("/health", opt=opens(Permission.PUBLIC), summary="Readiness with reasons")
async def health(services: GivenServices, hub: GivenHub) -> Response[Health]:
    """200 when the database answers and the engine keeps up, else 503 with the reason."""
    checks = {"database": "ok", "engine": "ok"}
    try:
        async with hub.pool.acquire(timeout=2) as connection:
            checks["engine"] = await _engine(connection, services.clock())
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        checks = {
            "database": f"The database does not answer: {error or type(error).__name__}",
            "engine": "unknown",
        }
    is_well = all(check == "ok" for check in checks.values())
    return Response(Health("ok" if is_well else "failing", checks), status_code=200 if is_well else 503)


@get("/metrics", opt=opens(Permission.PUBLIC), include_in_schema=False)
async def metrics() -> Response[bytes]:
    """Prometheus text."""
    return Response(generate_latest(), headers={"content-type": CONTENT_TYPE_LATEST})


async def _engine(connection: Any, now: datetime) -> str:
    beat = await housekeeping.latest_beat(connection)
    if beat is None or now - beat > SILENT_AFTER:
        return "No engine process has been heard of lately."
    due = await housekeeping.oldest_due(connection, now)
    if due is not None and now - due > BEHIND_AFTER:
        return f"Events have been waiting since {due:%Y-%m-%d %H:%M:%S} UTC."
    return "ok"


health_router = Router("/", route_handlers=[health, metrics], tags=["Health"])
