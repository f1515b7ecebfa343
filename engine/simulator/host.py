"""Keeps what a store keeps, in memory: lanes, due events, calls, messages; and moves the clock."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from itertools import count
from random import Random
from typing import Any

import msgspec

from engine.errors import ParleyError
from engine.handle import World, handle
from engine.model import (
    KEPT_FOR,
    MOST_KEPT,
    Commit,
    Contact,
    Effect,
    Event,
    EventKind,
    Execution,
    NamedEvent,
    OutboundMessage,
)
from engine.plan import Plan, PlanRefused
from engine.reentry import Entries
from engine.run import Guard
from engine.triggers import TriggerIndex

MAX_WORK = 5_000
"""Events and steps of one simulation."""
LATE = 1 << 40
"""Numbers of events from here on come after all others of their moment."""
MAX_CLOCK = timedelta(days=731)
"""How far the clock may be moved."""

Told = Callable[["Lane", Event, Commit, list[str | None]], None]


class LimitReached(ParleyError):
    """The simulation did more than it may, and was stopped."""

    code = "limit_reached"


class Lane(msgspec.Struct):
    """One contact, or none, with its executions and what is remembered of it."""

    contact: Contact | None
    executions: list[Execution] = msgspec.field(default_factory=list)
    kept: list[tuple[datetime, NamedEvent]] = msgspec.field(default_factory=list)
    entries: Entries = msgspec.field(default_factory=dict)


class Limits(msgspec.Struct, frozen=True):
    """What keeps a simulation from taking too long: a watchdog over nodes, and whether its time is up."""

    guard: Guard | None = None
    is_over: Callable[[], bool] = lambda: False


class Rules(msgspec.Struct, frozen=True):
    """What a simulation is made of; `refuse` tells why a message does not arrive, `tell` hears what each event has led to."""

    plans: Mapping[int, Plan | PlanRefused]
    triggers: TriggerIndex
    rng: Random
    limits: Limits
    refuse: Callable[[OutboundMessage, datetime], str | None]
    tell: Told


class Host:
    """Everything that a simulation holds between two events."""

    def __init__(self, rules: Rules, start: datetime) -> None:
        self._rules = rules
        self.start = self.now = start
        self.lanes: list[Lane] = []
        self.calls: dict[int, Effect] = {}
        self._queue: list[tuple[datetime, int, Lane, Event]] = []
        self._event_ids, self._late_ids, self._execution_ids = count(1), count(LATE), count(1)
        self._work = 0

    def new_lane(self, contact: Contact | None) -> Lane:
        """A lane of its own."""
        self.lanes.append(Lane(contact))
        return self.lanes[-1]

    def new_execution_id(self) -> int:
        """The next number."""
        return next(self._execution_ids)

    def find(self, execution_id: int) -> tuple[Lane, Execution]:
        """An execution with its lane."""
        return next(
            (lane, each) for lane in self.lanes for each in lane.executions if each.id == execution_id
        )

    def ports_of(self, execution: Execution) -> tuple[str, ...]:
        """The ways out of the node that an execution rests at."""
        plan = self._rules.plans[execution.flow_version_id]
        if not isinstance(plan, Plan) or execution.node_id is None:
            return ()
        return plan.nodes[plan.index[execution.node_id]].node.all_ports()

    def post(
        self,
        lane: Lane,
        kind: EventKind,
        payload: dict[str, Any],
        *,
        execution_id: int | None = None,
        visit: int | None = None,
        due_at: datetime | None = None,
        is_last: bool = False,
    ) -> Event:
        """An event for the lane, due now unless it says when; `is_last` comes after what else is due then."""
        number = next(self._late_ids if is_last else self._event_ids)
        event = Event(number, due_at or self.now, kind, payload, execution_id, visit)
        heappush(self._queue, (event.due_at, event.id, lane, event))
        return event

    def settle(self) -> None:
        """Handle everything that is due."""
        self.run_until(self.now)

    def run_until(self, moment: datetime) -> None:
        """Move the clock; what comes due on the way is handled at its own moment."""
        if moment - self.start > MAX_CLOCK:
            raise LimitReached(f"The clock was moved by more than {MAX_CLOCK.days // 365} years.")
        while self._queue and self._queue[0][0] <= moment:
            due_at, _, lane, event = heappop(self._queue)
            self.now = max(self.now, due_at)
            self._handle(lane, event)
        self.now = moment

    @property
    def next_timer(self) -> datetime | None:
        """When the next timer goes off, or a trigger fires by itself."""
        return self._queue[0][0] if self._queue else None

    def _handle(self, lane: Lane, event: Event) -> None:
        self._forget_kept(lane)
        rules = self._rules
        world = World(
            lane.contact,
            [execution for execution in lane.executions if not execution.is_over],
            rules.plans,
            rules.triggers,
            self.new_execution_id,
            [named for _, named in lane.kept],
            lane.entries,
        )
        commit = handle(world, [event], self.now, rules.rng, rules.limits.guard)
        self._store(lane, event, commit)
        self._work += 1 + len(commit.steps)
        if self._work > MAX_WORK:
            raise LimitReached(f"The simulation took more than {MAX_WORK:,} steps, so it was stopped.")
        if rules.limits.is_over():
            raise LimitReached("The simulation took too long, so it was stopped.")

    def _store(self, lane: Lane, event: Event, commit: Commit) -> None:
        known = {execution.id for execution in lane.executions}
        lane.executions += [each for each in commit.executions.values() if each.id not in known]
        lane.kept = [pair for pair in lane.kept if pair[1].id not in commit.used]
        lane.kept += [(self.now, named) for named in commit.kept]
        for execution_id in commit.dropped:
            self.calls.pop(execution_id, None)
        self.calls |= {effect.execution_id: effect for effect in commit.effects}
        self._clear(commit.cleared)
        errors = [self._send(lane, message) for message in commit.messages]
        for new in commit.events:
            self.post(
                lane,
                new.kind,
                new.payload,
                execution_id=new.execution_id,
                visit=new.visit,
                due_at=new.due_at,
            )
        self._rules.tell(lane, event, commit, errors)
        for execution in commit.executions.values():
            execution.is_new = False

    def _send(self, lane: Lane, message: OutboundMessage) -> str | None:
        """Messages arrive, or are refused, at once; whoever waits for the outcome hears of it."""
        error = self._rules.refuse(message, self.now)
        if message.visit is not None:
            payload = {} if error is None else {"error": error}
            self.post(lane, "send_result", payload, execution_id=message.execution_id, visit=message.visit)
        return error

    def _clear(self, execution_ids: list[int]) -> None:
        if execution_ids:
            self._queue = [
                entry
                for entry in self._queue
                if entry[3].execution_id not in execution_ids or entry[3].kind != "timer"
            ]
            heapify(self._queue)

    def _forget_kept(self, lane: Lane) -> None:
        lane.kept = [pair for pair in lane.kept if pair[0] > self.now - KEPT_FOR][-MOST_KEPT:]
