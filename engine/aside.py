"""What an event that cannot be handled leaves behind: the execution it was for fails where it rests, with a step that says why."""

from datetime import datetime
from random import Random

from engine import advance
from engine.lane import Lane, World
from engine.model import Commit, Event, Execution, NamedEvent
from engine.run import Guard, Unguarded


def set_aside(
    world: World, event: Event, sentence: str, now: datetime, rng: Random, guard: Guard | None = None
) -> Commit:
    """Fail whoever the event was for; the event itself is not consumed, since it is kept apart."""
    commit = Commit()
    lane = Lane(world, commit, now, rng, guard or Unguarded())
    lane.open(event)
    for execution in _addressed(lane, event):
        lane.move(execution, lambda run: advance.stop(run, sentence))
    return commit


def _addressed(lane: Lane, event: Event) -> list[Execution]:
    """Whom the event would have moved: the execution it names, the newest wait for a reply, or every wait for its name."""
    alive = [execution for execution in lane.live.values() if execution.is_alive]
    match event.kind:
        case "message":
            waiting = [execution for execution in alive if execution.takes_reply]
            return sorted(waiting, key=lambda e: (e.visit_started_at or lane.now, e.id))[-1:]
        case "named_event":
            named = NamedEvent(event.payload.get("name", ""), event.payload.get("key"))
            return [execution for execution in alive if execution.awaits(named, lane.now)]
        case _:
            return [execution for execution in alive if execution.id == event.execution_id]
