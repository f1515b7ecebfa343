"""The wake-up of the loops: it only saves waiting; what is due is found in the database in any case."""

import asyncio
from typing import Protocol

ENGINE, SENDER = b"e", b"s"
"""What the web server writes to the runtime's pipe: an event is due, or a message is."""


class Doorbell(Protocol):
    """How somebody who stored work tells the loops; losing a ring costs latency only."""

    def ring(self) -> None:
        """Say that something is due."""
        ...


class Bell:
    """A doorbell inside one process, with the waiting side."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Wake whoever waits; rings before the next wait count as one."""
        self._event.set()

    async def wait(self, seconds: float) -> None:
        """Return at the next ring, or after `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return
        self._event.clear()
