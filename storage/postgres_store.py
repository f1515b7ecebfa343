"""The store of the product: the engine's statements on one connection to Postgres."""

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime

import asyncpg

from engine.triggers import TriggerRow
from storage import housekeeping, lanes, statements
from storage.connection import Connection
from storage.store import Conflict, Decided, LaneWork, RowRefused, StoreLost


class PostgresStore:
    """Speaks Postgres, and answers in the store's own errors."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """All or nothing; inside another one it is a savepoint."""
        with _our_errors():
            async with self._connection.transaction():
                yield

    async def lock_due(self, now: datetime, limit: int) -> list[int]:
        """Lock the lanes of the first `limit` due events that are free."""
        with _our_errors():
            return [row[0] for row in await self._connection.fetch(statements.CLAIM, now, limit)]

    async def due_owners(self, now: datetime) -> list[int]:
        """The owners who have an event due."""
        with _our_errors():
            return [row[0] for row in await self._connection.fetch(statements.DUE_OWNERS, now)]

    async def lock_shares(
        self, owners: Sequence[int], now: datetime, share: int, depth: int
    ) -> list[tuple[int, int]]:
        """Lock up to `share` free lanes for each owner among their first `depth` due events."""
        with _our_errors():
            rows = await self._connection.fetch(statements.CLAIM_SHARES, owners, now, share, depth)
            return [(row[0], row[1]) for row in rows]

    async def lock_lane(self, lane_id: int) -> bool:
        """Lock this lane; False when it is another's, or gone."""
        with _our_errors():
            return bool(await self._connection.fetch(statements.LOCK_LANE, lane_id))

    async def read(self, lane_ids: Sequence[int], now: datetime) -> list[LaneWork]:
        """Everything due on the locked lanes, in their order."""
        with _our_errors():
            return await lanes.read(self._connection, lane_ids, now)

    async def read_kept_events(self, work: Iterable[LaneWork], now: datetime) -> None:
        """Add the named events that came early to these locked lanes."""
        with _our_errors():
            await lanes.read_kept_events(self._connection, work, now)

    async def read_entries(self, work: Iterable[LaneWork]) -> None:
        """Add when the contacts of these locked lanes entered which flow."""
        with _our_errors():
            await lanes.read_entries(self._connection, work)

    async def read_documents(self, version_ids: Iterable[int]) -> dict[int, tuple[int, bytes]]:
        """Flow id and document of each version."""
        with _our_errors():
            return await lanes.read_documents(self._connection, version_ids)

    async def read_triggers(self, owners: Iterable[int]) -> dict[int, list[TriggerRow]]:
        """The published triggers of each owner."""
        with _our_errors():
            return await lanes.read_triggers(self._connection, owners)

    async def take_execution_ids(self, count: int) -> list[int]:
        """Fresh execution ids."""
        with _our_errors():
            return await lanes.take_execution_ids(self._connection, count)

    async def write(self, decided: Decided, now: datetime) -> None:
        """Store the commits of a batch in one statement."""
        with _our_errors():
            await lanes.write(self._connection, decided, now)

    async def fail_events(self, event_ids: Sequence[int], sentence: str, now: datetime) -> None:
        """Set events aside, and fail the executions they were for."""
        with _our_errors():
            await lanes.fail_events(self._connection, event_ids, sentence, now)

    async def oldest_due(self, now: datetime) -> datetime | None:
        """When the oldest event fell due that is not handled yet."""
        with _our_errors():
            return await housekeeping.oldest_due(self._connection, now)


@contextmanager
def _our_errors() -> Iterator[None]:
    try:
        yield
    except (asyncpg.SerializationError, asyncpg.DeadlockDetectedError) as error:
        raise Conflict(str(error)) from error
    except (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError) as error:
        raise RowRefused(str(error)) from error
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise StoreLost(f"{type(error).__name__}: {error}") from error
