"""`parley worker`: an engine process, one of any number on a database, with or without Redis."""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg
import structlog
import uvloop

from api.runtime.exposition import Exposition
from api.runtime.runtime import Runtime
from api.settings import Settings, SettingsRefused
from engine.ports import Secret
from engine.registry import load_registry
from storage.migrate import migrate_once_there
from storage.receivers import check_key
from storage.secrets import Vault

log = structlog.get_logger()


def work(settings: Settings, metrics_port: int | None = None) -> None:
    """Work until SIGTERM or Ctrl-C; what is under way is finished or given back. Metrics and health are told at the port."""
    if settings.database_url is None:
        raise SettingsRefused(
            "`parley worker` needs PARLEY_DATABASE_URL: the database that comes along belongs to `parley serve` alone."
        )
    uvloop.run(_work(settings, settings.database_url, metrics_port))


async def _work(settings: Settings, url: Secret, metrics_port: int | None) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    vault = Vault(settings.secret_keys)
    runtime = Runtime(settings, load_registry(), vault, url.reveal())
    with _told(settings, runtime, metrics_port):
        if await _unless(stop, asyncio.create_task(_prepare(url.reveal(), vault))):
            log.info("worker_starts", redis=settings.redis_url is not None)
            await runtime.run(stop)
    log.info("worker_ends")


@contextmanager
def _told(settings: Settings, runtime: Runtime, port: int | None) -> Iterator[None]:
    """Tell metrics and health at the port, if there is one."""
    if port is None:
        yield
        return
    exposition = Exposition(
        (settings.host, port), settings.metrics_token, runtime.metrics.text, runtime.checks
    )
    log.info("metrics_at", host=settings.host, port=exposition.port)
    try:
        yield
    finally:
        exposition.close()


async def _prepare(dsn: str, vault: Vault) -> None:
    """Wait for the database, bring it up to date, and make sure that this is its secret key."""
    await migrate_once_there(dsn)
    connection = await asyncpg.connect(dsn)
    try:
        await check_key(connection, vault)
    finally:
        await connection.close()


async def _unless(stop: asyncio.Event, task: asyncio.Task[None]) -> bool:
    """Whether the task was done before it was time to stop."""
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait((task, stopping), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not task.done():
        task.cancel()
        return False
    task.result()
    return True
