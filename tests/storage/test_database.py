"""Transactions that fail, and what they must not break."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from storage.connect import connect_piccolo, disconnect_piccolo
from storage.database import DB, fetch, transaction

pytestmark = pytest.mark.anyio


@pytest.fixture
async def connected(database: str) -> AsyncIterator[None]:
    await connect_piccolo(database)
    yield
    await disconnect_piccolo()


async def test_all_or_nothing(connected: None) -> None:
    with pytest.raises(ZeroDivisionError):
        await fail_inside()
    assert await fetch("SELECT 1 FROM lane") == []
    async with transaction():
        await insert_lane()
    assert len(await fetch("SELECT 1 FROM lane")) == 1


async def test_a_connection_lost_inside_breaks_nothing_after_it(connected: None) -> None:
    for _ in range(12):  # more often than the pool is large
        with pytest.raises(asyncpg.PostgresError):
            await lose_the_connection_inside()
    assert DB.current_transaction.get() is None
    assert await fetch("SELECT 1 AS one") == [{"one": 1}]


async def insert_lane() -> None:
    await fetch("INSERT INTO lane (user_id) VALUES (1)")


async def fail_inside() -> None:
    async with transaction():
        await insert_lane()
        raise ZeroDivisionError


async def lose_the_connection_inside() -> None:
    async with transaction():
        await fetch("SELECT pg_terminate_backend(pg_backend_pid())")
