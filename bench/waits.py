"""A crowd of pending waits: what each takes on disk, what the crowd costs those who do not wait, and how late timers are.

Two databases of one Postgres, one worker at each: the quiet one and the crowded one take turns, so that they share the machine's moods.
"""

import asyncio
import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import asyncpg
import msgspec
import psutil

from bench import crowd
from bench.engine_alone import ARE_UP, LANES, PAUSE, PEOPLE, Worker, running, work
from bench.figures import Latency, latency
from bench.waiting import until

ROUNDS = 4
DUE_AT_ONCE = 100_000
IDLE_TIMERS = 100
SOON = timedelta(seconds=10)  # until the first of those who are due together
MINUTE = timedelta(minutes=1)
CROWDED = "crowded"


class Place(msgspec.Struct):
    """One database with its worker, and what they did."""

    connection: asyncpg.Connection
    worker: Worker
    executions: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    memory: int = 0  # bytes

    @property
    def per_second(self) -> float:
        """Executions a second."""
        return self.executions / self.seconds


class Waits(msgspec.Struct):
    """What the crowd costs."""

    count: int
    quiet: Place
    crowded: Place
    sizes: crowd.Sizes
    due_at_once: int
    late: Latency
    idle: Latency


async def prepare(dsn: str, data_dir: Path, waits: int) -> tuple[str, crowd.Sizes]:
    """Let one execution come to rest, and make a crowd of it in a copy of the database; answers where, and the bytes it took."""
    connection = await asyncpg.connect(dsn)
    await connection.execute(PAUSE)
    await connection.execute(PEOPLE, LANES)
    with running(dsn, data_dir, 1) as (worker,):
        await until(connection, ARE_UP, 1)
        await crowd.one_comes_to_rest(connection, worker.ring)
    await connection.execute("TRUNCATE runtime_process")
    await connection.close()
    there = dsn.replace("/parley?", f"/{CROWDED}?", 1)
    server = await asyncpg.connect(dsn.replace("/parley?", "/postgres?", 1))
    await server.execute(f"CREATE DATABASE {CROWDED} TEMPLATE parley")
    await server.close()
    connection = await asyncpg.connect(there)
    sizes = await crowd.gather(connection, waits)
    await connection.close()
    return there, sizes


async def measure(dsn: str, data_dir: Path, waits: int, events: int) -> Waits:
    """Fill, let both places work in turns, and then let timers fall due."""
    there, sizes = await prepare(dsn, data_dir, waits)
    with ExitStack() as stack:
        quiet = Place(await asyncpg.connect(dsn), stack.enter_context(_one(dsn, data_dir)))
        crowded = Place(await asyncpg.connect(there), stack.enter_context(_one(there, data_dir)))
        for place in (quiet, crowded):
            await until(place.connection, ARE_UP, 1)
            await work(place.connection, 2_000, [place.worker])
        for _ in range(ROUNDS):
            for place in (quiet, crowded):
                await _work(place, events)
        for place in (quiet, crowded):
            place.memory = place.worker.process.memory_info().rss
            await _check(place, 2_000 + ROUNDS * events)
        late = await _fall_due_together(crowded.connection, min(DUE_AT_ONCE, waits // 2))
        idle = latency([await _fall_due_alone(crowded.connection) for _ in range(IDLE_TIMERS)])
        for place in (quiet, crowded):
            await place.connection.close()
    return Waits(waits, quiet, crowded, sizes, min(DUE_AT_ONCE, waits // 2), late, idle)


@contextmanager
def _one(dsn: str, data_dir: Path) -> Iterator[Worker]:
    with running(dsn, data_dir, 1) as (worker,):
        yield worker


async def _work(place: Place, events: int) -> None:
    backends = await place.connection.fetch(crowd.OTHER_BACKENDS)
    processes = [place.worker.process, *(psutil.Process(row[0]) for row in backends)]
    before = _seconds(processes)
    place.seconds += await work(place.connection, events, [place.worker])
    after = _seconds(processes)
    place.cpu += sum(after[pid] - before[pid] for pid in after)
    place.executions += events


async def _check(place: Place, executions: int) -> None:
    found = await place.connection.fetchval(crowd.COMPLETED)
    assert found == executions, f"{executions} events gave {found} executions"


async def _fall_due_together(connection: asyncpg.Connection, count: int) -> Latency:
    """Let so many fall due in one minute; how late each was when its batch began."""
    first = await connection.fetchval("SELECT now()") + SOON
    await connection.execute(crowd.BRING_FORWARD, count, first, MINUTE)
    await asyncio.sleep((SOON + MINUTE).total_seconds())
    await until(connection, crowd.NOBODY_IS_DUE, first + MINUTE)
    rows = await connection.fetch(crowd.HOW_LATE, first)
    assert len(rows) == count, f"{count} were due, {len(rows)} went on"
    return latency([row[0] for row in rows])


async def _fall_due_alone(connection: asyncpg.Connection) -> float:
    """How many seconds after it was due one timer is committed, seen by a query every 2 ms."""
    event_id, due_at = await connection.fetchrow(
        crowd.BRING_ONE_FORWARD, timedelta(seconds=random.uniform(0.3, 0.8))
    )
    while (late := await connection.fetchval(crowd.IS_GONE, event_id, due_at)) is None:  # noqa: ASYNC110
        await asyncio.sleep(0.002)
    return float(late)


def _seconds(processes: list[psutil.Process]) -> dict[int, float]:
    """CPU seconds so far of those that are still there: a pool lets go of connections it does not need."""
    seconds = {}
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            seconds[process.pid] = times.user + times.system
    return seconds
