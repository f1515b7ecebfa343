"""How many calls to the outside may run at once: in all, of one owner, to one vendor; and who gets the room there is."""

from collections import Counter, deque
from collections.abc import Sequence
from typing import TypeVar

import msgspec

from storage.effects import Due, Leased

Key = TypeVar("Key", int, str, tuple[int, str])


class Limits(msgspec.Struct, frozen=True):
    """Calls at once in one process. `pair` is of one owner to one vendor, so that a slow vendor leaves its owner room too."""

    total: int = 128
    owner: int = 32
    vendor: int = 64
    pair: int = 16


class Room:
    """The calls under way, counted."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.total = 0
        self._owners: Counter[int] = Counter()
        self._vendors: Counter[str] = Counter()
        self._pairs: Counter[tuple[int, str]] = Counter()

    @property
    def is_full(self) -> bool:
        """Whether nobody may start a call."""
        return self.total >= self.limits.total

    def full_owners(self) -> list[int]:
        """The owners who may start none."""
        return [owner for owner, count in self._owners.items() if count >= self.limits.owner]

    def enter(self, call: Leased) -> None:
        """A call begins."""
        self._count(call.user_id, call.vendor, 1)

    def leave(self, call: Leased) -> None:
        """A call has ended."""
        self._count(call.user_id, call.vendor, -1)

    def share_out(self, due: Sequence[Due]) -> list[Due]:
        """Who may start how many: owners take turns, one call each, and an owner's vendors take turns as well."""
        taken: Counter[tuple[int, str]] = Counter()
        waiting: dict[int, deque[Due]] = {}
        for each in due:
            if each.count:
                waiting.setdefault(each.user_id, deque()).append(each)
        owners = deque(waiting)
        while owners and not self.is_full:
            owner = owners.popleft()
            if (given := self._next(waiting[owner], taken)) is not None:
                taken[given.user_id, given.vendor] += 1
                self._count(given.user_id, given.vendor, 1)
                owners.append(owner)
        for (owner, vendor), count in taken.items():
            self._count(owner, vendor, -count)
        return [Due(owner, vendor, count) for (owner, vendor), count in taken.items()]

    def _next(self, vendors: deque[Due], taken: Counter[tuple[int, str]]) -> Due | None:
        """The next vendor that this owner may call; the others are left out from now on."""
        while vendors:
            each = vendors.popleft()
            if taken[each.user_id, each.vendor] < each.count and self._may_call(each):
                vendors.append(each)
                return each
        return None

    def _may_call(self, each: Due) -> bool:
        return (
            self._owners[each.user_id] < self.limits.owner
            and self._vendors[each.vendor] < self.limits.vendor
            and self._pairs[each.user_id, each.vendor] < self.limits.pair
        )

    def _count(self, owner: int, vendor: str, by: int) -> None:
        self.total += by
        _add(self._owners, owner, by)
        _add(self._vendors, vendor, by)
        _add(self._pairs, (owner, vendor), by)


def _add(counter: Counter[Key], key: Key, by: int) -> None:
    """Counters forget what is at zero: owners and vendors come and go."""
    counter[key] += by
    if not counter[key]:
        del counter[key]
