"""What the tests of the runtime share."""

from collections.abc import AsyncIterator

import pytest
from workshop import Workshop


@pytest.fixture
async def shop(database: str) -> AsyncIterator[Workshop]:
    """A workshop on a database of its own."""
    shop = await Workshop.open(database)
    yield shop
    await shop.close()
