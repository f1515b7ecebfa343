"""Small owners who come while one owner has 100,000 events due: how long each of them waits."""

import asyncio
import time
from pathlib import Path

import asyncpg
import msgspec

from bench.engine_alone import ARE_UP, EMPTY, LANES, PAUSE, PEOPLE, PRELOAD, running
from bench.figures import Latency, latency
from bench.flow import TEXT
from bench.waiting import until

DUE, OWNERS = 100_000, 200
OWNER = "INSERT INTO app_user (email, password, name, role) SELECT 'small' || n, 'x', 'S', 'Owner' FROM generate_series(1, $1::int) n"
COME = """
WITH made AS (INSERT INTO lane (user_id) SELECT id FROM app_user WHERE email LIKE 'small%' RETURNING id, user_id)
INSERT INTO flow_event (due_at, user_id, lane_id, kind, payload) SELECT clock_timestamp(), user_id, id, 'timer', '{}' FROM made
"""  # timers that nobody waits for any more: what is measured is how long they lie there
LEFT = "SELECT count(*) FROM flow_event WHERE kind = 'timer'"
BIG_LEFT = "SELECT count(*) FROM flow_event WHERE kind = 'message'"
ROUNDS = 5


class Neighbours(msgspec.Struct):
    """How long small owners waited, and how much the big one still had to do after the last round."""

    workers: int
    waited: Latency
    longest: float  # milliseconds
    left: int


async def measure(dsn: str, data_dir: Path, workers: int) -> Neighbours:
    """Let the big owner's queue be worked off, and the others come in rounds meanwhile."""
    connection = await asyncpg.connect(dsn)
    try:
        for statement in (PAUSE, EMPTY, "DELETE FROM app_user WHERE email LIKE 'small%'"):
            await connection.execute(statement)
        await connection.execute(PEOPLE, LANES)
        await connection.execute(OWNER, OWNERS)
        message = msgspec.json.encode({"id": 1, "text": TEXT, "type": "Text", "subtype": "text"}).decode()
        with running(dsn, data_dir, workers) as crew:
            await until(connection, ARE_UP, workers)
            await connection.execute(PRELOAD, DUE, LANES, message)
            await connection.execute("ANALYZE flow_event")
            for worker in crew:
                worker.ring()
            await asyncio.sleep(1)
            waits = [wait for _ in range(ROUNDS) for wait in await _come(connection)]
            left = await connection.fetchval(BIG_LEFT)
            await connection.execute("TRUNCATE flow_event")
        assert left, "The big owner was done before the small ones: nothing was measured."
        return Neighbours(workers, latency(waits), 1000 * max(waits), left)
    finally:
        await connection.close()


async def _come(connection: asyncpg.Connection) -> list[float]:
    """An event for each of them; the seconds until each was seen to be gone."""
    await connection.execute(COME)
    came, waits = time.perf_counter(), list[float]()
    while len(waits) < OWNERS:
        left = await connection.fetchval(LEFT)
        waits += [time.perf_counter() - came] * (OWNERS - left - len(waits))
        await asyncio.sleep(0.002)
    return waits
