"""What the suites of both stores share: executions that start, rest and move, and the batches that write them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from store_shelves import Rows, Shelf

from engine.model import Commit, Execution, Step, StepStatus
from storage.store import LaneWork, Store

__all__ = ["Shelf"]

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
EARLIER, LATER = NOW - timedelta(minutes=1), NOW + timedelta(minutes=1)
TABLES = (
    "flow_event", "flow_event_failed", "flow_execution", "flow_execution_step", "message", "effect", "flow_count_delta",
)  # fmt: skip


class Halt(Exception):
    """Raised in a transaction to roll it back."""


async def everything(shelf: Shelf) -> dict[str, Rows]:
    return {table: await shelf.look(table) for table in TABLES}


async def claimed(store: Store, lane: int) -> LaneWork:
    assert await store.lock_lane(lane)
    (work,) = await store.read([lane], NOW)
    return work


async def write(store: Store, lane: int, make: Callable[[LaneWork], Commit], halt: bool = False) -> None:
    """One batch of one lane, as the loop runs it."""
    async with store.transaction():
        work = await claimed(store, lane)
        await store.write([(work, make(work))], NOW)
        if halt:
            raise Halt


def starting(execution_id: int, work: LaneWork, flow: tuple[int, int], **fields: Any) -> Commit:
    """The commit of an execution that starts by the first event of a lane and rests."""
    execution = Execution(
        execution_id,
        *flow,
        {"type": "message_received"},
        node_id="listen",
        visit=2,
        step_count=1,
        started_at=NOW,
        is_new=True,
        **fields,
    )
    return Commit(
        consumed=[work.events[0].id],
        executions={execution_id: execution},
        steps=[step(execution_id, 1)],
    )


def step(execution_id: int, n: int, **fields: Any) -> Step:
    status = StepStatus.COMPLETED
    return Step(execution_id, n, n, "start", "trigger", status, "out", "{}", '{"a":1}', NOW, NOW, **fields)


async def started(shelf: Shelf, **fields: Any) -> tuple[int, int, Execution]:
    """An execution at rest: (owner, lane, execution as it is read)."""
    store, owner = await shelf.store(), await shelf.owner()
    flow, lane = await shelf.flow(owner), await shelf.lane(owner)
    await shelf.event(owner, lane, EARLIER)
    async with store.transaction():
        work = await claimed(store, lane)
        (execution_id,) = await store.take_execution_ids(1)
        await store.write([(work, starting(execution_id, work, flow, **fields))], NOW)
    await shelf.event(owner, lane, EARLIER)
    async with store.transaction():
        (execution,) = (await claimed(store, lane)).executions
    return owner, lane, execution


def moving(work: LaneWork, execution: Execution) -> Commit:
    mine = msgspec.structs.replace(execution)
    return Commit(consumed=[work.events[0].id], executions={execution.id: mine})
