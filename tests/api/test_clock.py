"""The one clock follows the database's, and a stop in the middle of asking does not put it wrong."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from api.clock import LONGEST_TRIP, DatabaseClock

pytestmark = pytest.mark.anyio


@pytest.fixture
async def connection(database: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(database)
    yield connection
    await connection.close()


class Here:
    """This machine's clock: 100 s slow, and `lost` passes during every look."""

    def __init__(self) -> None:
        self.lost = timedelta()
        self._late = timedelta(seconds=-100)

    def __call__(self) -> datetime:
        self._late += self.lost
        return datetime.now(UTC) + self._late


def error(clock: DatabaseClock) -> float:
    """The seconds by which the clock is wrong; the database runs on this machine."""
    return abs((clock.now() - datetime.now(UTC)).total_seconds())


async def test_the_clock_is_the_databases(connection: Any) -> None:
    here = Here()
    clock = DatabaseClock(here)
    assert error(clock) > 99
    await clock.follow(connection)
    assert error(clock) < LONGEST_TRIP.total_seconds()


async def test_a_process_that_was_stopped_while_it_asked_keeps_what_it_knew(connection: Any) -> None:
    here = Here()
    clock = DatabaseClock(here)
    await clock.follow(connection)
    known = round((clock.now() - here()).total_seconds())
    here.lost = timedelta(seconds=8)
    await clock.follow(connection)
    here.lost = timedelta()
    assert round((clock.now() - here()).total_seconds()) == known == 100


async def test_a_long_way_is_better_than_nothing(connection: Any) -> None:
    here = Here()
    here.lost = timedelta(seconds=2)
    clock = DatabaseClock(here)
    await clock.follow(connection)
    here.lost = timedelta()
    assert error(clock) < 3
