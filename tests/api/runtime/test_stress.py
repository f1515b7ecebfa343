"""Four engine processes, forty contacts, six thousand messages: nothing doubled, lost, out of order or deadlocked."""

import asyncio
import json
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import asyncpg
import pytest
from worker_processes import Workers, running_workers
from workshop import Workshop, node, on_message, sends, ways

from storage.ingest import Arrival, ingest

pytestmark = pytest.mark.anyio

WORKERS = 4
CONTACTS = 40
EVENTS = 6_000
FEEDERS = 2  # two web processes, so that ingestion of one contact meets itself
LONGEST = 90.0  # seconds before the test gives up; it takes a tenth of it


async def test_every_message_rewrites_its_contacts_state_exactly_once(database: str, tmp_path: Path) -> None:
    shop = await Workshop.open(database)
    await shop.publish(
        [
            on_message(),
            node("count", "set_variable", name="count", expression="(vars.count or 0) + 1"),
            node("digest", "set_variable", name="digest", expression=DIGEST),
            node("listen", "wait_for_reply", timeout={"hours": 1}),
        ],
        ways("start count", "count digest", "digest listen", "listen:replied count"),
    )
    await _run(shop, tmp_path)

    accepted = await _accepted(shop)
    executions = await shop.connection.fetch(
        "SELECT id, contact_id, variables, step_count FROM flow_execution"
    )
    assert sorted(e["contact_id"] for e in executions) == sorted(accepted)
    for execution in executions:
        texts = accepted[execution["contact_id"]]
        variables = json.loads(execution["variables"])
        assert variables == {"count": len(texts), "digest": _digest(texts)}
        assert execution["step_count"] == 3 * len(texts)
        assert await _replies(shop, execution["id"]) == texts[1:]
    assert await shop.value("SELECT count(*) FROM flow_execution_step") == 3 * EVENTS
    # What is left is the one timer of each wait in progress.
    left = await shop.connection.fetch("SELECT kind, execution_id, visit FROM flow_event")
    waits = await shop.connection.fetch("SELECT 'timer', id, visit FROM flow_execution")
    assert sorted(map(tuple, left)) == sorted(map(tuple, waits))
    await shop.close()


async def test_every_message_starts_an_execution_of_its_own(database: str, tmp_path: Path) -> None:
    shop = await Workshop.open(database)
    flow_id = await shop.publish(
        [
            on_message(),
            node("keep", "set_variable", name="text", value="{{ message.text }}"),
            sends("echo", "{{ vars.text }}"),
        ],
        ways("start keep", "keep echo"),
    )
    await _run(shop, tmp_path)

    assert await shop.value("SELECT count(*) FROM flow_execution WHERE status = 'Completed'") == EVENTS
    assert await shop.value("SELECT count(*) FROM flow_execution") == EVENTS
    assert (
        await shop.value("SELECT count(DISTINCT trigger_data->'message'->>'id') FROM flow_execution")
        == EVENTS
    )
    assert await shop.value("SELECT count(*) FROM flow_execution_step") == 3 * EVENTS
    assert await shop.value("SELECT count(*) FROM flow_event") == 0
    assert await _texts(shop, "Outbound") == await _accepted(shop)
    # Each process takes its ids in blocks, so this many of them had work.
    blocks = "SELECT count(DISTINCT (id - 1) / 500) FROM flow_execution WHERE id <= 500 * $1"
    assert await shop.value(blocks, WORKERS) > 1
    assert await shop.value(COUNTED, flow_id) == [EVENTS, EVENTS, 0]
    await shop.close()


DIGEST = "((vars.digest or 0) * 31 + int(message.text)) % 1000003"
COUNTED = """
SELECT ARRAY[total_executions + coalesce(sum(started), 0), successful_executions + coalesce(sum(succeeded), 0),
  failed_executions + coalesce(sum(failed), 0)]::int[] FROM flow LEFT JOIN flow_count_delta d ON d.flow_id = flow.id
WHERE flow.id = $1 GROUP BY flow.id
"""


def _digest(texts: list[str]) -> int:
    """Depends on every text and on their order."""
    digest = 0
    for text in texts:
        digest = (digest * 31 + int(text)) % 1_000_003
    return digest


async def _run(shop: Workshop, data_dir: Path) -> None:
    """Feed everything while the workers run, wait until nothing is due, and look for what must not be there."""
    with running_workers(WORKERS, shop.dsn, data_dir) as workers:
        await _until(shop, "SELECT count(*) = $1 FROM runtime_process", WORKERS)
        messages = iter(_messages(shop))
        await asyncio.gather(*(_feed(shop, messages, workers, seed) for seed in range(FEEDERS)))
        await _until(shop, "SELECT count(*) = 0 FROM flow_event WHERE due_at <= now()")
        assert workers.stop() == [0] * WORKERS
    assert await shop.value("SELECT count(*) FROM message WHERE direction = 'Inbound'") == EVENTS
    assert await shop.value("SELECT count(*) FROM contact") == CONTACTS
    assert await shop.value("SELECT count(*) FROM flow_event_failed") == 0
    assert await shop.value("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()") == 0


def _messages(shop: Workshop) -> list[Arrival]:
    rng = Random(7)
    return [shop.says(str(n), f"wamid.{n}", f"+49170{rng.randrange(CONTACTS)}") for n in range(EVENTS)]


async def _feed(shop: Workshop, messages: Any, workers: Workers, seed: int) -> None:
    rng = Random(seed)
    connection = await asyncpg.connect(shop.dsn)
    try:
        while group := [m for _, m in zip(range(rng.randint(1, 60)), messages, strict=False)]:
            await ingest(connection, group, datetime.now(UTC))
            workers.ring()
    finally:
        await connection.close()


async def _until(shop: Workshop, question: str, *values: Any) -> None:
    async with asyncio.timeout(LONGEST):
        while not await shop.value(question, *values):  # noqa: ASYNC110, other processes are waited for
            await asyncio.sleep(0.02)


async def _accepted(shop: Workshop) -> dict[int, list[str]]:
    """Per contact, the texts in the order in which they were accepted: the contact's row was locked meanwhile."""
    return await _texts(shop, "Inbound")


async def _texts(shop: Workshop, direction: str) -> dict[int, list[str]]:
    rows = await shop.connection.fetch(
        "SELECT contact_id, content FROM message WHERE direction = $1 ORDER BY id", direction
    )
    texts: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        texts[row["contact_id"]].append(row["content"])
    return dict(texts)


async def _replies(shop: Workshop, execution_id: int) -> list[str]:
    return await shop.column(
        "SELECT output->>'reply' FROM flow_execution_step WHERE execution_id = $1 AND node_id = 'listen' ORDER BY n",
        execution_id,
    )
