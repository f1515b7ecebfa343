"""Both stores once more: what batches seldom write, for paused executions, events that came early, and rules of re-entry."""

from datetime import timedelta

import pytest
from stores import EARLIER, NOW, Shelf, claimed, moving, started, starting, write

from engine.model import MOST_KEPT, Commit, Entry, ExecutionStatus, NamedEvent, NewEvent

pytestmark = pytest.mark.anyio


async def test_what_is_held_for_a_paused_execution_is_due_when_it_goes_on(shelf: Shelf) -> None:
    owner, lane, execution = await started(shelf)
    timer = await shelf.event(owner, lane, EARLIER, "timer", execution.id)
    store = await shelf.store()
    await write(store, lane, lambda work: Commit(consumed=[work.events[0].id], held=[timer]))
    assert await store.oldest_due(NOW) is None
    assert timer in [row[0] for row in await shelf.look("flow_event")]

    command = await shelf.event(owner, lane, EARLIER, "command", execution.id)
    await write(store, lane, lambda work: Commit(consumed=[command], released=[execution.id]))
    async with store.transaction():
        work = await claimed(store, lane)
    assert [(event.id, event.due_at) for event in work.events] == [(timer, NOW)]


async def test_what_is_held_goes_with_its_execution(shelf: Shelf) -> None:
    owner, lane, execution = await started(shelf)
    answer = await shelf.event(owner, lane, EARLIER, "effect_result", execution.id)
    store = await shelf.store()
    await write(store, lane, lambda work: Commit(consumed=[work.events[0].id], held=[answer]))
    command = await shelf.event(owner, lane, EARLIER, "command", execution.id)
    await write(store, lane, lambda work: Commit(consumed=[command], cleared=[execution.id]))
    assert not await shelf.look("flow_event")


async def test_a_failed_execution_is_read_when_somebody_asks_to_try_it_again(shelf: Shelf) -> None:
    owner, lane, execution = await started(shelf)
    store = await shelf.store()
    execution.status = ExecutionStatus.FAILED
    await write(store, lane, lambda work: moving(work, execution))
    await shelf.event(owner, lane, EARLIER, "command", execution.id)
    async with store.transaction():
        assert not (await claimed(store, lane)).executions, "this command does not ask for it"
    await shelf.retry(owner, lane, execution.id)
    async with store.transaction():
        (again,) = (await claimed(store, lane)).executions
    assert again.status is ExecutionStatus.FAILED
    again.status, again.is_retried = ExecutionStatus.RUNNING, True
    await write(store, lane, lambda work: moving(work, again))
    assert await shelf.look("flow_count_delta") == [(execution.flow_id, 1, 0, 0)]


async def test_events_that_came_early_are_kept_for_a_day_and_used_once(shelf: Shelf) -> None:
    owner, lane, _ = await started(shelf)
    store = await shelf.store()
    early = [NamedEvent("paid", key, {"total": 3}, event_id) for event_id, key in ((70, "k1"), (71, "k2"))]
    await write(store, lane, lambda work: Commit(consumed=[work.events[0].id], kept=early))
    await shelf.event(owner, lane, EARLIER)
    async with store.transaction():
        work = await claimed(store, lane)
        await store.read_kept_events([work], NOW)
        assert work.kept == early
        await store.write([(work, Commit(consumed=[work.events[0].id], used=[70]))], NOW)
    assert [row[0] for row in await shelf.look("lane_event")] == [71]
    await shelf.event(owner, lane, EARLIER)
    async with store.transaction():
        work = await claimed(store, lane)
        await store.read_kept_events([work], NOW + timedelta(days=1, seconds=1))
        assert not work.kept


async def test_of_many_early_events_the_newest_can_be_found(shelf: Shelf) -> None:
    owner, lane, _ = await started(shelf)
    store = await shelf.store()
    early = [NamedEvent("paid", f"k{n}", None, n) for n in range(1, MOST_KEPT + 3)]
    await write(store, lane, lambda work: Commit(consumed=[work.events[0].id], kept=early))
    await shelf.event(owner, lane, EARLIER)
    async with store.transaction():
        work = await claimed(store, lane)
        await store.read_kept_events([work], NOW)
    assert work.kept == early[2:]


async def test_the_last_entry_of_a_contact_into_a_flow_is_remembered(shelf: Shelf) -> None:
    owner, lane, execution = await started(shelf)
    store, flow = await shelf.store(), execution.flow_id
    entries = [Entry(flow, "", EARLIER), Entry(flow, "k", NOW), Entry(flow, "", NOW)]
    await write(store, lane, lambda work: Commit(consumed=[work.events[0].id], entries=entries))
    assert await shelf.look("flow_entry") == [(flow, "", NOW), (flow, "k", NOW)]
    await shelf.event(owner, lane, EARLIER)
    other = await shelf.lane(owner)
    await shelf.event(owner, other, EARLIER)
    async with store.transaction():
        mine, others = await claimed(store, lane), await claimed(store, other)
        await store.read_entries([mine, others])
    assert mine.entries == {(flow, ""): NOW, (flow, "k"): NOW}
    assert not others.entries


async def test_an_event_that_the_engine_makes_keeps_its_payload(shelf: Shelf) -> None:
    _, lane, execution = await started(shelf)
    store = await shelf.store()
    new = [
        NewEvent(EARLIER, "start", payload={"flowId": 3, "data": {"type": "flow_started"}}),
        NewEvent(EARLIER, "continue", execution.id, 2),
    ]
    await write(store, lane, lambda work: Commit(consumed=[work.events[0].id], events=new))
    async with store.transaction():
        work = await claimed(store, lane)
    assert [(e.kind, e.payload, e.execution_id, e.visit) for e in work.events] == [
        ("start", new[0].payload, None, None),
        ("continue", {}, execution.id, 2),
    ]


async def test_a_called_flow_and_its_caller_are_stored_together(shelf: Shelf) -> None:
    owner, lane, parent = await started(shelf, memory={"n1": {"visits": 2}})
    assert parent.memory == {"n1": {"visits": 2}}
    store, flow = await shelf.store(), (parent.flow_id, parent.flow_version_id)
    (child_id,) = await store.take_execution_ids(1)
    await write(store, lane, lambda work: starting(child_id, work, flow, parent_id=parent.id, parent_visit=2))
    await shelf.event(owner, lane, EARLIER)
    async with store.transaction():
        executions = (await claimed(store, lane)).executions
    assert [(e.id, e.parent_id, e.parent_visit) for e in executions] == [
        (parent.id, None, None),
        (child_id, parent.id, 2),
    ]
