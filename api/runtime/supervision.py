"""Keeps a part of a process going: when it fails, it says so and begins anew."""

import asyncio
from collections.abc import Awaitable, Callable

import asyncpg
import structlog
from redis.exceptions import RedisError

from storage.store import StoreError

SHORTEST_PAUSE = 0.05  # seconds before the first new attempt
LONGEST_PAUSE = 5.0  # seconds between attempts to reach a database that is away
PASSING = (OSError, TimeoutError, StoreError, asyncpg.PostgresError, asyncpg.InterfaceError, RedisError)

log = structlog.get_logger()


async def keep_running(name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Run `work`; when it fails, say so and start it anew after a growing pause. Returning ends it."""
    pause = SHORTEST_PAUSE
    while True:
        started = asyncio.get_running_loop().time()
        try:
            return await work()
        except PASSING as error:
            log.warning("loop_restarts", loop=name, reason=f"{type(error).__name__}: {error}")
        except Exception:
            log.exception("loop_broke", loop=name)
        if asyncio.get_running_loop().time() - started > LONGEST_PAUSE:
            pause = SHORTEST_PAUSE
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


async def every(seconds: float, action: Callable[[], Awaitable[None]]) -> None:
    """Do it now and again, with so many seconds in between, until cancelled."""
    while True:
        await action()
        await asyncio.sleep(seconds)
