"""One execution on its way through its plan: what it sees, and how its visits come to rest, end or fail."""

from datetime import datetime
from random import Random
from typing import Any, Protocol

import msgspec

from engine.context import MAX_STATE, Context, FlowCall
from engine.model import (
    MISSED,
    Commit,
    Contact,
    Effect,
    Execution,
    ExecutionStatus,
    NamedEvent,
    NewEvent,
    OutboundMessage,
    Pending,
    Step,
    StepStatus,
)
from engine.node import Node, Wait
from engine.outside import policy_of
from engine.plan import Plan, PlanNode, node_input
from engine.triggers import TriggerIndex

MOST_FLOWS_IN_A_ROW = 25
"""Flows that start each other without a rest: one more would be a circle."""
REST = 60.0  # seconds an execution must have lasted to break such a row


class Guard(Protocol):
    """The host's watchdog: `inside` is true only while a node's own code runs, and only then may it interrupt."""

    inside: bool


class Unguarded:
    """A guard that never interrupts."""

    inside = False


class Allowance(msgspec.Struct):
    """The steps that one event may still cause before the lane goes on in another batch."""

    left: int


class Run(msgspec.Struct):
    """One execution on its way through its plan, with everything it needs from outside.

    `arrival` is the named event that ends its wait; `calls` are the flows that it asks to have run for it.
    """

    plan: Plan
    execution: Execution
    contact: Contact | None
    commit: Commit
    now: datetime
    due_at: datetime
    rng: Random
    guard: Guard
    allowance: Allowance
    triggers: TriggerIndex
    arrival: NamedEvent | None = None
    calls: list[FlowCall] = msgspec.field(default_factory=list)

    def scope(self) -> dict[str, Any]:
        """The names that templates and expressions read."""
        return scope_of(self.execution, self.contact, self.now)

    @property
    def here(self) -> PlanNode:
        """The node that the execution is at."""
        return self.plan.nodes[self.plan.index[self.execution.node_id or ""]]


def scope_of(execution: Execution, contact: Contact | None, now: datetime) -> dict[str, Any]:
    """The names that templates and expressions of this execution read."""
    return {
        "contact": contact.scope() if contact else {},
        "message": execution.message,
        "event": execution.trigger_data.get("event"),
        "vars": execution.variables,
        "now": now,
    }


class Visit:
    """The visit in progress: its node, what the node sees and did, when it began, and its rendered settings if known."""

    __slots__ = ("context", "here", "input", "started")

    def __init__(self, run: Run, here: PlanNode, started: datetime, settings: str | None = None) -> None:
        self.here, self.started, self.input = here, started, settings
        self.context = Context(run, here)

    @classmethod
    def reopen(cls, run: Run) -> "Visit":
        """The visit that the execution rests at, with what it had when it came to rest."""
        execution, pending = run.execution, run.execution.pending
        visit = cls(run, run.here, execution.visit_started_at or run.now)
        if pending is not None:
            visit.input = bytes(pending.input).decode()
            visit.context.output = pending.output
        return visit

    @property
    def settings(self) -> str:
        """The settings as the visit filled them in, else as the author wrote them."""
        here = self.here
        return self.input or here.constant_input or node_input(here.node, here.field_names, here.secrets)


def rest(run: Run, visit: Visit, wait: Wait) -> None:
    """Let the execution wait here; its timer becomes an event."""
    execution, context = run.execution, visit.context
    if execution.waiting_for is None and execution.pending is not None:
        execution.visit += 1  # it waits anew, so that the timer of the wait before means nothing any more
    queue(run, context, visit=execution.visit if wait.hears_sends else None)
    execution.waiting_for, execution.wait_until = wait.kind, wait.until
    execution.visit_started_at = visit.started
    execution.pending = Pending(
        msgspec.Raw(visit.settings.encode()), context.output, visit.started, wait.awaits, wait.takes_reply
    )
    run.calls += context.calls
    if wait.until is not None:
        run.commit.events.append(NewEvent(wait.until, "timer", execution.id, execution.visit))


def call_out(run: Run, here: PlanNode, node: Node, settings: str) -> None:
    """Store a call to the outside; its result will come as an event. Only the call itself is told secrets."""
    execution, policy = run.execution, policy_of(node)
    told = node_input(node, here.field_names) if here.secrets else settings
    execution.waiting_for, execution.visit_started_at = "effect", run.now
    execution.pending = Pending(msgspec.Raw(settings.encode()), since=run.now)
    run.commit.effects.append(
        Effect(execution.id, execution.visit, here.id, here.tag, told, policy.vendor, policy.timeout)
    )


def continue_later(run: Run, here: PlanNode) -> None:
    """Go on in the next batch, before any waiting message: the event takes the place of the one being handled."""
    execution = run.execution
    execution.node_id = here.id
    execution.waiting_for = "continue"
    run.commit.events.append(NewEvent(run.due_at, "continue", execution.id, execution.visit))


def queue(run: Run, context: Context, visit: int | None = None) -> None:
    """Queue what the node sent, and start what it started."""
    here, this_visit = run.execution.node_id or "", run.execution.visit
    for content, body in context.messages:
        run.commit.messages.append(OutboundMessage(run.execution.id, content, body, visit, here, this_visit))
    for start in context.starts:
        run.commit.events.append(_start_of(run, start))
    context.messages, context.starts = [], []


def _start_of(run: Run, start: FlowCall) -> NewEvent:
    chain = chain_of(run.execution, run.now) + 1
    data = {"type": "flow_started", "executionId": run.execution.id, "chain": chain}
    payload = {"flowId": start.flow_id, "nodeId": None, "data": data, "variables": start.variables}
    return NewEvent(run.now, "start", payload=payload)


def chain_of(execution: Execution, now: datetime) -> int:
    """How many flows started each other up to this one without a rest."""
    if execution.started_at is not None and (now - execution.started_at).total_seconds() >= REST:
        return 0
    return int(execution.trigger_data.get("chain", 0))


def forget_wait(run: Run) -> None:
    """The wait is over: its timer falls away."""
    execution = run.execution
    if execution.wait_until is not None:
        run.commit.cleared.append(execution.id)
        # A wait that began in this very commit has no row to clear yet: its timer is not written at all.
        run.commit.events = [event for event in run.commit.events if event.execution_id != execution.id]
    execution.waiting_for = execution.wait_until = None


def record(
    run: Run,
    visit: Visit,
    status: StepStatus,
    port: str | None = None,
    error: str | None = None,
) -> None:
    """The visit has ended: it becomes a step."""
    execution, here = run.execution, visit.here
    execution.step_count += 1
    execution.pending = None
    run.commit.steps.append(
        Step(
            execution.id,
            execution.step_count,
            execution.visit,
            here.id,
            here.tag,
            status,
            port,
            visit.settings,
            msgspec.json.encode(visit.context.output).decode(),
            visit.started,
            run.now,
            error,
        )
    )


def fail(run: Run, visit: Visit, sentence: str) -> None:
    """The visit failed, and with it the execution."""
    record(run, visit, StepStatus.FAILED, error=sentence)
    finish(run, ExecutionStatus.FAILED, error_message=sentence)


def finish(
    run: Run, status: ExecutionStatus, outcome: str | None = None, error_message: str | None = None
) -> None:
    """End the execution."""
    forget_wait(run)
    execution = run.execution
    execution.pending = None
    execution.memory.pop(MISSED, None)
    if status is ExecutionStatus.COMPLETED:  # a failed one may be tried again from here
        execution.memory = {}
    execution.status, execution.outcome, execution.error_message = status, outcome, error_message


def memory_problem(run: Run, here: PlanNode) -> str | None:
    """What is wrong with what the node keeps for itself."""
    memory = run.execution.memory.get(here.id)
    if memory is None:
        return None
    if not memory:
        del run.execution.memory[here.id]
    elif len(msgspec.json.encode(memory)) > MAX_STATE:
        return f"The node '{here.id}' ({here.tag}) keeps more than {MAX_STATE // 1024} KB."
    return None
