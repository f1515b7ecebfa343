"""The yardstick: a bare asyncpg loop that writes the same rows as one execution does, with grouped commits."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count

import asyncpg
import msgspec

from bench.clients import Client
from bench.figures import Latency, latency
from bench.flow import VISITS
from bench.house import free_port, wait_for_port

TABLES = ("contact", "message", "flow_event", "flow_execution", "flow_execution_step")
PARTITIONS = {"flow_execution_step": "flow_execution_step_default"}  # what lies in weeks has its index there
# Tables of its own with the same columns, checks and indexes, in the same database.
MAKE = "CREATE TABLE yardstick.{0} (LIKE public.{1} INCLUDING ALL)"

# $1 row numbers, $2 phones, $3 wamids, $4 now. Ids are given, so nothing has to be read back.
CONTACT = """
INSERT INTO yardstick.contact (user_id, whatsapp_account_id, phone, name, source, created_at, updated_at)
SELECT DISTINCT 1, 1, phone, 'Customer', 'WhatsApp', $2::timestamptz, $2 FROM unnest($1::text[]) phone ORDER BY phone
ON CONFLICT (whatsapp_account_id, phone) WHERE phone IS NOT NULL
DO UPDATE SET last_event_at = $2, last_message_at = $2, last_inbound_at = $2, unread_count = contact.unread_count + 1
"""
MESSAGE = """
INSERT INTO yardstick.message (user_id, whatsapp_account_id, contact_id, direction, type, content, status, whatsapp_message_id, raw,
  delivered_at, created_at)
SELECT 1, 1, n, 'Inbound', 'Text', 'hello from the bench', 'Delivered', wamid, $3::jsonb, $4::timestamptz, $4
FROM unnest($1::bigint[], $2::text[]) u(n, wamid)
"""
EVENT = """
INSERT INTO yardstick.flow_event (id, due_at, user_id, lane_id, kind, payload)
SELECT n, $2::timestamptz, 1, n, 'message', $3::jsonb FROM unnest($1::bigint[]) n
"""
CONSUME = "DELETE FROM yardstick.flow_event WHERE id = ANY($1::bigint[])"
EXECUTION = """
INSERT INTO yardstick.flow_execution (id, user_id, flow_id, flow_version_id, contact_id, lane_id, trigger_data, status, current_node_id,
  visit, seq, step_count, variables, message, outcome, started_at, updated_at, finished_at)
SELECT n, 1, 1, 1, n, n, $3::jsonb, 'Completed', 'end', 6, 1, 6, $3::jsonb, $3::jsonb, 'answered', $2::timestamptz, $2, $2
FROM unnest($1::bigint[]) n
"""
STEP = """
INSERT INTO yardstick.flow_execution_step (execution_id, n, visit, node_id, node_type, status, port, input, output, started_at, finished_at)
SELECT n, k, k, 'greeting', 'set_variable', 'Completed', 'out', $3::json, $3::json, $2::timestamptz, $2
FROM unnest($1::bigint[]) n CROSS JOIN generate_series(1, $4::int) k
"""
ANSWER = """
INSERT INTO yardstick.message (user_id, whatsapp_account_id, contact_id, direction, type, content, status, is_from_bot, raw,
  execution_id, created_at)
SELECT 1, 1, n, 'Outbound', 'Text', 'Hi Customer, you wrote 20 words. Thank you!', 'Queued', true, $3::jsonb, n, $2::timestamptz
FROM unnest($1::bigint[]) n
"""
JSON = msgspec.json.encode(
    {"type": "text", "text": "hello from the bench", "name": "words", "value": 20}
).decode()


class Yardstick(msgspec.Struct):
    """What the bare loop gave."""

    clients: int
    per_second: float
    committed: Latency


async def measure(dsn: str, number: int, seconds: float, *, behind_http: bool) -> Yardstick:
    """Let `number` clients hand over rows for `seconds`, by a call or by a signed webhook; each waits for the commit of its own."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute("DROP SCHEMA IF EXISTS yardstick CASCADE; CREATE SCHEMA yardstick")
        for table in TABLES:
            await connection.execute(MAKE.format(table, PARTITIONS.get(table, table)))
        if behind_http:
            async with _server(dsn) as port:
                latencies, took = await _by_webhook(port, number, seconds)
        else:
            latencies, took = await _by_call(BareLoop(connection), number, seconds)
        found = await connection.fetchval("SELECT count(*) FROM yardstick.flow_execution")
        assert found == len(latencies), f"{len(latencies)} gave {found}"
        return Yardstick(number, found / took, latency(latencies))
    finally:
        await connection.execute("DROP SCHEMA IF EXISTS yardstick CASCADE")
        await connection.close()


async def _by_call(bare: "BareLoop", number: int, seconds: float) -> tuple[list[float], float]:
    """The latencies, in seconds, and how long it took until the last commit."""
    started, latencies = time.perf_counter(), list[float]()

    async def client(phone: str) -> None:
        while (sent := time.perf_counter()) < started + seconds:
            await bare.store(phone)
            latencies.append(time.perf_counter() - sent)

    await asyncio.gather(*(client(f"+34600{n:06}") for n in range(number)))
    return latencies, time.perf_counter() - started


async def _by_webhook(port: int, number: int, seconds: float) -> tuple[list[float], float]:
    clients = [Client(n) for n in range(number)]
    await asyncio.gather(*(client.open(port) for client in clients))
    started = time.perf_counter()

    async def write(client: Client) -> None:
        while time.perf_counter() < started + seconds:
            await client.post()

    await asyncio.gather(*map(write, clients))
    took = time.perf_counter() - started
    for client in clients:
        client.close()
    return [answer for client in clients for answer in client.answers], took


@asynccontextmanager
async def _server(dsn: str) -> AsyncIterator[int]:
    port = free_port()
    server = await asyncio.create_subprocess_exec(sys.executable, "-m", "bench.bare_server", str(port), dsn)
    try:
        await asyncio.to_thread(wait_for_port, port, lambda: server.returncode is None)
        yield port
    finally:
        server.terminate()
        await server.wait()


class BareLoop:
    """Groups whoever waits; while one transaction runs, the next group gathers."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection
        self._waiting: list[tuple[str, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None
        self._numbers = count(1)

    async def store(self, phone: str) -> None:
        """Return when all rows of this person's execution are committed."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((phone, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())
        await done

    async def _write_all(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting, []
            await self._write([phone for phone, _ in group])
            for _, done in group:
                done.set_result(None)
            await asyncio.sleep(0)  # those who were answered come again before the next group starts

    async def _write(self, phones: list[str]) -> None:
        ids = [next(self._numbers) for _ in phones]
        now, run = datetime.now(UTC), self._connection.execute
        async with self._connection.transaction():
            await run(CONTACT, phones, now)
            await run(MESSAGE, ids, [f"wamid.{n}" for n in ids], JSON, now)
            await run(EVENT, ids, now, JSON)
            await run(EXECUTION, ids, now, JSON)
            await run(STEP, ids, now, JSON, VISITS)
            await run(ANSWER, ids, now, JSON)
            await run(CONSUME, ids)
