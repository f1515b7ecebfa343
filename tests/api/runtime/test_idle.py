"""A loop that has nothing to do sleeps until the next event falls due, so a timer is not late by a poll."""

from random import Random

import asyncpg
import pytest
from workshop import Workshop, node, on_message, sends, ways

from api.runtime.bell import Bell
from api.runtime.loop import BUSY_POLL, IDLE_POLL, SETTLING, EngineLoop
from api.runtime.watchdog import Watchdog
from engine.registry import load_registry
from storage.postgres_store import PostgresStore

pytestmark = pytest.mark.anyio

LATE = "SELECT extract(epoch FROM finished_at - started_at)::float FROM flow_execution_step WHERE node_id = 'rest'"


class HandBell(Bell):
    """A bell nobody rings: it notes how long it is listened to, and moves the clock by as much; then the loop stops."""

    def __init__(self, shop: Workshop, times: int) -> None:
        super().__init__()
        self.shop, self.times, self.pauses = shop, times, list[float]()
        self.loop: EngineLoop | None = None

    async def wait(self, seconds: float) -> None:
        self.pauses.append(round(seconds, 6))
        self.shop.clock.move(seconds=seconds)
        assert self.loop
        self.loop.stopping = len(self.pauses) == self.times


async def run(shop: Workshop, pauses: int) -> list[float]:
    bell = HandBell(shop, pauses)
    store = PostgresStore(await asyncpg.connect(shop.dsn))
    bell.loop = EngineLoop(store, load_registry(), shop.clock, Random(1), Watchdog(5.0), bell)
    await bell.loop.run(lambda loop: None)
    return bell.pauses


async def test_it_wakes_when_the_timer_is_due_and_not_a_poll_later(shop: Workshop) -> None:
    rest = node("rest", "wait", duration={"seconds": 1})
    await shop.publish([on_message(), rest, sends("late", "Hi")], ways("start rest", "rest late"))
    await shop.receive(shop.says("hi"))
    shop.clock.move(milliseconds=70)
    assert await run(shop, 6) == [SETTLING, IDLE_POLL, IDLE_POLL, IDLE_POLL, 0.2, SETTLING]
    assert await shop.value(LATE) == 1.0
    await shop.receive(shop.says("hi again"))
    shop.clock.move(milliseconds=70)
    assert await run(shop, 1) == [SETTLING]
    shop.clock.move(milliseconds=830)  # 0.12 s to go
    assert await run(shop, 2) == [0.12, SETTLING]
    assert await shop.column(LATE) == [1.0, 1.0]


async def test_what_another_worker_holds_is_asked_for_again_soon(shop: Workshop) -> None:
    await shop.publish([on_message(), sends("hello", "Hi")], ways("start hello"))
    await shop.receive(shop.says("hi"))
    shop.clock.move(milliseconds=1)
    async with shop.connection.transaction():
        await shop.connection.execute("SELECT FROM lane FOR UPDATE")
        assert await run(shop, 2) == [BUSY_POLL, BUSY_POLL]
    assert await run(shop, 1) == [SETTLING]
    assert await shop.value("SELECT count(*) FROM flow_event") == 0
