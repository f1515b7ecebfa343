"""Routes of executions."""

from collections.abc import Mapping
from typing import Annotated

from litestar import Router, get, post
from litestar.params import PathParameter

from api.errors import Problem, not_found
from api.executions.events import LARGEST_STEP, follow_execution, follow_starts
from api.executions.lists import list_routes
from api.given import GivenPrincipal, GivenServices
from api.lists import RowId
from api.permissions import Permission, Principal, opens
from api.services import Services
from storage import executions
from storage.executions import Command, ExecutionDetail, StepRow

StepNumber = Annotated[int, PathParameter(ge=1, le=LARGEST_STEP, description="The step's `n`.")]
COMMAND = "/api/executions/{execution_id:int}"


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


@post(f"{COMMAND}/cancel", opt=opens(Permission.CANCEL_EXECUTIONS), status_code=202)
async def cancel_execution(
    execution_id: RowId, principal: GivenPrincipal, services: GivenServices
) -> ExecutionDetail:
    """Ask for an execution to be cancelled; it ends as soon as its turn comes."""
    return await _ask(principal, services, execution_id, "cancel", "The execution is over already.")


@post(f"{COMMAND}/pause", opt=opens(Permission.CANCEL_EXECUTIONS), status_code=202)
async def pause_execution(
    execution_id: RowId, principal: GivenPrincipal, services: GivenServices
) -> ExecutionDetail:
    """Ask for an execution to stand still; what comes due meanwhile waits until it is resumed."""
    return await _ask(principal, services, execution_id, "pause", "The execution does not run.")


@post(f"{COMMAND}/resume", opt=opens(Permission.CANCEL_EXECUTIONS), status_code=202)
async def resume_execution(
    execution_id: RowId, principal: GivenPrincipal, services: GivenServices
) -> ExecutionDetail:
    """Ask for a paused execution to go on."""
    return await _ask(principal, services, execution_id, "resume", "The execution is not paused.")


@post(f"{COMMAND}/retry", opt=opens(Permission.CANCEL_EXECUTIONS), status_code=202)
async def retry_execution(
    execution_id: RowId, principal: GivenPrincipal, services: GivenServices
) -> ExecutionDetail:
    """Ask for a failed execution to go on from the step that failed, which is visited once more."""
    return await _ask(principal, services, execution_id, "retry", "The execution has not failed.")


async def _ask(
    principal: Principal, services: Services, execution_id: int, command: Command, refusal: str
) -> ExecutionDetail:
    is_asked = await executions.request(principal.owner_id, execution_id, command, services.clock())
    execution = await _read(principal, execution_id)
    if not is_asked:
        raise Problem(409, _CODES[command], refusal)
    services.wake()
    return execution


_CODES: Mapping[Command, str] = {
    "cancel": "execution_over",
    "pause": "execution_not_running",
    "resume": "execution_not_paused",
    "retry": "execution_not_failed",
}


async def _read(principal: Principal, execution_id: int) -> ExecutionDetail:
    execution = await executions.read_execution(principal.owner_id, execution_id)
    if execution is None:
        raise not_found("execution")
    return execution


executions_router = Router(
    "/",
    route_handlers=[
        *list_routes,
        follow_starts,
        read_execution,
        read_step,
        follow_execution,
        cancel_execution,
        pause_execution,
        resume_execution,
        retry_execution,
    ],
    tags=["Executions"],
)
