"""Routes of the executions of a flow: the list, how many there are, and retrying all that failed."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery, QueryParameter

from api.errors import not_found
from api.executions.events import ContactId
from api.given import GivenPrincipal, GivenServices
from api.lists import Cursor, Limit, RowId, VersionNumber, check_period, position
from api.permissions import Permission, opens
from storage import execution_search, executions, flows
from storage.enums import FlowExecutionStatus, WaitingFor
from storage.execution_search import ExecutionFilter, Totals
from storage.executions import ExecutionSummary

RETRIED_AT_ONCE = 100
"""A round of retries: a fifth of a second, so that the caller can show how far it is and stop."""

PATH = "/api/flows/{flow_id:int}/executions"
Outcome = Annotated[str | None, QueryParameter(max_length=200)]
NodeId = Annotated[
    str | None, QueryParameter(name="nodeId", max_length=200, description="Where it stands or ended.")
]
StartedFrom = Annotated[datetime | None, QueryParameter(name="startedFrom", description="Then or later.")]
StartedTo = Annotated[datetime | None, QueryParameter(name="startedTo", description="Before then.")]
Waiting = Annotated[WaitingFor | None, QueryParameter(name="waitingFor")]
Search = Annotated[
    str | None,
    QueryParameter(
        max_length=200,
        description="In the contact's name or phone, or in the error; a whole phone number is quick.",
    ),
]


class ExecutionPage(msgspec.Struct, rename="camel"):
    """Part of the list. `searched_to` says how far back the look went when it had to stop before the page was full: go on from the cursor."""

    items: list[ExecutionSummary]
    next_cursor: str | None = None
    searched_to: datetime | None = None


class Retried(msgspec.Struct, rename="camel"):
    """How many were asked to go on; `next_cursor` where the next round begins, None when all are done."""

    asked: int
    next_cursor: str | None = None


async def read_filter(
    status: FromQuery[FlowExecutionStatus | None] = None,
    outcome: Outcome = None,
    version: VersionNumber = None,
    started_from: StartedFrom = None,
    started_to: StartedTo = None,
    waiting_for: Waiting = None,
    node_id: NodeId = None,
    contact_id: ContactId = None,
    search: Search = None,
) -> ExecutionFilter:
    """Which executions the query asks for."""
    check_period(started_from, started_to)
    words = (search or "").replace("\0", "").strip() or None
    return ExecutionFilter(
        *(status, outcome, version, started_from, started_to, waiting_for, node_id, contact_id, words)
    )


WANTED = {"wanted": Provide(read_filter)}
GivenFilter = NamedDependency[ExecutionFilter]


@get(PATH, opt=opens(Permission.VIEW_FLOWS), dependencies=WANTED)
async def list_executions(
    flow_id: RowId, principal: GivenPrincipal, wanted: GivenFilter, limit: Limit = 50, cursor: Cursor = None
) -> ExecutionPage:
    """List the executions of a flow, newest first."""
    await _see(principal.owner_id, flow_id)
    return await _find(principal.owner_id, flow_id, wanted, limit, cursor)


@get(f"{PATH}/totals", opt=opens(Permission.VIEW_FLOWS), dependencies=WANTED)
async def total_executions(flow_id: RowId, principal: GivenPrincipal, wanted: GivenFilter) -> Totals:
    """Count the executions of a flow by their status: the newest 10,000 that the filter may mean."""
    await _see(principal.owner_id, flow_id)
    return await execution_search.count_executions(principal.owner_id, flow_id, wanted)


@post(f"{PATH}/retry", opt=opens(Permission.CANCEL_EXECUTIONS), status_code=202, dependencies=WANTED)
async def retry_executions(
    flow_id: RowId,
    principal: GivenPrincipal,
    services: GivenServices,
    wanted: GivenFilter,
    cursor: Cursor = None,
) -> Retried:
    """Ask the newest 100 failed executions that fit to go on from the step that failed; the rest in further rounds."""
    await _see(principal.owner_id, flow_id)
    failed = msgspec.structs.replace(wanted, status=FlowExecutionStatus.FAILED)
    found = await _find(principal.owner_id, flow_id, failed, RETRIED_AT_ONCE, cursor)
    asked = 0
    # One after the other: each locks its contact for a moment, and nothing is held meanwhile.
    for execution in found.items:
        asked += await executions.request(principal.owner_id, execution.id, "retry", services.clock())
    services.wake()
    return Retried(asked, found.next_cursor)


async def _see(owner_id: int, flow_id: int) -> None:
    if not await flows.flow_exists(owner_id, flow_id):
        raise not_found("flow")


async def _find(
    owner_id: int, flow_id: int, wanted: ExecutionFilter, limit: int, cursor: str | None
) -> ExecutionPage:
    found = await execution_search.find_executions(owner_id, flow_id, wanted, limit + 1, position(cursor))
    shown = found.executions[:limit]
    last = shown[-1].id if len(found.executions) > limit else found.last_id
    return ExecutionPage(shown, None if last is None else str(last), found.last_started_at)


list_routes = (list_executions, total_executions, retry_executions)
