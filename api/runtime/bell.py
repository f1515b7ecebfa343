"""The wake-up of the loops: it only saves waiting; what is due is found in the database in any case."""

import asyncio
from typing import Protocol

ENGINE, SENDER, MOVED = b"e", b"s", b"m"
"""What can be told to other processes: an event is due, a message is, or executions moved."""


class Doorbell(Protocol):
    """How a process wakes others: over a pipe to the runtime beside it, or over Redis to all."""

    def ring(self, bell: bytes) -> None:
        """Say what happened; returns at once, never fails, and may be lost."""
        ...


class Bell:
    """A doorbell inside one process; losing a ring costs latency only."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Wake whoever waits; rings before the next wait count as one."""
        self._event.set()

    async def pause(self, seconds: float) -> None:
        """Wait for this long, whoever rings; a ring is heard afterwards."""
        await asyncio.sleep(seconds)

    async def wait(self, seconds: float) -> None:
        """Return at the next ring, or after `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return
        self._event.clear()
