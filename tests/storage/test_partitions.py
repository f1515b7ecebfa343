"""Steps by week: made ahead, found through their parent, dropped in one go, and never in anybody's way for long."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from storage import partitions

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday
STEP = (
    "INSERT INTO flow_execution_step (execution_id, n, visit, node_id, node_type, status, started_at, finished_at)"
    " VALUES ($1, $2, 1, 'a', 'a', 'Completed', $3, $3)"
)
WHERE = "SELECT tableoid::regclass::text FROM flow_execution_step WHERE execution_id = $1 ORDER BY n"


@pytest.fixture
async def connection(database: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(database)
    yield connection
    await connection.close()


async def test_this_week_and_the_next_two_are_made_once(connection: Any) -> None:
    made = await partitions.make_weeks(connection, NOW)
    starts = ("20261123", "20261130", "20261207")
    assert made == [f"{table}_{start}" for table in partitions.PARTITIONED for start in starts]
    assert await partitions.make_weeks(connection, NOW) == []
    assert len(await partitions.make_weeks(connection, NOW + timedelta(days=7))) == 2


async def test_a_step_lies_in_the_week_it_ended_in_and_in_the_default_without_one(connection: Any) -> None:
    await partitions.make_weeks(connection, NOW)
    await connection.execute(STEP, 1, 1, NOW - timedelta(days=30))
    await connection.execute(STEP, 1, 2, NOW)
    await connection.execute(STEP, 1, 3, NOW + timedelta(days=5))
    found = [row[0] for row in await connection.fetch(WHERE, 1)]
    prefix = "flow_execution_step"
    assert found == [f"{prefix}_default", f"{prefix}_20261123", f"{prefix}_20261130"]


async def test_a_step_is_stored_once_in_its_week(connection: Any) -> None:
    await partitions.make_weeks(connection, NOW)
    await connection.execute(STEP, 1, 1, NOW)
    with pytest.raises(asyncpg.UniqueViolationError):
        await connection.execute(STEP, 1, 1, NOW + timedelta(seconds=1))


async def test_a_week_with_rows_in_the_default_stays_there(connection: Any) -> None:
    await connection.execute(STEP, 1, 1, NOW)
    made = await partitions.make_weeks(connection, NOW)
    assert "flow_execution_step_20261123" not in made
    assert "flow_execution_step_20261130" in made
    await connection.execute(STEP, 1, 2, NOW)
    assert {row[0] for row in await connection.fetch(WHERE, 1)} == {"flow_execution_step_default"}


async def test_weeks_that_are_over_are_dropped_whole(connection: Any) -> None:
    for days in (0, 7, 14):
        await partitions.make_weeks(connection, NOW + timedelta(days=days))
    await connection.execute(STEP, 1, 1, NOW)
    await connection.execute(STEP, 1, 2, NOW + timedelta(days=7))
    sunday = datetime(2026, 11, 29, 23, 59, tzinfo=UTC)
    assert await partitions.drop_weeks(connection, sunday) == []
    dropped = await partitions.drop_weeks(connection, sunday + timedelta(minutes=1))
    assert dropped == [f"{table}_20261123" for table in partitions.PARTITIONED]
    assert len(await connection.fetch(WHERE, 1)) == 1


async def test_a_week_that_is_being_read_is_left_for_the_next_time(connection: Any, database: str) -> None:
    await partitions.make_weeks(connection, NOW)
    reader = await asyncpg.connect(database)
    later = NOW + timedelta(days=7)
    async with reader.transaction():
        await reader.fetch("SELECT FROM flow_execution_step")
        assert await partitions.drop_weeks(connection, later) == ["flow_execution_step_text_20261123"]
    assert await partitions.drop_weeks(connection, later) == ["flow_execution_step_20261123"]
    await reader.close()
