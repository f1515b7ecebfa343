"""Sees executions as soon as they are committed, by one cheap query on a connection of its own."""

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import Callable

import asyncpg

EVERY = 0.002  # seconds between looks; added to the latencies, half of it on average
EVERY_WHEN_IDLE = 0.0005
PATIENCE = 60.0  # seconds without a new execution
NEW = """
SELECT id, contact_id FROM flow_execution WHERE id > $1 AND status = 'Completed' ORDER BY id
"""


class Watcher:
    """Matches finished executions with the messages that started them, contact by contact, in order."""

    def __init__(
        self, connection: asyncpg.Connection, contact_ids: dict[str, int], every: float = EVERY
    ) -> None:
        self.contact_ids = contact_ids
        self.latencies: list[
            float
        ] = []  # seconds from the first byte of the webhook to the commit being seen
        self.looks = 0
        self.last_seen = time.perf_counter()
        self._connection, self._last_id = connection, 0  # the table starts empty
        self._every = every
        self._sent: dict[int, deque[float]] = defaultdict(deque)

    def expect(self, contact_id: int) -> None:
        """A message of this contact leaves now."""
        self._sent[contact_id].append(time.perf_counter())

    async def watch(self, done: Callable[[int], bool]) -> None:
        """Look until `done(executions seen)`; TimeoutError when nothing moves any more."""
        while not done(len(self.latencies)):
            await self._look()
            if time.perf_counter() - self.last_seen > PATIENCE:
                raise TimeoutError(f"only {len(self.latencies)} executions were seen")
            await asyncio.sleep(self._every)

    async def _look(self) -> None:
        rows = await self._connection.fetch(NEW, self._last_id)
        self.looks += 1
        now = time.perf_counter()
        for execution_id, contact_id in rows:
            self._last_id = execution_id
            self.latencies.append(now - self._sent[contact_id].popleft())
        if rows:
            self.last_seen = now
