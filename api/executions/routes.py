"""Routes of executions."""

from typing import Annotated

from litestar import Router, get, post
from litestar.params import FromQuery, PathParameter

from api.errors import Problem, not_found
from api.executions.events import LARGEST_STEP, ContactId, follow_execution, follow_starts
from api.given import GivenPrincipal, GivenServices
from api.lists import Cursor, Limit, Page, RowId, page, position
from api.permissions import Permission, Principal, opens
from storage import executions, flows
from storage.enums import FlowExecutionStatus
from storage.executions import ExecutionDetail, ExecutionSummary, StepRow

StepNumber = Annotated[int, PathParameter(ge=1, le=LARGEST_STEP, description="The step's `n`.")]


@get("/api/flows/{flow_id:int}/executions", opt=opens(Permission.VIEW_FLOWS))
async def list_executions(
    flow_id: RowId,
    principal: GivenPrincipal,
    limit: Limit = 50,
    cursor: Cursor = None,
    status: FromQuery[FlowExecutionStatus | None] = None,
    contact_id: ContactId = None,
) -> Page[ExecutionSummary]:
    """List the executions of a flow, newest first; `contactId` narrows to one contact."""
    if not await flows.flow_exists(principal.owner_id, flow_id):
        raise not_found("flow")
    rows = await executions.list_executions(
        principal.owner_id, flow_id, limit + 1, position(cursor), status, contact_id
    )
    return page(rows, limit, lambda execution: execution.id)


@get("/api/executions/{execution_id:int}", opt=opens(Permission.VIEW_FLOWS))
async def read_execution(execution_id: RowId, principal: GivenPrincipal) -> ExecutionDetail:
    """Read an execution with its steps in order."""
    return await _read(principal, execution_id)


@get("/api/executions/{execution_id:int}/steps/{n:int}", opt=opens(Permission.VIEW_FLOWS))
async def read_step(execution_id: RowId, n: StepNumber, principal: GivenPrincipal) -> StepRow:
    """Read a finished step whole: the lists leave out an input or output of more than 16 KB and tell its size."""
    step = await executions.read_step(principal.owner_id, execution_id, n)
    if step is None:
        raise not_found("step")
    return step


@post("/api/executions/{execution_id:int}/cancel", opt=opens(Permission.CANCEL_EXECUTIONS), status_code=202)
async def cancel_execution(
    execution_id: RowId, principal: GivenPrincipal, services: GivenServices
) -> ExecutionDetail:
    """Ask for an execution to be cancelled; it ends as soon as its turn comes."""
    asked = await executions.request_cancel(principal.owner_id, execution_id, services.clock())
    execution = await _read(principal, execution_id)
    if not asked:
        raise Problem(409, "execution_over", "The execution is over already.")
    services.wake()
    return execution


async def _read(principal: Principal, execution_id: int) -> ExecutionDetail:
    execution = await executions.read_execution(principal.owner_id, execution_id)
    if execution is None:
        raise not_found("execution")
    return execution


executions_router = Router(
    "/",
    route_handlers=[
        list_executions,
        follow_starts,
        read_execution,
        read_step,
        follow_execution,
        cancel_execution,
    ],
    tags=["Executions"],
)
