"""What the engine's loop asks of a store: Postgres in the product, memory in simulations; both pass one conformance suite."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

import msgspec

from engine.model import Commit, Contact, Event, Execution, NamedEvent
from engine.reentry import Entries
from engine.triggers import TriggerRow

MAX_EVENTS_PER_LANE = 32
EVENTS_AT_ONCE = 512
"""Events read for a batch, about: what one has time for. More would be read in vain, and read again."""


def events_per_lane(lanes: int) -> int:
    """How many due events of each lane a batch of so many lanes reads."""
    return max(1, min(MAX_EVENTS_PER_LANE, EVENTS_AT_ONCE // max(lanes, 1)))


class StoreError(Exception):
    """The store's trouble, not an event's."""


class Conflict(StoreError):
    """Somebody else was at the same rows: nothing of the transaction stays, and it may be tried again at once."""


class CountMismatch(Conflict):
    """A write touched another number of rows than it must; the batch is rolled back and read again."""


class RowRefused(StoreError):
    """A row holds something that cannot be stored; what was written since the last savepoint is gone."""


class StoreLost(StoreError, ConnectionError):
    """No answer, or one that means trouble: a commit under way may have landed or not, and a new connection is needed."""


class LaneWork(msgspec.Struct):
    """A locked lane with everything its due events may touch; `kept` and `entries` are read only when a flow asks for them."""

    lane_id: int
    user_id: int
    trigger_epoch: int
    contact: Contact | None
    executions: list[Execution] = msgspec.field(default_factory=list)
    events: list[Event] = msgspec.field(default_factory=list)
    kept: list[NamedEvent] = msgspec.field(default_factory=list)
    entries: Entries = msgspec.field(default_factory=dict)


Decided = Sequence[tuple[LaneWork, Commit]]


class Store(Protocol):
    """One worker's connection. Locks belong to the outermost transaction and end with it.

    Every call may raise Conflict or StoreLost; each sees all that was committed before it, not before the transaction.
    """

    def transaction(self) -> AbstractAsyncContextManager[None]:
        """All or nothing; inside another one it is a savepoint."""
        ...

    async def lock_due(self, now: datetime, limit: int) -> list[int]:
        """Lock the lanes of the first `limit` due events that are free; one lane id per event, so they may repeat."""
        ...

    async def due_owners(self, now: datetime) -> list[int]:
        """The owners who have an event due."""
        ...

    async def lock_shares(
        self, owners: Sequence[int], now: datetime, share: int, depth: int
    ) -> list[tuple[int, int]]:
        """Lock up to `share` free lanes for each owner among their first `depth` due events: (owner, lane) pairs."""
        ...

    async def lock_lane(self, lane_id: int) -> bool:
        """Lock this lane; False when it is another's, or gone."""
        ...

    async def read(self, lanes: Sequence[int], now: datetime) -> list[LaneWork]:
        """Everything due on the locked lanes, in their order; lanes without due events are left out."""
        ...

    async def read_kept_events(self, work: Iterable[LaneWork], now: datetime) -> None:
        """Add the newest named events of the last day that came early to these locked lanes."""
        ...

    async def read_entries(self, work: Iterable[LaneWork]) -> None:
        """Add when the contacts of these locked lanes entered which flow."""
        ...

    async def read_documents(self, version_ids: Iterable[int]) -> dict[int, tuple[int, bytes]]:
        """Flow id and document of each version."""
        ...

    async def read_triggers(self, owners: Iterable[int]) -> dict[int, list[TriggerRow]]:
        """The published triggers of each owner."""
        ...

    async def take_execution_ids(self, count: int) -> list[int]:
        """Fresh execution ids; a rolled back batch may waste some."""
        ...

    async def write(self, decided: Decided, now: datetime) -> None:
        """Store the commits of a batch; CountMismatch when a row is not as it was read, RowRefused when one cannot be stored."""
        ...

    async def fail_events(self, event_ids: Sequence[int], sentence: str, now: datetime) -> None:
        """Set events aside that cannot be handled, and fail the executions they were for."""
        ...

    async def oldest_due(self, now: datetime) -> datetime | None:
        """When the oldest event fell due that is not handled yet."""
        ...
