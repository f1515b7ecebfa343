"""From a signed webhook to committed steps, through every process of the product."""

import asyncio
import time
from datetime import UTC, datetime

import asyncpg
import msgspec

from bench.clients import Client
from bench.figures import Latency, latency
from bench.flow import VISITS
from bench.house import House
from bench.waiting import until
from bench.watcher import EVERY, EVERY_WHEN_IDLE, Watcher

# Few people write very much here; WhatsApp's limit of messages to one person is not what is measured.
PAUSE = "UPDATE whatsapp_account SET paused_until = $1, pair_seconds = 0"
EMPTY = "TRUNCATE message, flow_execution, flow_execution_step"
COMMITS = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"
COMPLETED = "SELECT count(*) FROM flow_execution WHERE status = 'Completed'"
STEPS = "SELECT count(*) FROM flow_execution_step"
MESSAGES = "SELECT count(*) FROM message WHERE direction = 'Inbound'"
NOTHING_LEAVES = (
    "SELECT NOT EXISTS (SELECT FROM message WHERE status = 'Queued' AND attempted_at IS NOT NULL)"
)
FAR = datetime(2100, 1, 1, tzinfo=UTC)
IS_IDLE = "SELECT NOT EXISTS (SELECT FROM flow_event)"


class EndToEnd(msgspec.Struct):
    """What one run gave; CPU is seconds for each execution, by part."""

    clients: int
    per_second: float
    committed: Latency
    answered: Latency
    cpu: dict[str, float]
    commits: float


async def measure(
    house: House, number: int, seconds: float, sends: bool = False, pace: float = 0.0
) -> EndToEnd:
    """Let `number` clients write for `seconds`, resting for `pace`; count what was committed until the last step."""
    connection = await asyncpg.connect(house.dsn)
    clients = [Client(n) for n in range(number)]
    try:
        await _prepare(connection, house, clients, sends)
        watcher = await _watcher(connection, EVERY_WHEN_IDLE if pace else EVERY)
        cpu, commits = house.cpu(connection.get_server_pid()), await connection.fetchval(COMMITS)
        posted, took = await _run(clients, watcher, seconds, pace)
        spent = house.cpu(connection.get_server_pid())
        await _settle(clients[0])
        commits = await connection.fetchval(COMMITS) - commits - watcher.looks
        await _assert_exact(connection, posted + 1)
        return EndToEnd(
            number,
            posted / took,
            latency(watcher.latencies),
            latency([answer for client in clients for answer in client.answers[2:]]),
            {part: (spent[part] - cpu[part]) / posted for part in spent},
            commits / posted,
        )
    finally:
        await connection.execute(PAUSE, FAR)
        await until(connection, NOTHING_LEAVES)
        for client in clients:
            client.close()
        await connection.close()


async def _run(clients: list[Client], watcher: Watcher, seconds: float, pace: float) -> tuple[int, float]:
    """How many messages were posted, and the time until the last one's steps were seen."""
    started = time.perf_counter()
    writing = asyncio.gather(*(client.write_until(started + seconds, watcher, pace) for client in clients))
    await watcher.watch(lambda seen: writing.done() and seen == sum(writing.result()))
    return sum(writing.result()), watcher.last_seen - started


async def _prepare(connection: asyncpg.Connection, house: House, clients: list[Client], sends: bool) -> None:
    """Empty tables, known contacts, warm caches; sending is paused unless it is part of the measurement."""
    await connection.execute(PAUSE, None if sends else FAR)
    await asyncio.gather(*(client.open(house.port) for client in clients))
    await asyncio.gather(*(client.post() for client in clients))
    await until(connection, IS_IDLE)
    await connection.execute(EMPTY)
    await connection.execute("VACUUM ANALYZE")
    await _settle(clients[0])
    await until(connection, IS_IDLE)
    await connection.execute(EMPTY)


async def _settle(client: Client) -> None:
    """Postgres counts a commit when its process has something to do a second later: give it that."""
    await asyncio.sleep(1.2)
    await client.post()
    await asyncio.sleep(0.5)


async def _watcher(connection: asyncpg.Connection, every: float) -> Watcher:
    rows = await connection.fetch("SELECT phone, id FROM contact")
    return Watcher(connection, {row["phone"]: row["id"] for row in rows}, every)


async def _assert_exact(connection: asyncpg.Connection, posted: int) -> None:
    """Each message once, one execution for it, all its steps, nothing left."""
    await until(connection, IS_IDLE)
    found = [await connection.fetchval(query) for query in (MESSAGES, COMPLETED, STEPS)]
    assert found == [posted, posted, posted * VISITS], f"{posted} messages gave {found}"
