"""The route of a flow's numbers."""

from datetime import datetime, timedelta
from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from api.errors import Problem, not_found
from api.given import GivenPrincipal, GivenServices
from api.lists import RowId, VersionNumber, check_period
from api.permissions import Permission, opens
from storage import flow_counts, flows
from storage.flow_counts import CountingTooLong, FlowCounts

USUAL = timedelta(days=1)

From = Annotated[
    datetime | None, QueryParameter(name="from", description="A day before the end when left out.")
]
To = Annotated[datetime | None, QueryParameter(name="to", description="Now when left out.")]


@get("/api/flows/{flow_id:int}/counts", opt=opens(Permission.VIEW_FLOWS))
async def count_flow(
    flow_id: RowId,
    principal: GivenPrincipal,
    services: GivenServices,
    since: From = None,
    until: To = None,
    version: VersionNumber = None,
) -> FlowCounts:
    """Count the visits, failures and ways taken of the executions that started in a period, the newest 20,000, and who waits where now."""
    check_period(since, until)
    if not await flows.flow_exists(principal.owner_id, flow_id):
        raise not_found("flow")
    until = until or services.clock()
    since = since or until - USUAL
    try:
        return await flow_counts.count_flow(principal.owner_id, flow_id, since, until, version)
    except CountingTooLong as error:
        raise Problem(503, error.code, str(error)) from None
