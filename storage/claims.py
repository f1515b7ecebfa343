"""Which lanes a worker locks next: those of the first due events, or a share of every owner's when more is due than a batch holds."""

from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import chain, zip_longest

from storage.store import Store

LOOK_EVERY = timedelta(milliseconds=250)
"""How long the owners that were found are taken for all: a small one that comes later waits so long at the most."""
DEPTH = 4
"""How many times its share the worker looks at an owner's due events, so that a head held by others does not hide the rest."""


class Claims:
    """One worker's choice of lanes.

    While a batch holds all that is due nobody waits behind anybody, and the first due events are taken. Only a full batch makes
    the worker look for the owners; then each gets an equal share of every batch until it is time to take what is oldest again.
    """

    def __init__(self) -> None:
        self._owners: deque[int] = deque()
        self._is_behind = False
        self._looked_at: datetime | None = None

    async def claim(self, store: Store, now: datetime, limit: int) -> list[int]:
        """Lock the lanes of at most `limit` due events, to be handled in this order; lanes held by others are skipped."""
        if self._is_time(now):
            self._owners.clear()
            if self._is_behind:
                await self._look(store, now)
        if len(self._owners) > 1 and (lanes := await self._share(store, now, limit)):
            return lanes
        lanes = await store.lock_due(now, limit)
        self._is_behind = len(lanes) == limit
        return list(dict.fromkeys(lanes))

    def _is_time(self, now: datetime) -> bool:
        return self._looked_at is None or abs(now - self._looked_at) >= LOOK_EVERY

    async def _look(self, store: Store, now: datetime) -> None:
        self._is_behind, self._looked_at = False, now
        self._owners.extend(await store.due_owners(now))

    async def _share(self, store: Store, now: datetime, limit: int) -> list[int]:
        """A share for each of the next owners; who had nothing to lock is left out until the owners are looked for again."""
        asked = [self._owners.popleft() for _ in range(min(limit, len(self._owners)))]
        share = limit // len(asked)
        lanes: dict[int, list[int]] = {}
        for owner, lane in await store.lock_shares(asked, now, share, share * DEPTH):
            lanes.setdefault(owner, []).append(lane)
        self._owners.extend(lanes)
        self._owners.rotate(-1)  # who is first in a batch that runs out of time is another one each time
        return list(dict.fromkeys(_in_turns(lanes.values())))


def _in_turns(shares: Iterable[Sequence[int]]) -> Iterable[int]:
    """The first of each, the second of each, and so on."""
    return (lane for lane in chain.from_iterable(zip_longest(*shares)) if lane is not None)
