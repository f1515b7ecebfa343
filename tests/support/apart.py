"""Async work for tests that are not: in a thread of its own, because an open browser keeps this one's event loop running."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import asyncpg

T = TypeVar("T")


def finish(work: Coroutine[Any, Any, T]) -> T:
    """The result, once it is there."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def execute(dsn: str, statement: str, *values: Any) -> None:
    """Run one statement on a connection of its own."""

    async def run() -> None:
        connection = await asyncpg.connect(dsn)
        try:
            await connection.execute(statement, *values)
        finally:
            await connection.close()

    finish(run())
