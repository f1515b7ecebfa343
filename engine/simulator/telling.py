"""Turns what the engine decided into a timeline that people can read."""

from collections import defaultdict, deque
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from engine.model import Commit, Event, Execution, OutboundMessage, Step
from engine.simulator.buttons import buttons_of
from engine.simulator.host import Lane
from engine.simulator.results import Ended, Entry, Rested, Sent, Started, Stepped
from engine.simulator.weighing import Weigher

UNTOLD_WAITS = (None, "continue", "send")

Queues = dict[int, deque[tuple[OutboundMessage, str | None]]]


class Teller:
    """Writes the timeline; `script_step` is the step of the script that everything now follows from."""

    def __init__(self, weigher: Weigher, own_id: int | None) -> None:
        self.timeline: list[Entry] = []
        self.sent: list[Sent] = []
        self.script_step: int | None = None
        self._weigher, self._own_id = weigher, own_id
        self._flows: dict[int, int] = {}
        self._waits: dict[int, tuple[int, str | None]] = {}

    def tell(self, lane: Lane, event: Event, commit: Commit, errors: list[str | None], now: datetime) -> None:
        """Add what one event has led to."""
        if weighed := self._weigher.weigh(event, commit, now, self.script_step):
            self.timeline.append(weighed)
        for execution in commit.executions.values():
            if execution.is_new:
                self._start(execution, commit, now)
        queues: Queues = defaultdict(deque)
        for message, error in zip(commit.messages, errors, strict=True):
            queues[message.execution_id].append((message, error))
        for step in commit.steps:
            self._say_before(queues[step.execution_id], step, now)
            self.timeline.append(self._step(step, now))
        for queue in queues.values():
            for message, error in queue:
                self._say(message, error, now)
        for execution in commit.executions.values():
            self.timeline.extend(self._rest(execution, now))

    def shown(self, flow_id: int) -> int:
        """The number of a flow as people see it here: the draft is 0, also when it starts itself."""
        return 0 if flow_id == self._own_id else flow_id

    def _start(self, execution: Execution, commit: Commit, now: datetime) -> None:
        self._flows[execution.id] = self.shown(execution.flow_id)
        first = (step.node_id for step in commit.steps if step.execution_id == execution.id)
        self.timeline.append(
            Started(
                at=now,
                script_step=self.script_step,
                execution_id=execution.id,
                flow_id=self._flows[execution.id],
                node_id=next(first, execution.node_id or ""),
            )
        )

    def _say_before(
        self, queue: "deque[tuple[OutboundMessage, str | None]]", step: Step, now: datetime
    ) -> None:
        """The messages that the visit sent which became this step."""
        while queue and (queue[0][0].node_id, queue[0][0].from_visit) == (step.node_id, step.visit):
            self._say(*queue.popleft(), now)

    def _say(self, message: OutboundMessage, error: str | None, now: datetime) -> None:
        sent = Sent(
            at=now,
            script_step=self.script_step,
            execution_id=message.execution_id,
            flow_id=self._flows[message.execution_id],
            node_id=message.node_id,
            visit=message.from_visit,
            text=message.content,
            body=message.body,
            buttons=buttons_of(message.body),
            error=error,
        )
        self.sent.append(sent)
        self.timeline.append(sent)

    def _step(self, step: Step, now: datetime) -> Stepped:
        return Stepped(
            at=now,
            script_step=self.script_step,
            execution_id=step.execution_id,
            flow_id=self._flows[step.execution_id],
            n=step.n,
            visit=step.visit,
            node_id=step.node_id,
            node_type=step.node_type,
            status=step.status,
            port=step.port,
            input=as_data(step.input),
            output=as_data(step.output),
            error=step.error_message,
            started_at=step.started_at,
        )

    def _rest(self, execution: Execution, now: datetime) -> Iterator[Entry]:
        """That it ended, or what it waits for now."""
        flow_id = self._flows[execution.id]
        if execution.is_over:
            yield Ended(
                at=now,
                script_step=self.script_step,
                execution_id=execution.id,
                flow_id=flow_id,
                status=execution.status,
                outcome=execution.outcome,
                error=execution.error_message,
            )
            return
        wait = execution.visit, execution.waiting_for
        if execution.waiting_for in UNTOLD_WAITS or self._waits.get(execution.id) == wait:
            return
        self._waits[execution.id] = wait
        yield Rested(
            at=now,
            script_step=self.script_step,
            execution_id=execution.id,
            flow_id=flow_id,
            node_id=execution.node_id or "",
            waiting_for=execution.waiting_for,
            until=execution.wait_until,
            events=[awaited.name for awaited in execution.pending.awaits] if execution.pending else [],
        )


def as_data(text: str) -> Any:
    """The JSON of a step as plain data."""
    return msgspec.json.decode(text)
