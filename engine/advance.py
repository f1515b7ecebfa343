"""Moves one execution: runs nodes until a wait, an effect, the end or the step limit. No I/O, no clock of its own."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.errors import NodeInterrupted, ParleyError
from engine.model import Ended, ExecutionStatus, StepStatus
from engine.node import Jump, Wait
from engine.plan import PlanNode, node_input
from engine.rendering import render
from engine.run import (
    Run,
    Visit,
    call_out,
    continue_later,
    fail,
    finish,
    forget_wait,
    memory_problem,
    queue,
    record,
    rest,
)

MAX_STEPS_AT_ONCE = 100
MAX_STEPS = 10_000


def begin(run: Run, node_id: str) -> None:
    """Start the execution at a trigger node and go on until it rests."""
    _proceed(run, run.plan.index[node_id])


def proceed(run: Run) -> None:
    """Go on at the current node, as after the step limit, or once more after a failure."""
    _proceed(run, run.plan.index[run.execution.node_id or ""])


def resume(run: Run, event: str) -> None:
    """End the wait of the current node because of `event` (see `Node.resume`) and go on."""
    visit = Visit.reopen(run)
    if run.execution.wait_until is not None:
        visit.context.output.setdefault("waitUntil", run.execution.wait_until)
    forget_wait(run)
    _leave(run, visit, lambda: visit.here.node.resume(visit.context, event))


def hear_of_send(run: Run, error: str | None) -> None:
    """End the wait because a message of this visit was sent, or was refused with this sentence."""
    if error is not None and run.execution.pending is not None:
        run.execution.pending.output["error"] = error
    resume(run, "sent" if error is None else "failed")


def settle(run: Run, result: Mapping[str, Any]) -> None:
    """End an effect: take its port and variables, or fail the execution with its error. The step tells the attempts."""
    visit = Visit.reopen(run)
    forget_wait(run)
    visit.context.output |= result.get("output", {})
    if "attempts" in result:
        visit.context.output["attempts"] = result["attempts"]

    def decide() -> str:
        for name, value in result.get("variables", {}).items():
            visit.context.set(name, value)
        if error := result.get("error"):
            visit.context.note("error", error)
            return "failed"
        return str(result["port"])

    if (error := result.get("error")) and not visit.context.wired("failed"):
        return fail(run, visit, str(error))
    _leave(run, visit, decide)


def come_back(run: Run, ended: Ended) -> None:
    """End the wait for a called flow with the variables it ended with, or with what went wrong in it."""
    visit = Visit.reopen(run)
    if ended.error is not None and not visit.context.wired("failed"):
        return fail(run, visit, ended.error)
    forget_wait(run)
    visit.context.output["returned"] = dict(ended.variables)
    if ended.error is not None:
        visit.context.note("error", ended.error)
    outcome = "returned" if ended.error is None else "failed"
    _leave(run, visit, lambda: visit.here.node.resume(visit.context, outcome))


def stop(run: Run, sentence: str) -> None:
    """Fail the execution at its current node."""
    fail(run, Visit.reopen(run), sentence)


def leave_flow(run: Run, outcome: str) -> None:
    """End the execution from outside: the visit in progress is Skipped and what has not left is withdrawn."""
    execution = run.execution
    if execution.status is ExecutionStatus.PAUSED and execution.wait_until is None:
        run.commit.cleared.append(execution.id)  # an event may be held for it
    record(run, Visit.reopen(run), StepStatus.SKIPPED)
    finish(run, ExecutionStatus.COMPLETED, outcome=outcome)
    run.commit.withdrawn.append(execution.id)
    drop_call(run)


def drop_call(run: Run) -> None:
    """Nobody waits for the call to the outside any more: it is made no more, and what a call under way gives is dropped."""
    execution = run.execution
    run.commit.dropped.append(execution.id)
    run.commit.effects = [effect for effect in run.commit.effects if effect.execution_id != execution.id]


def reach_goal(run: Run, node_id: str) -> None:
    """A goal was reached while the execution rested: that visit is Skipped, unless it is the goal's own, and the goal goes on."""
    visit = Visit.reopen(run)
    forget_wait(run)
    drop_call(run)
    if run.execution.node_id != node_id:
        visit.context.output["goal"] = node_id
        record(run, visit, StepStatus.SKIPPED)
        run.execution.node_id = node_id
        run.execution.visit += 1
        visit = Visit(run, run.here, run.now)
    _leave(run, visit, lambda: visit.here.node.resume(visit.context, "reached"))


def retry(run: Run) -> None:
    """Visit the node that failed once more."""
    execution = run.execution
    execution.status, execution.error_message, execution.outcome = ExecutionStatus.RUNNING, None, None
    execution.is_retried = True
    proceed(run)


def _proceed(run: Run, position: int | None) -> None:
    while position is not None and run.execution.is_alive:
        here = run.plan.nodes[position]
        if run.allowance.left <= 0:
            return continue_later(run, here)
        run.allowance.left -= 1
        position = _enter(run, here)


def _enter(run: Run, here: PlanNode) -> int | None:
    """Run one node; the answer is the position of the next, or None when the execution rests."""
    execution = run.execution
    execution.node_id = here.id
    execution.visit += 1
    visit = Visit(run, here, run.now)
    if execution.step_count >= MAX_STEPS:
        fail(run, visit, f"The execution took more than {MAX_STEPS} steps, so it was stopped.")
        return None
    try:
        node = here.node if here.recipe is None else render(here.node, here.recipe, visit.context.scope)
    except ParleyError as error:
        fail(run, visit, str(error))
        return None
    visit.input = here.constant_input or node_input(node, here.field_names, here.secrets)
    if here.is_effect:
        call_out(run, here, node, visit.input)
        return None
    return _step(run, visit, lambda: node.run(visit.context))


def _leave(run: Run, visit: Visit, decide: Callable[[], Any]) -> None:
    _proceed(run, _step(run, visit, decide))


def _step(run: Run, visit: Visit, decide: Callable[[], Any]) -> int | None:
    here, answer = visit.here, None
    run.guard.inside = True
    try:
        answer = decide()
        sentence = _wrong_answer(run, here, answer) or memory_problem(run, here)
    except ParleyError as error:
        sentence = str(error)
    except NodeInterrupted:
        sentence = f"The node '{here.id}' ({here.tag}) ran for too long and was interrupted."
    except Exception as error:
        sentence = f"The node '{here.id}' ({here.tag}) broke: {type(error).__name__}: {error}"
    finally:
        run.guard.inside = False
    if sentence is not None:
        fail(run, visit, sentence)
        return None
    return _follow(run, visit, answer)


def _follow(run: Run, visit: Visit, answer: Any) -> int | None:
    """Do what the node answered: rest, jump, go on at a port, or end where nothing leads on."""
    if isinstance(answer, Wait):
        rest(run, visit, answer)
        return None
    queue(run, visit.context)
    for inner in visit.here.loops_within:
        run.execution.memory.pop(inner, None)
    if isinstance(answer, Jump):
        position = run.plan.landings[answer.node_id]
        visit.context.output["to"] = answer.node_id if position is None else run.plan.nodes[position].id
        record(run, visit, StepStatus.COMPLETED)
    else:
        record(run, visit, StepStatus.COMPLETED, answer or None)
        position = visit.here.next.get(answer)
    if position is None:
        finish(run, ExecutionStatus.COMPLETED, outcome=visit.context.output.get("outcome") or "end")
    return position


def _wrong_answer(run: Run, here: PlanNode, answer: Any) -> str | None:
    """What is wrong with a node's answer: only a port of its own, a Jump or a Wait goes on, and '' ends."""
    if isinstance(answer, Jump) and answer.node_id in run.plan.landings:
        return None
    if isinstance(answer, Wait) or answer == "" or answer in here.next or answer in here.node.all_ports():
        return None
    return f"The node '{here.id}' ({here.tag}) answered {answer!r}, which is not one of its ports."
