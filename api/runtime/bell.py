"""The wake-up of the loops: it only saves waiting; what is due is found in the database in any case."""

import asyncio

ENGINE, SENDER = b"e", b"s"
"""What the web server writes to the runtime's pipe: an event is due, or a message is."""


class Bell:
    """A doorbell inside one process; losing a ring costs latency only."""

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
