"""Routes of what happens: streams of server-sent events, read by `fetch` because they ask for a token."""

from typing import Annotated

from litestar import get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import HeaderParameter, QueryParameter

from api.errors import Problem, not_found
from api.executions.stream import EventStream
from api.executions.watches import ExecutionWatch, FlowWatch
from api.given import GivenHub, GivenPrincipal, GivenServices
from api.lists import LARGEST_ID, RowId
from api.permissions import Permission, opens
from storage import executions, flows, live

LARGEST_STEP = 2**31 - 1
RESUMING = (
    "A comment comes every 15 seconds, and after 10 minutes the stream ends: connect again with the last id that was"
    " received in `Last-Event-ID`."
)

LastEventId = Annotated[
    str | None, HeaderParameter(name="Last-Event-ID", max_length=20, description="The last id received.")
]
ContactId = Annotated[int | None, QueryParameter(name="contactId", ge=1, le=LARGEST_ID)]


def _events(description: str) -> dict[int, ResponseSpec]:
    media_type = "text/event-stream"
    return {200: ResponseSpec(str, generate_examples=False, description=description, media_type=media_type)}


@get(
    "/api/executions/{execution_id:int}/events",
    opt=opens(Permission.VIEW_FLOWS),
    responses=_events(
        "`execution`: the summary, with `variables` and `stepCount`; comes first, and whenever the execution moved. "
        "`step`: a step, as in the execution's detail, each once and in order, with its `n` as id; without "
        "`Last-Event-ID` from the first on, or the newest 2,000. The visit in progress is a `step` too, Pending or "
        "Running and without an id: it comes again under the same `n` as it changes and when it has ended. "
        f"`over`: status and outcome, when all is told. {RESUMING}"
    ),
)
async def follow_execution(
    execution_id: RowId, principal: GivenPrincipal, hub: GivenHub, last: LastEventId = None
) -> EventStream:
    """Follow an execution while it happens, as server-sent events."""
    after = _resumed(last, LARGEST_STEP)
    if not await executions.execution_exists(principal.owner_id, execution_id):
        raise not_found("execution")
    return EventStream(hub.live, ExecutionWatch(principal.owner_id, execution_id, after))


@get(
    "/api/flows/{flow_id:int}/executions/events",
    opt=opens(Permission.VIEW_FLOWS),
    responses=_events(
        "`started`: the summary of an execution that started after the connection was made, or after the one in "
        f"`Last-Event-ID`, with its id as id; when many start at once, of the newest 50. {RESUMING}"
    ),
)
async def follow_starts(
    flow_id: RowId,
    principal: GivenPrincipal,
    services: GivenServices,
    hub: GivenHub,
    last: LastEventId = None,
    contact_id: ContactId = None,
) -> EventStream:
    """Hear of the executions of a flow as they start, or of those of one contact, as server-sent events."""
    after = _resumed(last, LARGEST_ID)
    if not await flows.flow_exists(principal.owner_id, flow_id):
        raise not_found("flow")
    known = await live.read_newest(principal.owner_id, flow_id, contact_id)
    watch = FlowWatch(principal.owner_id, flow_id, contact_id, after, known, services.clock())
    return EventStream(hub.live, watch)


def _resumed(last: str | None, largest: int) -> int | None:
    """The id to go on after; an empty one is none, as the standard of event streams has it."""
    if not last:
        return None
    if not (last.isascii() and last.isdecimal() and int(last) <= largest):
        raise Problem(400, "invalid", "Last-Event-ID is not one of ours: leave it out to begin anew.")
    return int(last)
