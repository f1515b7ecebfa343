"""Postgres and memory: tests that take a shelf run on both."""

from collections.abc import AsyncIterator

import pytest
from store_shelves import MemoryShelf, PostgresShelf, Shelf


@pytest.fixture(params=["postgres", "memory"])
async def shelf(request: pytest.FixtureRequest, database: str) -> AsyncIterator[Shelf]:
    shelf = await PostgresShelf.open(database) if request.param == "postgres" else MemoryShelf()
    yield shelf
    await shelf.close()
