"""A committed batch in figures."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from engine.model import Commit, ExecutionStatus
from storage.store import LaneWork


class Batch(msgspec.Struct, frozen=True):
    """How much, how many seconds from claim to commit, how late its oldest event was, and what became of executions."""

    events: int
    seconds: float
    late: float
    started: int
    completed: int
    failed: int


def sum_up(decided: Sequence[tuple[LaneWork, Commit]], now: datetime, seconds: float) -> Batch:
    """The figures of what was decided at `now`."""
    executions = [each for _, commit in decided for each in commit.executions.values()]
    oldest = min((event.due_at for lane, _ in decided for event in lane.events), default=now)
    return Batch(
        events=sum(len(commit.consumed) for _, commit in decided),
        seconds=seconds,
        late=max(0.0, (now - oldest).total_seconds()),
        started=sum(each.is_new for each in executions),
        completed=sum(each.status is ExecutionStatus.COMPLETED for each in executions),
        failed=sum(each.status is ExecutionStatus.FAILED for each in executions),
    )
