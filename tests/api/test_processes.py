"""Several web servers and workers on one database: everything is done once, whoever dies, with Redis and without."""

import asyncio
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from graph_server import GraphServer
from redis_server import RedisServer
from running import free_port, wait_for
from town import Town, open_town

LONGEST = 60.0  # seconds before a test gives up
MESSAGES = 150


@pytest.fixture
def town(tmp_path: Path, database: str, redis_server: RedisServer) -> Iterator[Town]:
    """Two web servers and two workers with Redis, all at work."""
    with open_town(tmp_path, database, webs=2, workers=2, redis_url=redis_server.url) as town:
        wait_for(lambda: asked(database, "SELECT count(*) = 2 FROM runtime_process"), LONGEST)
        wait_for(lambda: redis_server.subscribers(":e") == 2, LONGEST)
        yield town


def test_what_comes_to_either_web_server_is_done_once_while_redis_comes_and_goes(
    town: Town, database: str, redis_server: RedisServer
) -> None:
    with_redis = texts("with")
    town.write(with_redis)
    town.write(with_redis)  # as WhatsApp delivers again, here to the other web server
    wait_for(lambda: len(town.graph.calls) >= MESSAGES, LONGEST)

    redis_server.kill()
    without = texts("without")
    town.write(without)
    wait_for(lambda: len(town.graph.calls) >= 2 * MESSAGES, LONGEST)

    redis_server.start()
    wait_for(lambda: redis_server.subscribers(":e") == 2, LONGEST)
    redis_server.client.flushall()
    again = texts("again")
    town.write(again)
    wait_for(lambda: len(town.graph.calls) >= 3 * MESSAGES, LONGEST)

    wait_for(lambda: asked(database, ALL_SENT), LONGEST)
    assert_done_once(database, 3 * MESSAGES)
    assert Counter(town.graph.texts()) == Counter([*with_redis, *without, *again])
    assert [town.stop(process) for process in town.processes] == [0, 0, 0, 0]


def test_workers_that_are_stopped_and_killed_under_load_lose_nothing(town: Town, database: str) -> None:
    stopped, killed = town.processes[:2]
    town.write(texts("first"))
    assert town.stop(stopped) == 0
    town.write(texts("second"))
    wait_for(lambda: len(town.graph.calls) >= MESSAGES, LONGEST)
    third = town.start_worker()
    killed.send_signal(signal.SIGKILL)
    town.write(texts("third"))

    wait_for(lambda: asked(database, NOTHING_IS_DUE), LONGEST)
    assert_done_once(database, 3 * MESSAGES)
    wait_for(lambda: len(set(town.graph.texts())) == 3 * MESSAGES, LONGEST)
    wait_for(lambda: asked(database, ALL_SENT), LONGEST)
    assert town.stop(third) == 0
    # What WhatsApp heard twice was in the air when its worker was killed, and is listed.
    twice = {words for words, count in Counter(town.graph.texts()).items() if count > 1}
    assert twice <= set(asked(database, "SELECT array_agg(content) FROM message WHERE outcome_unknown") or [])


def test_a_worker_that_is_told_to_stop_finishes_the_sends_under_way(town: Town, database: str) -> None:
    town.graph.is_holding = True
    town.write(["hold on"])
    wait_for(lambda: town.graph.calls)
    workers = town.processes[:2]
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
    wait_for(lambda: any(worker.poll() == 0 for worker in workers))  # the one that does not send
    town.graph.is_holding = False
    assert [worker.wait(20) for worker in workers] == [0, 0]
    assert asked(database, "SELECT status FROM message WHERE direction = 'Outbound'") == "Sent"
    assert len(town.graph.calls) == 1


def test_a_worker_needs_a_database_and_its_secret_key(tmp_path: Path, database: str) -> None:
    with open_town(tmp_path, database, webs=1, workers=0) as town:
        town._environment["PARLEY_SECRET_KEY"] = "another key than the others have"
        assert town.start_worker().wait(30) == 1
        del town._environment["PARLEY_DATABASE_URL"]
        assert town.start_worker().wait(30) == 1


def test_a_worker_waits_for_its_database_says_so_and_still_stops_when_told(tmp_path: Path) -> None:
    town, port = Town(tmp_path, "postgresql://nobody@127.0.0.1:1/none", GraphServer(), None), free_port()
    try:
        worker = town.start_worker("--metrics-port", str(port))
        answer = wait_for(lambda: told(port, "health"), LONGEST)
        assert answer.status_code == 503
        assert answer.json()["checks"]["database"] == "The database has not answered lately."
        assert "parley_loop_timestamp_seconds 0.0" in told(port, "metrics").text
        assert town.stop(worker) == 0
    finally:
        town.close()
        town.graph.close()


NOTHING_IS_DUE = "SELECT NOT EXISTS (SELECT FROM flow_event WHERE due_at <= now())"
ALL_SENT = "SELECT NOT EXISTS (SELECT FROM message WHERE direction = 'Outbound' AND status <> 'Sent')"
DONE = """
SELECT (SELECT count(*) FROM flow_execution WHERE status = 'Completed'), (SELECT count(*) FROM flow_execution),
  (SELECT count(DISTINCT trigger_data->'message'->>'id') FROM flow_execution), (SELECT count(*) FROM flow_execution_step),
  (SELECT count(*) FROM message WHERE direction = 'Outbound'), (SELECT count(*) FROM flow_event_failed)
"""


def assert_done_once(dsn: str, messages: int) -> None:
    assert row(dsn, DONE) == (messages, messages, messages, 3 * messages, messages, 0)


def told(port: int, path: str) -> httpx.Response | None:
    """What the worker answers at its port, once it listens."""
    try:
        return httpx.get(f"http://127.0.0.1:{port}/{path}")
    except httpx.ConnectError:
        return None


def texts(word: str) -> list[str]:
    return [f"{word} {number}" for number in range(MESSAGES)]


def asked(dsn: str, statement: str) -> Any:
    """The first column of the first row."""
    return row(dsn, statement)[0]


def row(dsn: str, statement: str) -> tuple[Any, ...]:
    async def ask() -> tuple[Any, ...]:
        connection = await asyncpg.connect(dsn)
        try:
            return tuple(await connection.fetchrow(statement))
        finally:
            await connection.close()

    return asyncio.run(ask())
