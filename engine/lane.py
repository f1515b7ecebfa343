"""One lane while its events are handled: its executions, how they are moved and started, and the flows they call."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from random import Random
from typing import Any

import msgspec

from engine import advance
from engine.context import FlowCall
from engine.model import Commit, Contact, Ended, Event, Execution, ExecutionStatus, Missed, NamedEvent
from engine.plan import Plan, PlanRefused
from engine.reentry import Admission, Entries, admit
from engine.run import MOST_FLOWS_IN_A_ROW, Allowance, Guard, Run, chain_of, scope_of
from engine.triggers import TriggerIndex, TriggerRow

MAX_CALL_DEPTH = 8
MAX_LIVE = 200
"""Executions of one contact at the same time: each event of the contact reads them all."""
CROWDED = f"The contact is in {MAX_LIVE} flows already, and in no more at once: end some of them."
ENDED_FROM_OUTSIDE = ("cancelled", "exit", "interrupted")

Action = Callable[[Run], None]


class World(msgspec.Struct):
    """All that a lane's events can touch: one contact, its live executions, their plans, the owner's triggers.

    `plans` answers a PlanRefused in place of a plan that cannot be compiled. `new_execution_id` gives fresh ids. `kept`
    are named events that came before anybody waited for them; `entries` is when the contact entered which flow.
    """

    contact: Contact | None
    executions: list[Execution]
    plans: Mapping[int, Plan | PlanRefused]
    triggers: TriggerIndex
    new_execution_id: Callable[[], int]
    kept: list[NamedEvent] = msgspec.field(default_factory=list)
    entries: Entries = msgspec.field(default_factory=dict)


class Lane:
    """The events of one lane meeting its executions."""

    def __init__(self, world: World, commit: Commit, now: datetime, rng: Random, guard: Guard) -> None:
        self.world, self.commit = world, commit
        self.live = {execution.id: execution for execution in world.executions}
        self.kept = {event.id: event for event in world.kept}
        self.now, self.rng, self.guard = now, rng, guard
        self.due_at = now
        self.allowance = Allowance(advance.MAX_STEPS_AT_ONCE)
        self._todo: deque[Callable[[], None]] = deque()

    def open(self, event: Event) -> None:
        """Begin with an event: it may cause so many steps before the lane goes on in another batch."""
        self.due_at = event.due_at
        self.allowance = Allowance(advance.MAX_STEPS_AT_ONCE)

    def plan_of(self, execution: Execution) -> Plan | None:
        """The plan that the execution is pinned to, unless it cannot be compiled."""
        plan = self.world.plans[execution.flow_version_id]
        return None if isinstance(plan, PlanRefused) else plan

    def run_of(self, execution: Execution, plan: Plan, arrival: NamedEvent | None = None) -> Run:
        """The execution with everything that moving it needs."""
        return Run(
            plan, execution, self.world.contact, self.commit, self.now, self.due_at, self.rng, self.guard,
            self.allowance, self.world.triggers, arrival,
        )  # fmt: skip

    def scope_of(self, execution: Execution) -> dict[str, Any]:
        """The names that templates of this execution read."""
        return scope_of(execution, self.world.contact, self.now)

    @property
    def is_crowded(self) -> bool:
        """Whether the contact can be in no more flows."""
        return sum(not execution.is_over for execution in self.live.values()) >= MAX_LIVE

    def keep(self, event: NamedEvent) -> None:
        """Keep a named event for whoever asks for its key later."""
        if event.key is not None:
            self.kept[event.id] = event
            self.commit.kept.append(event)

    def move(self, execution: Execution, action: Action, arrival: NamedEvent | None = None) -> None:
        """Do `action` with the execution, and then everything that follows from it on this lane."""
        self._move(execution, action, arrival)
        while self._todo:
            self._todo.popleft()()

    def start(
        self,
        row: TriggerRow,
        data: dict[str, Any],
        variables: dict[str, Any] | None = None,
    ) -> bool:
        """Start a flow at one of its triggers unless its rule of re-entry keeps the contact out; answers whether it did."""
        plan = self.world.plans[row.flow_version_id]
        admission = Admission(True)
        if isinstance(plan, Plan):
            admission = admit(plan, self.world.contact, data, self.world.entries, self.now)
            if not admission.is_granted:
                return False
            if admission.interrupts:
                self._interrupt(row.flow_id)
        sentence = admission.problem or self._objection(data)
        if admission.entry is not None and sentence is None:
            self.world.entries[admission.entry.flow_id, admission.entry.key] = self.now
            self.commit.entries.append(admission.entry)
        execution = self._create(row, data, variables)
        self.move(execution, self._beginning(row.node_id, sentence))
        return True

    def end(self, execution: Execution, outcome: str) -> None:
        """End an execution from outside, and the flows that it has called."""
        children = self.called_by(execution)
        self.move(execution, lambda run: advance.leave_flow(run, outcome))
        for child in children:  # after it, so that it does not go on because of their end
            self.end(child, outcome)

    def happen(self, execution: Execution, event: NamedEvent) -> None:
        """Let a named event end the execution's wait, as soon as it is not paused."""
        if execution.is_alive:
            self.move(execution, lambda run: advance.resume(run, "event"), event)
        else:
            self._remember(execution, Missed(event=event))

    def reach(self, execution: Execution, goal: str, message: dict[str, Any] | None = None) -> None:
        """Let an execution go on at one of its goals, as soon as it is not paused; flows that it has called end."""
        if not execution.is_alive:
            return self._remember(execution, Missed(goal, message))
        if message is not None:
            execution.message = message
        children = self.called_by(execution)
        self.move(execution, lambda run: advance.reach_goal(run, goal))
        for child in children:
            self.end(child, "goal")

    def go_on(self, execution: Execution) -> None:
        """Take up what happened while the execution was paused."""
        missed = execution.recall()
        if missed.goal is not None:
            self.reach(execution, missed.goal, missed.message)
        elif missed.event is not None:
            self.happen(execution, missed.event)
        elif (ended := missed.called) is not None:
            self.move(execution, lambda run: advance.come_back(run, ended))
        else:
            self.move(execution, lambda run: None)  # what was kept early may end its wait

    def called_by(self, execution: Execution) -> list[Execution]:
        """The flow that this execution has called and waits for."""
        return [
            child
            for child in self.live.values()
            if child.parent_id == execution.id and child.parent_visit == execution.visit and not child.is_over
        ]

    def family(self, execution: Execution) -> Iterator[Execution]:
        """The execution with the flows that called it and that it called, outermost first."""
        while execution.parent_id is not None and (parent := self.live.get(execution.parent_id)) is not None:
            if parent.is_over or parent.visit != execution.parent_visit:
                break
            execution = parent
        yield from self._descend(execution)

    def _remember(self, execution: Execution, missed: Missed) -> None:
        if (displaced := execution.recall().event) is not None:
            self.keep(displaced)
        execution.remember(missed)
        self.commit.executions[execution.id] = execution

    def _descend(self, execution: Execution) -> Iterator[Execution]:
        yield execution
        for child in self.called_by(execution):
            yield from self._descend(child)

    def _move(self, execution: Execution, action: Action, arrival: NamedEvent | None = None) -> None:
        self.commit.executions[execution.id] = execution
        plan = self.plan_of(execution)
        if plan is None:
            self._refuse(execution)
        else:
            run = self.run_of(execution, plan, arrival)
            action(run)
            self._todo.extend(partial(self._call, execution, call) for call in run.calls)
            if self.kept:
                self._todo.append(partial(self._look_back, execution))
        if execution.is_over and execution.parent_id is not None:
            self._todo.append(partial(self._report, execution))

    def _refuse(self, execution: Execution) -> None:
        execution.status = ExecutionStatus.FAILED
        execution.error_message = str(self.world.plans[execution.flow_version_id])
        execution.waiting_for = execution.wait_until = execution.pending = None
        self.commit.cleared.append(execution.id)

    def _look_back(self, execution: Execution) -> None:
        """End a wait for a named event that came before it; not by the event that started the execution itself."""
        own = execution.trigger_data.get("eventId")
        for kept in self.kept.values():
            if kept.id != own and execution.asks_for(kept):
                del self.kept[kept.id]
                if kept in self.commit.kept:
                    self.commit.kept.remove(kept)
                else:
                    self.commit.used.append(kept.id)
                return self._move(execution, lambda run: advance.resume(run, "event"), kept)

    def _call(self, parent: Execution, call: FlowCall) -> None:
        row = self.world.triggers.for_flow(call.flow_id)
        depth, above = 1, parent
        while above.parent_id is not None and (higher := self.live.get(above.parent_id)) is not None:
            depth, above = depth + 1, higher
        sentence = CROWDED if self.is_crowded else None
        if row is None:
            sentence = f"Flow {call.flow_id} is not published, so it cannot be called: publish it."
        elif depth > MAX_CALL_DEPTH:
            sentence = f"More than {MAX_CALL_DEPTH} flows have called each other: they go round in a circle."
        if row is None or sentence is not None:
            return self._move(parent, lambda run: advance.come_back(run, Ended({}, sentence)))
        data = {"type": "flow_called", "executionId": parent.id, "chain": chain_of(parent, self.now)}
        child = self._create(row, data, call.variables)
        child.parent_id, child.parent_visit = parent.id, parent.visit
        self._move(child, self._beginning(row.node_id, None))

    def _report(self, child: Execution) -> None:
        """Tell the execution that called this one how it ended, if it still waits for that; a paused one hears it later."""
        parent = self.live.get(child.parent_id or 0)
        if parent is None or parent.is_over or parent.waiting_for != "call":
            return
        if parent.visit != child.parent_visit:
            return
        error = child.error_message
        if error is None and child.outcome in ENDED_FROM_OUTSIDE:
            error = f"The called flow was ended from outside: {child.outcome}."
        ended = Ended(child.variables, error)
        if parent.is_alive:
            self._move(parent, lambda run: advance.come_back(run, ended))
        elif parent.missed_goal is None:
            self._remember(parent, Missed(called=ended))

    def _create(self, row: TriggerRow, data: dict[str, Any], variables: dict[str, Any] | None) -> Execution:
        execution = Execution(
            id=self.world.new_execution_id(),
            flow_id=row.flow_id,
            flow_version_id=row.flow_version_id,
            trigger_data=data,
            variables=dict(variables or {}),
            variables_size=len(msgspec.json.encode(variables)) if variables else 2,
            message=data.get("message"),
            node_id=row.node_id,
            started_at=self.now,
            visit_started_at=self.now,
            is_new=True,
        )
        self.live[execution.id] = execution
        return execution

    def _objection(self, data: dict[str, Any]) -> str | None:
        """Why a start fails at once."""
        if int(data.get("chain", 0)) > MOST_FLOWS_IN_A_ROW:
            return (
                f"{MOST_FLOWS_IN_A_ROW} flows started each other without a rest: they go round in a circle."
            )
        return CROWDED if self.is_crowded else None

    def _beginning(self, node_id: str, sentence: str | None) -> Action:
        if sentence is None:
            return lambda run: advance.begin(run, node_id)
        return lambda run: advance.stop(run, sentence)

    def _interrupt(self, flow_id: int) -> None:
        for execution in list(self.live.values()):
            if execution.flow_id == flow_id and execution.parent_id is None and not execution.is_over:
                self.end(execution, "interrupted")
