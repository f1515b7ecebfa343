"""What the web server holds while it runs, beside Piccolo's pool: the ways in and out for WhatsApp traffic."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg

from api.addresses import own_url
from api.executions.live import Live
from api.hooks.directory import Directory
from api.hooks.inbox import Inbox
from api.phone.phone import Phone
from api.services import Services
from storage.connection import GENERIC_PLANS, Pool, keep_as_it_is

CLOCK_SECONDS = 10.0


@dataclass(frozen=True)
class Hub:
    """The pool of the hand-written statements, the accounts behind signatures, the inbox, the simulated phone, and who watches."""

    pool: Pool
    directory: Directory
    inbox: Inbox
    phone: Phone
    live: Live


@asynccontextmanager
async def open_hub(services: Services, dsn: str) -> AsyncIterator[Hub]:
    """A hub whose inbox stores groups, and whose poller looks for those who watch, until the block ends."""
    async with asyncpg.create_pool(
        dsn, min_size=1, max_size=4, reset=keep_as_it_is, server_settings=GENERIC_PLANS
    ) as pool:
        inbox = Inbox(pool, services.clock, services.wake)
        phone = Phone(own_url(services.settings), services.clock)
        live = Live(pool, services.clock)
        tasks = [
            asyncio.create_task(work) for work in (inbox.run(), live.run(), _follow_clock(services, pool))
        ]
        try:
            yield Hub(pool, Directory(pool, services.vault), inbox, phone, live)
        finally:
            for task in tasks:
                task.cancel()
            await phone.close()


async def _follow_clock(services: Services, pool: Pool) -> None:
    """Keep this process's clock at the database's, which the engine follows too."""
    while services.follow_clock is not None:
        try:
            async with pool.acquire() as connection:
                await services.follow_clock(connection)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            pass  # the next round asks again; meanwhile the last correction holds
        await asyncio.sleep(CLOCK_SECONDS)
