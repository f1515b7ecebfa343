"""Why a message or an event started the flow, or did not: each of its triggers is asked."""

from datetime import datetime
from typing import Literal

from engine.model import Commit, Event
from engine.simulator.results import Judged, Weighed
from engine.triggers import EventReceived, MessageReceived, TriggerRow, compile_matcher, normalise

Verdict = Literal["started", "words", "taken", "reentry", "not_ready"]


class Weigher:
    """Knows the triggers of the draft."""

    def __init__(self, rows: list[TriggerRow], unready: list[str]) -> None:
        self._unready = unready
        self._words = [
            (row.node_id, compile_matcher(row.on)) for row in rows if isinstance(row.on, MessageReceived)
        ]
        self._events = [(row.node_id, row.on.name) for row in rows if isinstance(row.on, EventReceived)]

    def weigh(self, event: Event, commit: Commit, now: datetime, script_step: int | None) -> Weighed | None:
        """What each trigger made of the event; None when an execution took it, or when triggers do not listen to such a thing."""
        new = {execution.id for execution in commit.executions.values() if execution.is_new}
        if commit.executions and not new:
            return None
        match event.kind:
            case "message":
                text = normalise(event.payload.get("text", ""))
                fits = {node_id: matches(text) for node_id, matches in self._words}
            case "named_event":
                fits = {node_id: name == event.payload["name"] for node_id, name in self._events}
            case _:
                return None
        started = {step.node_id for step in commit.steps if step.execution_id in new and step.n == 1}
        judged = [Judged(node_id, _verdict(node_id, is_fit, started)) for node_id, is_fit in fits.items()]
        judged += [Judged(node_id, "not_ready") for node_id in self._unready]
        return Weighed(at=now, script_step=script_step, has_started=bool(started), triggers=judged)


def _verdict(node_id: str, is_fit: bool, started: set[str]) -> Verdict:
    if node_id in started:
        return "started"
    if not is_fit:
        return "words"
    return "taken" if started else "reentry"
