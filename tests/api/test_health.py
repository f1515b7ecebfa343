"""`GET /health` knows when the engine is stuck and says why; `GET /metrics` shows what waits."""

import asyncio
import os
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import msgspec
import pytest
from litestar import Litestar
from prometheus_client.parser import text_string_to_metric_families
from running import running, wait_for
from worker_processes import running_workers

from api.services import Services
from engine.ports import Secret

pytestmark = pytest.mark.anyio

BEAT = "INSERT INTO runtime_process (id, host, pid, started_at, beat_at, loop_at) VALUES ('w', 'h', 1, $1, $1, $2)"
DUE = "INSERT INTO flow_event (due_at, user_id, lane_id, kind) VALUES ($1, 1, 1, 'timer')"


async def test_an_engine_that_never_was_is_missed(client: httpx.AsyncClient) -> None:
    assert await checks(client, 503) == {
        "database": "ok",
        "engine": "No engine process has been heard of: start `parley worker`.",
    }


async def test_a_runtime_that_was_stopped_by_a_signal_is_missed(
    client: httpx.AsyncClient, clock: Any, database: str, tmp_path: Path
) -> None:
    with running_workers(1, database, tmp_path) as workers:
        clock.time = datetime.now(UTC)
        async with asyncpg.create_pool(database, min_size=1) as pool:
            await until_true(pool, "SELECT count(loop_at) = 1 FROM runtime_process")
            clock.time = datetime.now(UTC)
            assert (await checks(client, 200))["engine"] == "ok"
            os.kill(workers.processes[0].pid, signal.SIGSTOP)
            await pool.execute(DUE, clock.time)
            clock.move(seconds=40)
            engine = (await checks(client, 503))["engine"]
    assert engine.startswith("No engine process has been heard of for 4")
    assert engine.endswith("look whether its process runs, and at its log.")


@pytest.mark.parametrize(
    ("loop_age", "due_age", "says"),
    [
        (1, None, "ok"),
        (1, 5, "ok"),
        (20, None, "The engine's loop has stood still for 20 s: look at its log."),
        (
            20,
            90,
            "The engine's loop has stood still for 20 s: look at its log. The oldest due event has waited for 90 s.",
        ),
        (
            1,
            90,
            "The engine does not keep up: start another worker. The oldest due event has waited for 90 s.",
        ),
        (None, None, "The engine has started but not worked yet."),
    ],
)
async def test_the_reason_is_told_in_words(
    client: httpx.AsyncClient,
    clock: Any,
    database: str,
    loop_age: int | None,
    due_age: int | None,
    says: str,
) -> None:
    connection = await asyncpg.connect(database)
    loop_at = None if loop_age is None else clock.time - timedelta(seconds=loop_age)
    await connection.execute(BEAT, clock.time, loop_at)
    if due_age is not None:
        await connection.execute(DUE, clock.time - timedelta(seconds=due_age))
    await connection.close()
    assert (await checks(client, 200 if says == "ok" else 503))["engine"] == says


async def test_a_database_that_is_away_is_named(app: Litestar, client: httpx.AsyncClient) -> None:
    await app.state.hub.pool.close()
    answer = await checks(client, 503)
    assert answer["database"].startswith("The database does not answer: ")
    assert answer["engine"] == "unknown"


async def test_the_metrics_count_what_waits(client: httpx.AsyncClient, clock: Any, database: str) -> None:
    connection = await asyncpg.connect(database)
    for seconds in (-90, -5, 60, 3600):
        await connection.execute(DUE, clock.time + timedelta(seconds=seconds))
    found = await figures(client)
    assert found["parley_events_due"] == 2
    assert found["parley_events_future"] == 2
    assert found["parley_oldest_due_event_seconds"] == 90
    assert found["parley_messages_queued"] == 0
    assert found["parley_engine_processes"] == 0
    await connection.execute(DUE, clock.time)
    assert (await figures(client))["parley_events_due"] == 2  # who asks often gets the last count
    await connection.close()


async def test_the_metrics_are_closed_by_a_token(
    services: Services, app: Litestar, client: httpx.AsyncClient
) -> None:
    settings = msgspec.structs.replace(services.settings, metrics_token=Secret("open sesame"))
    object.__setattr__(services, "settings", settings)
    assert (await client.get("/metrics")).status_code == 401
    assert (await client.get("/metrics", headers={"authorization": "Bearer open sesame"})).status_code == 200


def test_the_web_server_shows_the_figures_of_the_worker_beside_it(tmp_path: Path) -> None:
    with running(tmp_path) as product:
        text = wait_for(lambda: _with_worker(product.url))
    names = {family.name for family in text_string_to_metric_families(text)}
    assert {"parley_batch_seconds", "parley_executions", "parley_worker_info", "process_cpu_seconds"} <= names
    assert {"parley_events_due", "parley_sends", "parley_effects"} <= names
    assert list((tmp_path / "data/metrics").iterdir()) == []


def _with_worker(url: str) -> str | None:
    text = httpx.get(f"{url}/metrics").text
    return text if "parley_batch_seconds" in text else None


async def checks(client: httpx.AsyncClient, status: int) -> dict[str, str]:
    answer = await client.get("/health")
    assert answer.status_code == status
    found: dict[str, str] = answer.json()["checks"]
    return found


async def figures(client: httpx.AsyncClient) -> dict[str, float]:
    answer = await client.get("/metrics")
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.text)
    return {sample.name: sample.value for family in families for sample in family.samples}


async def until_true(pool: Any, question: str) -> None:
    async with asyncio.timeout(30):
        while not await pool.fetchval(question):  # noqa: ASYNC110, another process is waited for
            await asyncio.sleep(0.05)
