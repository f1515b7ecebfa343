"""Takes what webhooks bring and answers when it is durable."""

from collections.abc import Callable, Sequence
from datetime import datetime

import asyncpg

from api.grouped import Grouped
from engine.ports import Delivery, InboundMessage, StatusUpdate
from storage.connection import Pool
from storage.ingest import Arrival, ingest
from storage.receivers import Receiver

REFUSED = (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError)
ATTEMPTS = 3


class Inbox:
    """Groups the arrivals of concurrent webhooks into one transaction each."""

    def __init__(self, pool: Pool, clock: Callable[[], datetime], wake: Callable[[], None]) -> None:
        self._pool, self._clock, self._wake = pool, clock, wake
        self._groups: Grouped[list[Arrival]] = Grouped(self._store, REFUSED)

    async def run(self) -> None:
        """Store groups until cancelled."""
        await self._groups.run()

    async def accept(self, delivery: Delivery, accounts: dict[str, Receiver]) -> int:
        """Store what is for these accounts and return when it is committed; answers how many things were passed over."""
        contents: list[InboundMessage | StatusUpdate] = [*delivery.messages, *delivery.statuses]
        arrivals = [
            Arrival(account.user_id, account.id, content)
            for content in contents
            if (account := accounts.get(content.phone_number_id)) is not None
        ]
        if arrivals:
            await self._groups.submit(arrivals)
        return delivery.ignored + len(contents) - len(arrivals)

    async def _store(self, groups: Sequence[list[Arrival]]) -> None:
        arrivals = [arrival for group in groups for arrival in group]
        for attempt in range(ATTEMPTS):
            try:
                async with self._pool.acquire() as connection:
                    if await ingest(connection, arrivals, self._clock()):
                        self._wake()
                break
            except (asyncpg.DeadlockDetectedError, asyncpg.SerializationError):
                if attempt == ATTEMPTS - 1:
                    raise
