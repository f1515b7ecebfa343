"""Those who watch are told by the workers over Redis, and look at intervals when it is away."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import asyncpg
import pytest
from redis.exceptions import RedisError
from redis_server import RedisServer
from waiting import until

from api.executions import live as module
from api.executions.live import Live
from api.executions.watches import Watch
from api.runtime.bell import MOVED
from api.runtime.redis_bell import RedisBell
from engine.ports import Secret

pytestmark = pytest.mark.anyio


class Counted(Live):
    """Counts its looks."""

    looks = 0

    async def look(self) -> None:
        await super().look()
        self.looks += 1


@pytest.fixture
async def live(database: str) -> AsyncIterator[Counted]:
    async with asyncpg.create_pool(database, min_size=0, max_size=2) as pool:
        live = Counted(pool, lambda: datetime.now(UTC))
        running = asyncio.create_task(live.run())
        with live.watching(Watch(1)):
            yield live
        running.cancel()


async def test_a_ring_of_a_worker_makes_those_who_watch_look(
    live: Counted, redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CALM_TICK", 1000.0)  # so that every look is a ring's
    ours, workers = (RedisBell(Secret(redis_server.url), "test") for _ in range(2))
    tasks = [asyncio.create_task(each) for each in (live.listen(ours), workers.publish())]
    await until(lambda: ours.is_heard)
    for _ in range(3):
        seen = live.looks
        workers.ring(MOVED)
        await until(lambda: live.looks > seen)  # noqa: B023
    for task in tasks:
        task.cancel()


async def test_without_redis_they_look_at_intervals(live: Counted) -> None:
    with pytest.raises(RedisError):
        await live.listen(RedisBell(Secret("redis://127.0.0.1:1/0"), "test"))
    seen = live.looks
    await until(lambda: live.looks >= seen + 2)
