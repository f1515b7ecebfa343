"""Waiting for what other processes do, at their own speed."""

import asyncio
from collections.abc import Callable

LONGEST = 20.0  # seconds before a test gives up


async def until(ready: Callable[[], object], seconds: float = LONGEST) -> None:
    """Return once `ready` answers something true."""
    async with asyncio.timeout(seconds):
        while not ready():  # noqa: ASYNC110
            await asyncio.sleep(0.005)
