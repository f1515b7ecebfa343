"""Commands: what a person tells an execution to do. Each answers whether it made sense where the execution stands."""

from collections.abc import Callable, Mapping

from engine import advance
from engine.lane import Lane
from engine.model import Event, Execution, ExecutionStatus

Command = Callable[[Lane, Execution], bool]


def obey(lane: Lane, event: Event) -> None:
    """Do what the command says; one that comes too late is stale."""
    execution = lane.live.get(event.execution_id or 0)
    command = _COMMANDS.get(event.payload.get("command", ""))
    if execution is None or command is None or not command(lane, execution):
        lane.commit.stale.append(event.id)


def _cancel(lane: Lane, execution: Execution) -> bool:
    if execution.is_over:
        return False
    lane.end(execution, "cancelled")
    return True


def _pause(lane: Lane, execution: Execution) -> bool:
    """A called flow and its callers stand still together."""
    return _set_status(lane, execution, ExecutionStatus.RUNNING, ExecutionStatus.PAUSED)


def _resume(lane: Lane, execution: Execution) -> bool:
    """What came due meanwhile is due now."""
    if not _set_status(lane, execution, ExecutionStatus.PAUSED, ExecutionStatus.RUNNING):
        return False
    for each in list(lane.family(execution)):
        lane.commit.released.append(each.id)
        if not each.is_over:  # as by a goal that its caller has reached meanwhile
            lane.go_on(each)
    return True


def _retry(lane: Lane, execution: Execution) -> bool:
    if execution.status is not ExecutionStatus.FAILED or lane.is_crowded:
        return False
    lane.move(execution, advance.retry)
    return True


def _set_status(lane: Lane, execution: Execution, before: ExecutionStatus, after: ExecutionStatus) -> bool:
    if execution.status is not before:
        return False
    for each in list(lane.family(execution)):
        if each.status is before:
            each.status = after
            lane.commit.executions[each.id] = each
    return True


_COMMANDS: Mapping[str, Command] = {"cancel": _cancel, "pause": _pause, "resume": _resume, "retry": _retry}
