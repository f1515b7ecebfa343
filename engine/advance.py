"""Moves one execution: runs nodes until a wait, an effect, the end or the step limit. No I/O, no clock of its own."""

from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import Any, Protocol

import msgspec

from engine.context import Context
from engine.errors import NodeInterrupted, ParleyError
from engine.model import (
    Commit,
    Contact,
    Effect,
    Execution,
    ExecutionStatus,
    NewEvent,
    OutboundMessage,
    Pending,
    Step,
    StepStatus,
)
from engine.node import Wait
from engine.plan import Plan, PlanNode, node_input
from engine.rendering import render

MAX_STEPS_AT_ONCE = 100
MAX_STEPS = 10_000


class Guard(Protocol):
    """The host's watchdog: `inside` is true only while a node's own code runs, and only then may it interrupt."""

    inside: bool


class Unguarded:
    """A guard that never interrupts."""

    inside = False


class Run(msgspec.Struct):
    """One execution on its way through its plan, with everything it needs from outside."""

    plan: Plan
    execution: Execution
    contact: Contact | None
    commit: Commit
    now: datetime
    due_at: datetime
    rng: Random
    guard: Guard

    def scope(self) -> dict[str, Any]:
        """The names that templates and expressions read."""
        execution = self.execution
        return {
            "contact": self.contact.scope() if self.contact else {},
            "message": execution.message,
            "event": execution.trigger_data.get("event"),
            "vars": execution.variables,
            "now": self.now,
        }


def begin(run: Run, node_id: str) -> None:
    """Start the execution at a trigger node and go on until it rests."""
    _proceed(run, run.plan.index[node_id])


def proceed(run: Run) -> None:
    """Go on at the current node, as after the step limit."""
    _proceed(run, run.plan.index[run.execution.node_id or ""])


def resume(run: Run, event: str) -> None:
    """End the wait of the current node because of `event` (`message`, `timer`, `sent`, `failed`) and go on."""
    here = _current(run)
    context, execution_input = _reopen(run, here)
    started = run.execution.visit_started_at or run.now
    if run.execution.wait_until is not None:
        context.note("waitUntil", run.execution.wait_until)
    _forget_wait(run)
    _leave(run, here, context, started, lambda: here.node.resume(context, event), execution_input)


def settle(run: Run, result: Mapping[str, Any]) -> None:
    """End an effect: take its port and variables, or fail the execution with its error."""
    here = _current(run)
    context, execution_input = _reopen(run, here)
    started = run.execution.visit_started_at or run.now
    _forget_wait(run)
    for name, value in result.get("variables", {}).items():
        context.set(name, value)
    if error := result.get("error"):
        if not context.wired("failed"):
            return _fail(run, here, context, started, str(error), execution_input)
        context.note("error", error)
    _leave(run, here, context, started, lambda: result.get("port") or "failed", execution_input)


def fail(run: Run, sentence: str) -> None:
    """Fail the execution at its current node."""
    here = _current(run)
    context, execution_input = _reopen(run, here)
    _fail(run, here, context, run.execution.visit_started_at or run.now, sentence, execution_input)


def cancel(run: Run) -> None:
    """End the execution because a person said so: the visit in progress is Skipped and queued messages are withdrawn."""
    here = _current(run)
    context, execution_input = _reopen(run, here)
    output, started = _output(context), run.execution.visit_started_at or run.now
    _record(run, here, StepStatus.SKIPPED, None, output, started, execution_input)
    _finish(run, ExecutionStatus.COMPLETED, outcome="cancelled")
    run.commit.withdrawn.append(run.execution.id)


def _current(run: Run) -> PlanNode:
    return run.plan.nodes[run.plan.index[run.execution.node_id or ""]]


def _context(run: Run, here: PlanNode) -> Context:
    return Context(run.scope(), run.now, run.rng, here.expressions, here.next)


def _reopen(run: Run, here: PlanNode) -> tuple[Context, str | None]:
    """The visit in progress with what it had when it came to rest: its output so far and its input."""
    context, pending = _context(run, here), run.execution.pending
    if pending is None:
        return context, None
    context.output = pending.output
    return context, bytes(pending.input).decode()


def _proceed(run: Run, position: int | None) -> None:
    for _ in range(MAX_STEPS_AT_ONCE):
        if position is None or not run.execution.is_alive:
            return
        position = _visit(run, run.plan.nodes[position])
    if position is not None and run.execution.is_alive:
        _continue_later(run, run.plan.nodes[position])


def _visit(run: Run, here: PlanNode) -> int | None:
    """Run one node; the answer is the position of the next, or None when the execution rests."""
    execution = run.execution
    execution.node_id = here.id
    execution.visit += 1
    if execution.step_count >= MAX_STEPS:
        _fail(
            run,
            here,
            _context(run, here),
            run.now,
            f"The execution took more than {MAX_STEPS} steps, so it was stopped.",
        )
        return None
    context = _context(run, here)
    try:
        node = here.node if here.recipe is None else render(here.node, here.recipe, context.scope)
    except ParleyError as error:
        _fail(run, here, context, run.now, str(error))
        return None
    execution_input = here.constant_input or node_input(node, here.field_names)
    if here.is_effect:
        _call_out(run, here, execution_input)
        return None
    return _step(run, here, context, run.now, lambda: node.run(context), execution_input)


def _leave(
    run: Run,
    here: PlanNode,
    context: Context,
    started: datetime,
    decide: Any,
    execution_input: str | None,
) -> None:
    position = _step(run, here, context, started, decide, execution_input)
    if position is not None:
        _proceed(run, position)


def _step(
    run: Run, here: PlanNode, context: Context, started: datetime, decide: Any, execution_input: str | None
) -> int | None:
    run.guard.inside = True
    try:
        answer = decide()
        sentence = _wrong_answer(here, answer)
    except ParleyError as error:
        sentence = str(error)
    except NodeInterrupted:
        sentence = f"The node '{here.id}' ({here.tag}) ran for too long and was interrupted."
    except Exception as error:
        sentence = f"The node '{here.id}' ({here.tag}) broke: {type(error).__name__}: {error}"
    finally:
        run.guard.inside = False
    if sentence is not None:
        _fail(run, here, context, started, sentence, execution_input)
        return None
    if isinstance(answer, Wait):
        _rest(run, context, answer, execution_input or _input(here))
        return None
    _queue(run, context, visit=None)
    _record(run, here, StepStatus.COMPLETED, answer or None, _output(context), started, execution_input)
    position = here.next.get(answer)
    if position is None:
        _finish(run, ExecutionStatus.COMPLETED, outcome=context.output.get("outcome") or "end")
    return position


def _wrong_answer(here: PlanNode, answer: Any) -> str | None:
    """What is wrong with a node's answer: only a port of its own or a Wait goes on, and '' ends."""
    if answer == "" or isinstance(answer, Wait) or answer in here.next or answer in here.node.all_ports():
        return None
    return f"The node '{here.id}' ({here.tag}) answered {answer!r}, which is not one of its ports."


def _rest(run: Run, context: Context, wait: Wait, execution_input: str) -> None:
    execution = run.execution
    _queue(run, context, visit=execution.visit if wait.kind == "send" else None)
    execution.waiting_for, execution.wait_until = wait.kind, wait.until
    execution.visit_started_at = run.now
    execution.pending = Pending(msgspec.Raw(execution_input), context.output)
    if wait.until is not None:
        run.commit.events.append(NewEvent(wait.until, "timer", execution.id, execution.visit))


def _call_out(run: Run, here: PlanNode, execution_input: str) -> None:
    execution = run.execution
    execution.waiting_for, execution.visit_started_at = "effect", run.now
    execution.pending = Pending(msgspec.Raw(execution_input))
    run.commit.effects.append(Effect(execution.id, execution.visit, here.id, here.tag, execution_input))


def _continue_later(run: Run, here: PlanNode) -> None:
    """Go on in the next batch, before any waiting message: the event takes the place of the one being handled."""
    execution = run.execution
    execution.node_id = here.id
    execution.waiting_for = "continue"
    run.commit.events.append(NewEvent(run.due_at, "continue", execution.id, execution.visit))


def _queue(run: Run, context: Context, visit: int | None) -> None:
    for content, body in context.messages:
        run.commit.messages.append(OutboundMessage(run.execution.id, content, body, visit))


def _forget_wait(run: Run) -> None:
    execution = run.execution
    if execution.wait_until is not None:
        run.commit.cleared.append(execution.id)
        # A wait that began in this very commit has no row to clear yet: its timer is not written at all.
        run.commit.events = [event for event in run.commit.events if event.execution_id != execution.id]
    execution.waiting_for = execution.wait_until = execution.pending = None


def _fail(
    run: Run,
    here: PlanNode,
    context: Context,
    started: datetime,
    sentence: str,
    execution_input: str | None = None,
) -> None:
    _record(run, here, StepStatus.FAILED, None, _output(context), started, execution_input, sentence)
    _finish(run, ExecutionStatus.FAILED, error_message=sentence)


def _record(
    run: Run,
    here: PlanNode,
    status: StepStatus,
    port: str | None,
    output: str,
    started: datetime,
    execution_input: str | None = None,
    error: str | None = None,
) -> None:
    execution = run.execution
    execution.step_count += 1
    text = execution_input or _input(here)
    run.commit.steps.append(
        Step(
            execution.id,
            execution.step_count,
            execution.visit,
            here.id,
            here.tag,
            status,
            port,
            text,
            output,
            started,
            run.now,
            error,
        )
    )


def _input(here: PlanNode) -> str:
    """The settings as the author wrote them, where no visit has filled them in."""
    return here.constant_input or node_input(here.node, here.field_names)


def _output(context: Context) -> str:
    return msgspec.json.encode(context.output).decode()


def _finish(
    run: Run, status: ExecutionStatus, outcome: str | None = None, error_message: str | None = None
) -> None:
    _forget_wait(run)
    execution = run.execution
    execution.status, execution.outcome, execution.error_message = status, outcome, error_message
