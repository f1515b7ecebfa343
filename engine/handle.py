"""The engine's one entry: a lane's due events in, what must be stored out."""

from collections.abc import Callable, Mapping
from datetime import datetime
from random import Random
from typing import Any

import msgspec

from engine import advance
from engine.advance import Guard, Run, Unguarded
from engine.model import Commit, Contact, Event, Execution, ExecutionStatus
from engine.plan import Plan, PlanRefused
from engine.triggers import TriggerIndex, TriggerRow


class World(msgspec.Struct):
    """All that a lane's events can touch: one contact, its live executions, their plans, the owner's triggers.

    `plans` answers a PlanRefused in place of a plan that cannot be compiled. `new_execution_id` gives fresh ids.
    """

    contact: Contact | None
    executions: list[Execution]
    plans: Mapping[int, Plan | PlanRefused]
    triggers: TriggerIndex
    new_execution_id: Callable[[], int]


def handle(
    world: World, events: list[Event], now: datetime, rng: Random, guard: Guard | None = None
) -> Commit:
    """Process the events in order; stops early, leaving the rest due, when an execution has to continue first."""
    commit = Commit()
    live = {execution.id: execution for execution in world.executions}
    lane = _Lane(world, commit, live, now, rng, guard or Unguarded())
    for event in events:
        lane.take(event)
        commit.consumed.append(event.id)
        if any(execution.waiting_for == "continue" and execution.is_alive for execution in live.values()):
            break
    return commit


class _Lane:
    """The events of one lane meeting its executions; routing lives here."""

    def __init__(
        self,
        world: World,
        commit: Commit,
        live: dict[int, Execution],
        now: datetime,
        rng: Random,
        guard: Guard,
    ) -> None:
        self.world, self.commit, self.live = world, commit, live
        self.now, self.rng, self.guard = now, rng, guard

    def take(self, event: Event) -> None:
        match event.kind:
            case "message":
                self._message(event)
            case "start":
                self._start_by_webhook(event)
            case "command":
                self._command(event)
            case _:
                self._answer(event)

    def _message(self, event: Event) -> None:
        """A reply goes to the newest execution that waits for one; else the first matching trigger starts."""
        waiting = [e for e in self.live.values() if e.is_alive and e.waiting_for == "reply"]
        if waiting:
            execution = max(waiting, key=lambda e: (e.visit_started_at or self.now, e.id))
            execution.message = event.payload
            self._move(execution, event, lambda run: advance.resume(run, "message"))
        elif not (self.world.contact and self.world.contact.is_blocked):
            row = self.world.triggers.for_message(event.payload.get("text", ""))
            if row is not None:
                self._start(row, event, {"type": "message_received", "message": event.payload})

    def _start_by_webhook(self, event: Event) -> None:
        row = self.world.triggers.for_webhook(event.payload["flowId"])
        if row is None:
            self.commit.stale.append(event.id)
            return
        self._start(row, event, {"type": "webhook", "event": event.payload.get("event")})

    def _start(self, row: TriggerRow, event: Event, data: dict[str, Any]) -> None:
        execution = Execution(
            id=self.world.new_execution_id(),
            flow_id=row.flow_id,
            flow_version_id=row.flow_version_id,
            trigger_data=data,
            message=data.get("message"),
            node_id=row.node_id,
            started_at=self.now,
            visit_started_at=self.now,
            is_new=True,
        )
        self.live[execution.id] = execution
        self._move(execution, event, lambda run: advance.begin(run, row.node_id))

    def _command(self, event: Event) -> None:
        execution = self.live.get(event.execution_id or 0)
        if execution is None or execution.status not in (ExecutionStatus.RUNNING, ExecutionStatus.PAUSED):
            self.commit.stale.append(event.id)
        elif event.payload.get("command") == "cancel":
            self._move(execution, event, advance.cancel)

    def _answer(self, event: Event) -> None:
        """Timers, results and continuations belong to one visit; for any other visit they come too late."""
        execution = self.live.get(event.execution_id or 0)
        if execution is None or not execution.is_alive or execution.visit != event.visit:
            self.commit.stale.append(event.id)
            return
        match event.kind, execution.waiting_for:
            case "timer", "time" | "reply":
                self._move(execution, event, lambda run: advance.resume(run, "timer"))
            case "effect_result", "effect":
                self._move(execution, event, lambda run: advance.settle(run, event.payload))
            case "send_result", "send":
                outcome = "failed" if event.payload.get("error") else "sent"
                self._move(execution, event, lambda run: advance.resume(run, outcome))
            case "continue", "continue":
                execution.waiting_for = None
                self._move(execution, event, advance.proceed)
            case _:
                self.commit.stale.append(event.id)

    def _move(self, execution: Execution, event: Event, action: Callable[[Run], None]) -> None:
        self.commit.executions[execution.id] = execution
        plan = self.world.plans[execution.flow_version_id]
        if isinstance(plan, PlanRefused):
            execution.status, execution.error_message = ExecutionStatus.FAILED, str(plan)
            execution.waiting_for = execution.wait_until = execution.pending = None
            self.commit.cleared.append(execution.id)
            return
        run = Run(
            plan, execution, self.world.contact, self.commit, self.now, event.due_at, self.rng, self.guard
        )
        action(run)
