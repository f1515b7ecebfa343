"""What the web server holds while it runs, beside Piccolo's pool: the ways in and out for WhatsApp traffic."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg

from api.addresses import own_url
from api.executions.live import Live
from api.health.queue import QueueFigures
from api.hooks.directory import Directory
from api.hooks.inbox import Inbox
from api.phone.phone import Phone
from api.runtime.redis_bell import RedisBell
from api.runtime.supervision import keep_running
from api.services import Services
from storage.connection import GENERIC_PLANS, Pool, keep_as_it_is

CLOCK_SECONDS = 10.0


@dataclass(frozen=True)
class Hub:
    """The pool of the hand-written statements, the accounts behind signatures, the inbox, the simulated phone, who watches, and what waits."""

    pool: Pool
    directory: Directory
    inbox: Inbox
    phone: Phone
    live: Live
    queue: QueueFigures


@asynccontextmanager
async def open_hub(services: Services, dsn: str) -> AsyncIterator[Hub]:
    """A hub whose inbox stores groups, and whose poller looks for those who watch, until the block ends."""
    async with asyncpg.create_pool(
        dsn, min_size=1, max_size=4, reset=keep_as_it_is, server_settings=GENERIC_PLANS
    ) as pool:
        inbox = Inbox(pool, services.clock, services.wake)
        phone = Phone(own_url(services.settings), services.clock)
        live = Live(pool, services.clock)
        works = (inbox.run(), live.run(), _follow_clock(services, pool), *_redis_works(services.redis, live))
        tasks = [asyncio.create_task(work) for work in works]
        try:
            yield Hub(pool, Directory(pool, services.vault), inbox, phone, live, QueueFigures(pool))
        finally:
            for task in tasks:
                task.cancel()
            await phone.close()


def _redis_works(redis: RedisBell | None, live: Live) -> Iterator[Coroutine[None, None, None]]:
    """Rings go out to the workers, and theirs come in for those who watch."""
    if redis is not None:
        yield keep_running("redis_out", redis.publish)
        yield keep_running("redis_in", lambda: live.listen(redis))


async def _follow_clock(services: Services, pool: Pool) -> None:
    """Keep this process's clock at the database's, which the engine follows too."""
    while services.follow_clock is not None:
        try:
            async with pool.acquire() as connection:
                await services.follow_clock(connection)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            pass  # the next round asks again; meanwhile the last correction holds
        await asyncio.sleep(CLOCK_SECONDS)
