"""The engine's one entry: a lane's due events in, what must be stored out."""

from datetime import datetime
from functools import partial
from random import Random

from engine import advance, commands
from engine.lane import Action, Lane, World
from engine.listening import Happening
from engine.model import Commit, Event, Execution, NamedEvent
from engine.run import Guard, Unguarded

__all__ = ["World", "handle"]


def handle(
    world: World, events: list[Event], now: datetime, rng: Random, guard: Guard | None = None
) -> Commit:
    """Process the events in order; stops early, leaving the rest due, when an execution has to continue first."""
    commit = Commit()
    lane = Lane(world, commit, now, rng, guard or Unguarded())
    for event in events:
        lane.open(event)
        _take(lane, event)
        if event.id not in commit.held:
            commit.consumed.append(event.id)
        if any(
            execution.waiting_for == "continue" and execution.is_alive for execution in lane.live.values()
        ):
            break
    return commit


def _take(lane: Lane, event: Event) -> None:
    match event.kind:
        case "message":
            _message(lane, event)
        case "named_event":
            _named_event(lane, event)
        case "start":
            _start(lane, event)
        case "command":
            commands.obey(lane, event)
        case _:
            _answer(lane, event)


def _message(lane: Lane, event: Event) -> None:
    """Ends what leaves because of it; then goals, the newest wait for a reply, or the first trigger that fits takes it."""
    happening = Happening(text=event.payload.get("text", ""))
    left = _leave_flows(lane, happening)
    if _reach_goals(lane, happening, event):
        return
    waiting = [execution for execution in lane.live.values() if execution.takes_reply]
    if waiting:
        execution = max(waiting, key=lambda e: (e.visit_started_at or lane.now, e.id))
        if execution.is_alive:  # else the person who paused it reads the message and answers
            execution.message = event.payload
            lane.move(execution, lambda run: advance.resume(run, "message"))
    elif not _is_blocked(lane):
        data = {"type": "message_received", "message": event.payload}
        rows = lane.world.triggers.for_message(happening.text or "")
        any(lane.start(row, data) for row in rows if row.flow_id not in left)


def _named_event(lane: Lane, event: Event) -> None:
    """Ends what leaves because of it, moves everything that waits for it, and starts every flow that listens to it.

    One that nobody waited for is kept, if it has a key: who asks for that key later finds it.
    """
    named = NamedEvent(event.payload["name"], event.payload.get("key"), event.payload.get("data"), event.id)
    happening = Happening(event=named)
    left = _leave_flows(lane, happening)
    is_goal = _reach_goals(lane, happening, event)
    waiting = [execution for execution in lane.live.values() if execution.awaits(named, lane.now)]
    for execution in waiting:
        if execution.awaits(named, lane.now):  # what moved before may have ended it
            lane.happen(execution, named)
    if not _is_blocked(lane):
        data = {
            "type": "event_received",
            "name": named.name,
            "key": named.key,
            "event": named.data,
            "eventId": event.id,
        }
        for row in lane.world.triggers.for_event(named.name):
            if row.flow_id not in left:
                lane.start(row, data)
    if not is_goal and not waiting:
        lane.keep(named)


def _start(lane: Lane, event: Event) -> None:
    payload = event.payload
    row = lane.world.triggers.for_start(
        payload["flowId"], payload.get("nodeId"), payload["data"].get("type", "")
    )
    if row is None or not lane.start(row, payload["data"], payload.get("variables")):
        lane.commit.stale.append(event.id)


def _answer(lane: Lane, event: Event) -> None:
    """Timers, results and continuations belong to one visit; for any other visit they come too late."""
    execution = lane.live.get(event.execution_id or 0)
    if execution is None or execution.is_over or execution.visit != event.visit:
        lane.commit.stale.append(event.id)
    elif not execution.is_alive:
        lane.commit.held.append(event.id)
    elif (action := _action_of(event, execution)) is None:
        lane.commit.stale.append(event.id)
    else:
        lane.move(execution, action)


def _action_of(event: Event, execution: Execution) -> Action | None:
    match event.kind, execution.waiting_for:
        case "timer", "time" | "reply" | "event" | "first":
            return lambda run: advance.resume(run, "timer")
        case "effect_result", "effect":
            return lambda run: advance.settle(run, event.payload)
        case "send_result", "send" | "time" | "reply" | "event" | "first" as kind:
            error = event.payload.get("error")
            if error is None and kind != "send":
                return None  # it was sent: the wait goes on
            return lambda run: advance.hear_of_send(run, error)
        case "continue", "continue":
            execution.waiting_for = None
            return advance.proceed
    return None


def _leave_flows(lane: Lane, happening: Happening) -> set[int]:
    """Exit conditions act at once, also in the middle of a wait and while paused; what ends a flow does not start it again."""
    left: set[int] = set()
    for execution in list(lane.live.values()):
        plan = None if execution.is_over else lane.plan_of(execution)
        if plan is not None and any(
            exit_.hears(happening, partial(lane.scope_of, execution)) for exit_ in plan.exits
        ):
            lane.end(execution, "exit")
            left.add(execution.flow_id)
    return left


def _reach_goals(lane: Lane, happening: Happening, event: Event) -> bool:
    is_reached = False
    message = event.payload if event.kind == "message" else None
    for execution in list(lane.live.values()):
        is_deaf = execution.is_over or execution.missed_goal is not None
        plan = None if is_deaf else lane.plan_of(execution)
        for node_id, goal in plan.goals if plan is not None else ():
            if node_id not in execution.memory and goal.hears(happening, partial(lane.scope_of, execution)):
                lane.reach(execution, node_id, message)
                is_reached = True
                break
    return is_reached


def _is_blocked(lane: Lane) -> bool:
    return lane.world.contact is not None and lane.world.contact.is_blocked
