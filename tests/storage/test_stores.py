"""One suite for both stores: what the engine's loop relies on holds in Postgres and in memory alike."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from stores import (
    EARLIER,
    LATER,
    NOW,
    Halt,
    Shelf,
    claimed,
    everything,
    moving,
    started,
    starting,
    step,
    write,
)

from engine.model import (
    Commit,
    Effect,
    Execution,
    ExecutionStatus,
    NewEvent,
    OutboundMessage,
    Pending,
)
from storage.store import MAX_EVENTS_PER_LANE, CountMismatch, RowRefused

pytestmark = pytest.mark.anyio


async def test_lanes_are_locked_in_the_order_of_their_due_events(shelf: Shelf) -> None:
    store, owner = await shelf.store(), await shelf.owner()
    first, second, third = [await shelf.lane(owner) for _ in range(3)]
    await shelf.event(owner, second, EARLIER)
    await shelf.event(owner, first, EARLIER - timedelta(seconds=1))
    await shelf.event(owner, second, EARLIER + timedelta(seconds=1))
    await shelf.event(owner, third, LATER)
    async with store.transaction():
        assert await store.lock_due(NOW, 10) == [first, second, second]
    async with store.transaction():
        assert await store.lock_due(NOW, 1) == [first]


async def test_a_locked_lane_is_skipped_and_free_again_after_commit_and_rollback(shelf: Shelf) -> None:
    one, two, owner = await shelf.store(), await shelf.store(), await shelf.owner()
    first, second = await shelf.lane(owner), await shelf.lane(owner)
    await shelf.event(owner, first, EARLIER)
    await shelf.event(owner, second, EARLIER + timedelta(seconds=1))
    async with one.transaction():
        assert await one.lock_due(NOW, 1) == [first]
        async with two.transaction():
            assert not await two.lock_lane(first)
            assert await two.lock_due(NOW, 1) == [second], "LIMIT stands above the locks"
    with pytest.raises(Halt):
        await write(two, first, lambda work: Commit(), halt=True)
    async with one.transaction():
        assert await one.lock_lane(first)
        assert not await one.lock_lane(987_654_321), "there is no such lane"


async def test_a_rolled_back_savepoint_keeps_the_locks_that_were_there_before(shelf: Shelf) -> None:
    one, two, owner = await shelf.store(), await shelf.store(), await shelf.owner()
    lane = await shelf.lane(owner)
    async with one.transaction():
        assert await one.lock_lane(lane)
        with pytest.raises(Halt):
            async with one.transaction():
                raise Halt
        async with two.transaction():
            assert not await two.lock_lane(lane)


async def test_every_owner_gets_a_share_of_what_is_free(shelf: Shelf) -> None:
    one, two = await shelf.store(), await shelf.store()
    big, small, idle = [await shelf.owner() for _ in range(3)]
    lanes = [await shelf.lane(big) for _ in range(5)]
    for n, lane in enumerate(lanes):
        await shelf.event(big, lane, EARLIER + timedelta(seconds=n))
    (alone,) = [await shelf.lane(small)]
    await shelf.event(small, alone, EARLIER + timedelta(seconds=30))
    await shelf.event(idle, await shelf.lane(idle), LATER)
    assert await one.due_owners(NOW) == [big, small]
    async with two.transaction():
        assert await two.lock_lane(lanes[0])
        async with one.transaction():
            shares = await one.lock_shares([big, small, idle], NOW, 2, 4)
            assert shares == [(big, lanes[1]), (big, lanes[2]), (small, alone)]
        async with one.transaction():
            assert await one.lock_shares([big], NOW, 2, 2) == [(big, lanes[1])], "no deeper than asked"


async def test_events_are_read_by_time_then_id_due_ones_only_and_not_too_many(shelf: Shelf) -> None:
    store, owner = await shelf.store(), await shelf.owner()
    lane, quiet = await shelf.lane(owner), await shelf.lane(owner)
    late = [await shelf.event(owner, lane, EARLIER + timedelta(seconds=1)) for _ in range(2)]
    early = await shelf.event(owner, lane, EARLIER)
    await shelf.event(owner, lane, LATER)
    await shelf.event(owner, quiet, LATER)
    async with store.transaction():
        (work,) = await store.read([quiet, lane], NOW)
    assert [event.id for event in work.events] == [early, *late]
    assert work.events[0].payload == {"text": "hi"}
    assert work.contact is not None
    assert work.contact.name == "Ann"
    for _ in range(MAX_EVENTS_PER_LANE):
        await shelf.event(owner, lane, EARLIER - timedelta(seconds=1))
    async with store.transaction():
        (work,) = await store.read([lane], NOW)
    assert len(work.events) == MAX_EVENTS_PER_LANE
    assert early not in [event.id for event in work.events]


async def test_what_others_commit_after_the_lock_is_read(shelf: Shelf) -> None:
    store, owner = await shelf.store(), await shelf.owner()
    lane = await shelf.lane(owner)
    first = await shelf.event(owner, lane, EARLIER)
    async with store.transaction():
        assert await store.lock_due(NOW, 1) == [lane]
        second = await shelf.event(owner, lane, EARLIER)
        (work,) = await store.read([lane], NOW)
    assert [event.id for event in work.events] == [first, second]


async def test_nothing_is_seen_of_another_owner(shelf: Shelf) -> None:
    owner, lane, execution = await started(shelf)
    stranger, store = await shelf.owner(), await shelf.store()
    foreign = await shelf.lane(owner, contact_of=stranger)
    await shelf.event(owner, foreign, EARLIER)
    async with store.transaction():
        assert (await claimed(store, foreign)).contact is None
    await shelf.give(execution.id, stranger)
    async with store.transaction():
        assert not (await claimed(store, lane)).executions


async def test_a_lane_may_have_no_contact(shelf: Shelf) -> None:
    store, owner = await shelf.store(), await shelf.owner()
    lane, flow = await shelf.lane(owner, contact_of=0), await shelf.flow(owner)
    await shelf.event(owner, lane, EARLIER)
    async with store.transaction():
        work = await claimed(store, lane)
        assert work.contact is None
        (execution_id,) = await store.take_execution_ids(1)
        await store.write([(work, starting(execution_id, work, flow))], NOW)
    assert len(await shelf.look("flow_execution")) == 1


async def test_every_field_of_a_resting_execution_comes_back(shelf: Shelf) -> None:
    fields: dict[str, Any] = {
        "variables": {"size": 3, "deep": [{"a": None}], "text": "ö\\u0000"},
        "message": {"id": 1, "text": "hi"},
        "waiting_for": "reply",
        "wait_until": LATER,
        "pending": Pending(msgspec.Raw(b'{"x": 1}'), {"note": "so far"}),
        "status": ExecutionStatus.PAUSED,
    }
    _, _, execution = await started(shelf, **fields)
    wanted = Execution(
        execution.id,
        execution.flow_id,
        execution.flow_version_id,
        {"type": "message_received"},
        node_id="listen",
        visit=2,
        seq=1,
        step_count=1,
        started_at=NOW,
        visit_started_at=NOW,
        variables_size=len(msgspec.json.encode(fields["variables"])),
        **fields,
    )
    assert execution.pending is not None
    assert msgspec.json.decode(execution.pending.input) == {"x": 1}
    execution.pending.input = msgspec.Raw(b'{"x": 1}')
    for field in msgspec.structs.fields(Execution):
        if field.name not in FOR_READERS_ONLY:
            assert getattr(execution, field.name) == getattr(wanted, field.name), field.name


FOR_READERS_ONLY = {"outcome", "error_message"}


async def test_a_batch_is_written_and_read_back(shelf: Shelf) -> None:
    _, lane, execution = await started(shelf)
    store = await shelf.store()
    async with store.transaction():
        work = await claimed(store, lane)
        execution.node_id, execution.visit, execution.step_count = "end", 3, 2
        execution.status, execution.outcome = ExecutionStatus.COMPLETED, "helped"
        commit = Commit(
            consumed=[work.events[0].id],
            executions={execution.id: execution},
            steps=[step(execution.id, 2, error_message="why")],
            messages=[
                OutboundMessage(execution.id, "one", {"type": "text"}, 2),
                OutboundMessage(execution.id, "two", {}),
            ],
            effects=[Effect(execution.id, 3, "ask", "http", '{"a": 1}')],
            events=[NewEvent(LATER, "timer", execution.id, 3)],
        )
        await store.write([(work, commit)], NOW)
    found = await everything(shelf)
    key = f"{execution.id}/ask/3"
    assert found["flow_execution"] == [(execution.id, lane, "Completed", 2, "end", "helped", None, True)]
    assert [row[1:4] for row in found["flow_execution_step"]] == [(1, 1, "start"), (2, 2, "start")]
    assert found["message"] == [("one", "Queued", True, 2), ("two", "Queued", True, None)]
    assert found["effect"] == [(key, NOW, 0)]
    assert [row[1:] for row in found["flow_event"]] == [(lane, "timer", execution.id, LATER)]
    assert found["flow_count_delta"] == [(execution.flow_id, 1, 1, 0)]
    await shelf.event(_, lane, EARLIER)
    async with store.transaction():
        assert not (await claimed(store, lane)).executions, "it has ended"


async def test_nothing_stays_of_a_transaction_that_is_rolled_back(shelf: Shelf) -> None:
    store, owner = await shelf.store(), await shelf.owner()
    flow, lane = await shelf.flow(owner), await shelf.lane(owner)
    await shelf.event(owner, lane, EARLIER)
    before = await everything(shelf)
    (first,) = await store.take_execution_ids(1)
    with pytest.raises(Halt):
        await write(store, lane, lambda work: starting(first, work, flow), halt=True)
    assert await everything(shelf) == before
    assert (await store.take_execution_ids(1))[0] > first, "ids are not given twice"


async def test_an_event_that_is_gone_rolls_the_batch_back(shelf: Shelf) -> None:
    _, lane, execution = await started(shelf)
    store = await shelf.store()
    before = await everything(shelf)
    gone = 987_654_321
    with pytest.raises(CountMismatch):
        await write(
            store,
            lane,
            lambda work: Commit(consumed=[work.events[0].id, gone], executions={execution.id: execution}),
        )
    assert await everything(shelf) == before


async def test_an_execution_that_moved_meanwhile_rolls_the_batch_back(shelf: Shelf) -> None:
    _, lane, execution = await started(shelf)
    store = await shelf.store()
    before = await everything(shelf)
    execution.seq += 1
    with pytest.raises(CountMismatch):
        await write(store, lane, lambda work: moving(work, execution))
    assert await everything(shelf) == before


async def test_losing_timers_fall_away_and_new_ones_stay(shelf: Shelf) -> None:
    owner, lane, execution = await started(shelf)
    for kind, due_at in (("timer", LATER), ("command", LATER), ("timer", EARLIER)):
        await shelf.event(owner, lane, due_at, kind, execution.id)
    await shelf.event(owner, lane, LATER, "timer", 987_654_321)
    store = await shelf.store()
    async with store.transaction():
        work = await claimed(store, lane)
        commit = Commit(
            consumed=[event.id for event in work.events if event.kind == "message"],
            executions={execution.id: execution},
            cleared=[execution.id],
            events=[NewEvent(NOW, "timer", execution.id, 3)],
        )
        await store.write([(work, commit)], NOW)
    kinds = [
        (kind, execution_id, due_at) for _, _, kind, execution_id, due_at in await shelf.look("flow_event")
    ]
    assert kinds == [
        ("command", execution.id, LATER),
        ("timer", 987_654_321, LATER),
        ("timer", execution.id, NOW),
    ]  # fmt: skip


async def test_a_cancelled_execution_takes_back_what_has_not_left(shelf: Shelf) -> None:
    owner, lane, execution = await started(shelf)
    store = await shelf.store()
    async with store.transaction():
        work = await claimed(store, lane)
        execution.waiting_for = "effect"
        commit = moving(work, execution)
        commit.messages = [OutboundMessage(execution.id, text, {}) for text in ("on its way", "still here")]
        commit.effects = [
            Effect(execution.id, 2, "ask", "http", "{}"),
            Effect(execution.id + 1, 2, "ask", "http", "{}"),
        ]
        await store.write([(work, commit)], NOW)
    await shelf.attempt("on its way")
    await shelf.event(owner, lane, EARLIER, "command", execution.id)
    async with store.transaction():
        work = await claimed(store, lane)
        commit = moving(work, work.executions[0])
        commit.withdrawn, commit.dropped = [execution.id], [execution.id]
        await store.write([(work, commit)], NOW)
    assert [row[:2] for row in await shelf.look("message")] == [
        ("on its way", "Queued"),
        ("still here", "Failed"),
    ]
    assert [row[0] for row in await shelf.look("effect")] == [f"{execution.id + 1}/ask/2"]


async def test_a_refused_row_undoes_its_savepoint_and_the_rest_goes_on(shelf: Shelf) -> None:
    store, owner = await shelf.store(), await shelf.owner()
    flow, good, bad = await shelf.flow(owner), await shelf.lane(owner), await shelf.lane(owner)
    await shelf.event(owner, good, EARLIER)
    await shelf.event(owner, bad, EARLIER)
    async with store.transaction():
        works = [await claimed(store, lane) for lane in (good, bad)]
        ids = await store.take_execution_ids(2)
        fine = starting(ids[0], works[0], flow)
        broken = starting(ids[1], works[1], flow, variables={"kept": "a\x00b"})
        with pytest.raises(RowRefused):
            async with store.transaction():
                await store.write([(works[0], fine), (works[1], broken)], NOW)
        async with store.transaction():
            await store.write([(works[0], fine)], NOW)
    assert [row[0] for row in await shelf.look("flow_execution")] == [ids[0]]
    assert [row[1] for row in await shelf.look("flow_event")] == [bad]


@pytest.mark.parametrize("what", ["execution", "step", "effect"])
async def test_what_is_there_is_not_written_twice(shelf: Shelf, what: str) -> None:
    owner, lane, execution = await started(shelf)
    store, flow = await shelf.store(), (execution.flow_id, execution.flow_version_id)
    call = Effect(execution.id, 2, "ask", "http", "{}")
    again = {
        "execution": lambda work: starting(execution.id, work, flow),
        "step": lambda work: Commit(consumed=[work.events[0].id], steps=[step(execution.id, 1)]),
        "effect": lambda work: Commit(consumed=[work.events[0].id], effects=[call]),
    }
    if what == "effect":
        await write(store, lane, again[what])
        await shelf.event(owner, lane, EARLIER)
    before = await everything(shelf)
    with pytest.raises(RowRefused):
        await write(store, lane, again[what])
    assert await everything(shelf) == before


async def test_an_event_is_set_aside_with_its_execution(shelf: Shelf) -> None:
    owner, lane, execution = await started(shelf, waiting_for="reply", wait_until=LATER)
    timer = await shelf.event(owner, lane, EARLIER, "timer", execution.id)
    store = await shelf.store()
    async with store.transaction():
        assert await store.lock_lane(lane)
        await store.fail_events([timer, 987_654_321], "It broke.", NOW)
    found = await everything(shelf)
    assert found["flow_event_failed"] == [(timer, lane, "timer", "It broke.")]
    assert timer not in [row[0] for row in found["flow_event"]]
    assert found["flow_execution"] == [(execution.id, lane, "Failed", 2, "listen", None, "It broke.", True)]
    assert found["flow_count_delta"] == [(execution.flow_id, 1, 0, 1)]


async def test_only_the_triggers_of_active_flows_are_read_for_the_owners_asked(shelf: Shelf) -> None:
    store, owner, other = await shelf.store(), await shelf.owner(), await shelf.owner()
    flow, version = await shelf.flow(owner)
    await shelf.flow(owner, is_active=False)
    await shelf.flow(other)
    found = await store.read_triggers([owner, 987_654_321])
    assert [(row.flow_id, row.flow_version_id, row.node_id) for row in found.pop(owner)] == [
        (flow, version, "start")
    ]
    assert not found
    documents = await store.read_documents([version, 987_654_321])
    assert {key: flow_id for key, (flow_id, _) in documents.items()} == {version: flow}


async def test_the_oldest_due_event_is_told(shelf: Shelf) -> None:
    store, owner = await shelf.store(), await shelf.owner()
    lane = await shelf.lane(owner)
    await shelf.event(owner, lane, LATER)
    assert await store.oldest_due(NOW) is None
    await shelf.event(owner, lane, NOW)
    await shelf.event(owner, lane, EARLIER)
    assert await store.oldest_due(NOW) == EARLIER
