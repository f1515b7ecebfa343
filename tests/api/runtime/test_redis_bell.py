"""Rings cross Redis; while Redis is away they are lost or late, and nobody fails."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from redis_server import RedisServer
from waiting import until

from api.runtime.bell import ENGINE, MOVED, SENDER
from api.runtime.redis_bell import RedisBell
from api.runtime.supervision import keep_running
from engine.ports import Secret

pytestmark = pytest.mark.anyio


class Listener:
    """A process that listens, and what it heard."""

    def __init__(self, bell: RedisBell, *bells: bytes) -> None:
        self.heard: list[bytes] = []
        self._bell = bell
        self.task = asyncio.create_task(keep_running("in", lambda: bell.listen(bells, self.heard.append)))

    async def listens(self) -> None:
        """Wait until it is subscribed, and forget the first rings."""
        await until(lambda: self._bell.is_heard)
        self.heard.clear()


@pytest.fixture
async def ringer(redis_server: RedisServer) -> AsyncIterator[RedisBell]:
    bell = RedisBell(Secret(redis_server.url), "test")
    task = asyncio.create_task(keep_running("out", bell.publish))
    yield bell
    task.cancel()


@pytest.fixture
async def listener(redis_server: RedisServer) -> AsyncIterator[Listener]:
    listener = Listener(RedisBell(Secret(redis_server.url), "test"), ENGINE, SENDER)
    await listener.listens()
    yield listener
    listener.task.cancel()


async def test_a_ring_arrives_at_those_who_listen_for_it(ringer: RedisBell, listener: Listener) -> None:
    ringer.ring(MOVED)
    ringer.ring(SENDER)
    await until(lambda: listener.heard)
    ringer.ring(ENGINE)
    await until(lambda: ENGINE in listener.heard)
    assert listener.heard == [SENDER, ENGINE]


async def test_another_installation_on_the_same_redis_hears_nothing(
    redis_server: RedisServer, ringer: RedisBell, listener: Listener
) -> None:
    stranger = Listener(RedisBell(Secret(redis_server.url), "other"), ENGINE)
    await stranger.listens()
    ringer.ring(ENGINE)
    await until(lambda: listener.heard)
    assert stranger.heard == []
    stranger.task.cancel()


async def test_a_thousand_rings_while_none_goes_out_are_one(
    redis_server: RedisServer, listener: Listener
) -> None:
    bell = RedisBell(Secret(redis_server.url), "test")
    for _ in range(1000):
        bell.ring(ENGINE)
    task = asyncio.create_task(bell.publish())
    await until(lambda: listener.heard)
    bell.ring(SENDER)
    await until(lambda: SENDER in listener.heard)
    assert listener.heard == [ENGINE, SENDER]
    task.cancel()


async def test_rings_arrive_again_after_redis_was_killed(
    redis_server: RedisServer, ringer: RedisBell, listener: Listener
) -> None:
    redis_server.kill()
    for _ in range(100):
        ringer.ring(ENGINE)  # neither fails nor waits
    await until(lambda: not listener._bell.is_heard)
    redis_server.start()
    await until(lambda: listener._bell.is_heard)
    # Who comes back looks once for everything, because rings may have been lost.
    assert {ENGINE, SENDER} <= set(listener.heard)
    listener.heard.clear()
    ringer.ring(SENDER)
    await until(lambda: SENDER in listener.heard)


async def test_a_bell_ends_when_it_is_told_to_wherever_it_is(redis_server: RedisServer) -> None:
    """The driver may take an end for an answer that has just come, and then a worker would never stop."""
    for steps in range(25):
        bell = RedisBell(Secret(redis_server.url), "test")
        task = asyncio.create_task(keep_running("out", bell.publish))
        await until(lambda bell=bell: not bell._rung)  # type: ignore[misc]
        bell.ring(ENGINE)
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait({task}, timeout=2)
        assert task.done(), f"after {steps} steps"
