"""Both stores: two transactions that write the same rows, which happens only where a lane was not locked."""

import asyncio

import pytest
from stores import NOW, Shelf, claimed, moving, started

from engine.model import Execution
from storage.store import Conflict, CountMismatch, Store

pytestmark = pytest.mark.anyio


async def test_two_that_write_the_same_rows_wait_for_each_other_and_one_is_turned_away(shelf: Shelf) -> None:
    _, lane, execution = await started(shelf)
    one, two = await shelf.store(), await shelf.store()
    async with two.transaction():
        async with one.transaction():
            work = await claimed(one, lane)
            (same,) = await two.read([lane], NOW)  # without the lane's lock, which is the mistake
            await one.write([(work, moving(work, execution))], NOW)
            waiting = asyncio.create_task(two.write([(same, moving(same, execution))], NOW))
        with pytest.raises(CountMismatch):
            await waiting
    assert [row[3] for row in await shelf.look("flow_execution")] == [2]


async def test_two_that_lock_crosswise_are_told_apart_and_one_may_go_on(shelf: Shelf) -> None:
    _, lane_a, a = await started(shelf)
    _, lane_b, b = await started(shelf)
    one, two = await shelf.store(), await shelf.store()

    first_written = asyncio.Barrier(2)

    async def crosswise(store: Store, *both: tuple[int, Execution]) -> bool:
        try:
            async with store.transaction():
                for lane, execution in both:
                    (work,) = await store.read([lane], NOW)  # without the lane's lock, which is the mistake
                    await store.write([(work, moving(work, execution))], NOW)
                    if (lane, execution) == both[0]:
                        await first_written.wait()
        except Conflict:
            return False
        return True

    done = await asyncio.gather(
        crosswise(one, (lane_a, a), (lane_b, b)), crosswise(two, (lane_b, b), (lane_a, a))
    )
    assert sorted(done) == [False, True]
