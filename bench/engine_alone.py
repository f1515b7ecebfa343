"""The engine's process alone, on events that lie ready: one worker and two."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import msgspec
import psutil

from bench.flow import TEXT, VISITS
from bench.waiting import until

LANES = 400
NOWHERE = "http://127.0.0.1:9"
EMPTY = "TRUNCATE message, flow_execution, flow_execution_step, flow_event, runtime_process"
PAUSE = "UPDATE whatsapp_account SET paused_until = 'infinity'"  # nothing is sent in this measurement
PEOPLE = """
WITH created AS (
  INSERT INTO contact (user_id, whatsapp_account_id, phone, name, source, created_at, updated_at)
  SELECT a.user_id, a.id, '+34700' || n, 'Somebody', 'WhatsApp', now(), now() FROM whatsapp_account a, generate_series(1, $1::int) n
  ON CONFLICT DO NOTHING RETURNING id, user_id, lane_id)
INSERT INTO lane (id, user_id, contact_id) SELECT lane_id, user_id, id FROM created
"""
PRELOAD = """
INSERT INTO flow_event (due_at, user_id, lane_id, kind, payload)
SELECT now() + n * interval '1 microsecond', l.user_id, l.id, 'message', $3::jsonb FROM generate_series(1, $1::int) n
JOIN (SELECT id, user_id, row_number() OVER (ORDER BY id) - 1 AS place FROM lane WHERE contact_id IS NOT NULL ORDER BY id LIMIT $2) l
  ON l.place = n % $2::int
"""
ARE_UP = "SELECT count(*) = $1 FROM runtime_process"
IS_IDLE = "SELECT NOT EXISTS (SELECT FROM flow_event WHERE due_at <= now() + interval '1 hour')"
FOUND = """
SELECT (SELECT count(*) FROM flow_execution WHERE status = 'Completed'), (SELECT count(*) FROM flow_execution_step)
"""


class Alone(msgspec.Struct):
    """What the workers gave."""

    workers: int
    per_second: float


class Worker(msgspec.Struct):
    """An engine's process and the pipe that wakes it."""

    process: psutil.Process
    bell: int

    def ring(self) -> None:
        """Say that something is due."""
        os.write(self.bell, b"e")


async def measure(dsn: str, data_dir: Path, workers: int, events: int) -> Alone:
    """Start workers, give them the events in one commit, and wait for the last one."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(PAUSE)
        await connection.execute(EMPTY)
        await connection.execute(PEOPLE, LANES)
        await connection.execute("VACUUM ANALYZE")
        with running(dsn, data_dir, workers) as crew:
            await _warm(connection, crew)
            took = await work(connection, events, crew)
        found = tuple(await connection.fetchrow(FOUND) or ())
        assert found == (events, events * VISITS), f"{events} events gave {found}"
        return Alone(workers, events / took)
    finally:
        await connection.close()


async def _warm(connection: asyncpg.Connection, crew: Sequence[Worker]) -> None:
    """Wait until every worker has shown itself and the flow is compiled."""
    await until(connection, ARE_UP, len(crew))
    for _ in range(5):
        await work(connection, 500, crew)
    await connection.execute("TRUNCATE message, flow_execution, flow_execution_step")


async def work(connection: asyncpg.Connection, events: int, crew: Sequence[Worker]) -> float:
    """Give the workers events in one commit; answers the seconds until the last one is handled."""
    message = msgspec.json.encode({"id": 1, "text": TEXT, "type": "Text", "subtype": "text"}).decode()
    await connection.execute(PRELOAD, events, LANES, message)
    started = time.perf_counter()
    for worker in crew:
        worker.ring()
    await until(connection, IS_IDLE, every=0.01)
    return time.perf_counter() - started


@contextmanager
def running(dsn: str, data_dir: Path, workers: int) -> Iterator[list[Worker]]:
    """So many engines on a database, until the block ends."""
    environment = {
        **os.environ,
        "PARLEY_DATA_DIR": str(data_dir),
        "PARLEY_DATABASE_URL": dsn,
        "PARLEY_GRAPH_API_URL": NOWHERE,
    }
    command = [sys.executable, "-m", "api.runtime"]
    processes = [subprocess.Popen(command, stdin=subprocess.PIPE, env=environment) for _ in range(workers)]
    try:
        yield [Worker(psutil.Process(p.pid), p.stdin.fileno()) for p in processes if p.stdin is not None]
    finally:
        for process in processes:
            process.communicate()
