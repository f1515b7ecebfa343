"""Values kept in memory up to a weight, which say of themselves what was asked for and is not there."""

import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

import msgspec

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

ROOM = 0.9
"""How full a shelf is once something had to go, so that it does not happen each time."""
SPARED = 10.0
"""Seconds that what was used, or was put, stays whatever it weighs: who asked for it comes round by then."""


class NotAtHand(Exception):
    """Something is not in memory that a lane's events touch: the lane stays due until it has been fetched."""


class _Place(msgspec.Struct, Generic[Value]):
    value: Value
    weight: int
    used_at: float


class Shelf(Mapping[Key, Value]):
    """Values by key. What is asked for in vain is `wanted`, and NotAtHand is raised, by `get` too.

    Over `most` the values go that were not used for the longest time.
    """

    def __init__(self, most: int, stopwatch: Callable[[], float] = time.monotonic) -> None:
        self.wanted: dict[Key, None] = {}
        self.weight = 0
        self._most, self._stopwatch = most, stopwatch
        self._places: dict[Key, _Place[Value]] = {}

    def __getitem__(self, key: Key) -> Value:
        place = self._places.get(key)
        if place is None:
            self.wanted[key] = None
            raise NotAtHand
        place.used_at = self._stopwatch()
        return place.value

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[Key]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def ask_for(self, keys: Iterable[Key]) -> None:
        """Want what is not there of these."""
        self.wanted.update((key, None) for key in keys if key not in self._places)

    def peek(self, key: Key) -> Value | None:
        """The value, if it is there; this is no use of it."""
        place = self._places.get(key)
        return None if place is None else place.value

    def put(self, key: Key, value: Value, weight: int) -> None:
        """Lay a value down."""
        self._drop(key)
        self._places[key] = _Place(value, weight, self._stopwatch())
        self.weight += weight
        self.wanted.pop(key, None)

    def make_room(self) -> None:
        """Let values go if they weigh too much."""
        if self.weight <= self._most:
            return
        latest = self._stopwatch() - SPARED
        for key, place in sorted(self._places.items(), key=lambda item: item[1].used_at):
            if self.weight <= self._most * ROOM or place.used_at > latest:
                break
            self._drop(key)

    def _drop(self, key: Key) -> None:
        if (place := self._places.pop(key, None)) is not None:
            self.weight -= place.weight
