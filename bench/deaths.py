"""One of two workers is killed, or stopped, while events keep coming: how late the latest of them is handled."""

import asyncio
import signal
from pathlib import Path

import asyncpg
import msgspec

from bench.engine_alone import ARE_UP, EMPTY, LANES, PAUSE, PEOPLE, PRELOAD, running
from bench.flow import TEXT
from bench.waiting import until

ROUNDS = 8
SETTLING = 3.0  # seconds in which the first worker works off what came before it was there
AT_ONCE, PACE = 100, 0.05  # events, and seconds between two helpings of them
WATCHED = {signal.SIGKILL: 2.0, signal.SIGSTOP: 6.0}  # seconds for which somebody looks how late events are
IS_UP = "SELECT EXISTS (SELECT FROM runtime_process WHERE pid = $1)"
LATENESS = "SELECT coalesce(extract(epoch FROM clock_timestamp() - min(due_at)), 0)::float FROM flow_event WHERE due_at <= now()"


class Deaths(msgspec.Struct):
    """Seconds by which the latest event was late: undisturbed, and in the worst of the rounds."""

    quiet: float
    killed: float
    stopped: float


async def measure(dsn: str, data_dir: Path) -> Deaths:
    """Watch for a while before anything happens, and then around each death."""
    connection, feeder = await asyncpg.connect(dsn), await asyncpg.connect(dsn)
    feeding: asyncio.Task[None] | None = None
    try:
        for statement in (PAUSE, EMPTY):
            await connection.execute(statement)
        await connection.execute(PEOPLE, LANES)
        feeding = asyncio.create_task(_feed(feeder))
        with running(dsn, data_dir, 1) as _:
            await until(connection, ARE_UP, 1)
            await asyncio.sleep(SETTLING)
            quiet = await _latest(connection, 2.0)
            killed, stopped = [
                max([await _strike(connection, dsn, data_dir, number) for _ in range(ROUNDS)])
                for number in (signal.SIGKILL, signal.SIGSTOP)
            ]
        return Deaths(quiet, killed, stopped)
    finally:
        if feeding is not None:
            feeding.cancel()
            await asyncio.wait([feeding])
        await feeder.close()
        await connection.close()


async def _strike(connection: asyncpg.Connection, dsn: str, data_dir: Path, number: signal.Signals) -> float:
    """A second worker comes, and is struck half a second later."""
    with running(dsn, data_dir, 1) as (worker,):
        await until(connection, IS_UP, worker.process.pid)
        await asyncio.sleep(0.5)
        worker.process.send_signal(number)
        late = await _latest(connection, WATCHED[number])
        worker.process.send_signal(signal.SIGKILL)
    return late


async def _latest(connection: asyncpg.Connection, seconds: float) -> float:
    until_then, latest = asyncio.get_running_loop().time() + seconds, 0.0
    while asyncio.get_running_loop().time() < until_then:
        latest = max(latest, await connection.fetchval(LATENESS))
        await asyncio.sleep(0.002)
    return latest


async def _feed(connection: asyncpg.Connection) -> None:
    message = msgspec.json.encode({"id": 1, "text": TEXT, "type": "Text", "subtype": "text"}).decode()
    while True:
        await connection.execute(PRELOAD, AT_ONCE, LANES, message)
        await asyncio.sleep(PACE)
