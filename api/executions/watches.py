"""Somebody who watches: where they stand, and what there is to tell them."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from api.executions.sse import event
from api.runtime.bell import Bell
from storage.enums import FlowExecutionStatus
from storage.executions import MAX_STEPS, ExecutionSummary, StepRow
from storage.live import MAX_STARTS_AT_ONCE, Change, Start, WatchedExecution, WatchedFlow

OUT_OF_ORDER = timedelta(seconds=15)  # how much later than a higher id a lower one may turn up
LOOK_BACK = 2.0  # seconds between two looks for such


class Watch:
    """Somebody who watches. What is told lies here until it is taken, and nothing more is read for a full one."""

    def __init__(self, owner_id: int) -> None:
        self.owner_id = owner_id
        self.is_over = False
        self.is_behind = True
        self.wants_more: Callable[[], None] = lambda: None
        self._chunk = b""
        self._bell = Bell()

    @property
    def is_hungry(self) -> bool:
        """Whether there is room to tell something."""
        return not self._chunk and not self.is_over

    @property
    def size(self) -> int:
        """How many bytes lie here."""
        return len(self._chunk)

    @property
    def is_done(self) -> bool:
        """Whether all is said and taken."""
        return self.is_over and not self._chunk

    def tell(self, chunk: bytes) -> None:
        """Lay down what there is to say."""
        if chunk:
            self._chunk += chunk
            self._bell.ring()

    def end(self) -> None:
        """Say that nothing will follow."""
        self.is_over = True
        self._bell.ring()

    async def listen(self, seconds: float) -> bytes:
        """What was told, as soon as there is something; nothing after `seconds`, or when it is over."""
        await self._bell.wait(seconds)
        chunk, self._chunk = self._chunk, b""
        if self.is_behind:
            self.wants_more()
        return chunk


class ExecutionWatch(Watch):
    """Follows one execution, from behind the step `after`; None begins with the newest MAX_STEPS."""

    def __init__(self, owner_id: int, execution_id: int, after: int | None) -> None:
        super().__init__(owner_id)
        self._after = after
        self.place = WatchedExecution(execution_id, owner_id, seq=-1, told=after or 0)

    def begin(self, change: Change) -> None:
        """Skip the oldest steps of a long history."""
        if self._after is None:
            self._after = self.place.told = max(0, change.execution.step_count - MAX_STEPS)

    def take(self, change: Change, steps: list[StepRow]) -> None:
        """Tell how the execution stands, its new steps, and the visit in progress when all before it is told."""
        place, execution = self.place, change.execution
        told = b"" if change.seq == place.seq else event("execution", execution)
        told += b"".join(event("step", step, step.n) for step in steps)
        place.seq = change.seq
        place.told = steps[-1].n if steps else max(place.told, execution.step_count)
        self.is_behind = place.told < execution.step_count
        if not self.is_behind and change.visit is not None:
            told += event("step", change.visit)
        is_alive = execution.status in (FlowExecutionStatus.RUNNING, FlowExecutionStatus.PAUSED)
        if not self.is_behind and not is_alive:
            told += event("over", {"status": execution.status, "outcome": execution.outcome})
            self.is_over = True
        self.tell(told)


class FlowWatch(Watch):
    """Hears of executions that start, but for those up to `after`; None means for the `known` ones, which are the newest."""

    def __init__(
        self,
        owner_id: int,
        flow_id: int,
        contact_id: int | None,
        after: int | None,
        known: Sequence[Start],
        now: datetime,
    ) -> None:
        super().__init__(owner_id)
        self.is_behind = False
        self._told = {start.id for start in known if after is None or start.id <= after}
        settled = _settled(known, now)
        self._settled = settled if after is None else max(min(settled, after), _floor(known))
        self._looks_back_at = time.monotonic() + LOOK_BACK
        self.place = WatchedFlow(flow_id, owner_id, contact_id, max(self._told, default=self._settled))

    def take(self, found: Sequence[ExecutionSummary], now: datetime) -> None:
        """Tell what was not told, and choose from which id on the next look reads: now and then it looks back."""
        self.tell(b"".join(event("started", e, e.id) for e in found if e.id not in self._told))
        self._told.update(e.id for e in found)
        if self.place.after <= self._settled:
            self._settled = max(self._settled, _settled(found, now))
            self._told = {execution_id for execution_id in self._told if execution_id > self._settled}
            self._looks_back_at = time.monotonic() + LOOK_BACK
        is_time = time.monotonic() >= self._looks_back_at
        self.place.after = self._settled if is_time else max(self._told, default=self._settled)


def _settled(newest: Sequence[Start | ExecutionSummary], now: datetime) -> int:
    """The id up to which nothing new turns up: workers draw ids in blocks, so a lower one may come after a higher one."""
    return max((each.id for each in newest if each.started_at < now - OUT_OF_ORDER), default=_floor(newest))


def _floor(newest: Sequence[Start | ExecutionSummary]) -> int:
    """The id below which there are only executions that are not told, because there are too many newer ones."""
    return min(each.id for each in newest) - 1 if len(newest) == MAX_STARTS_AT_ONCE else 0
