"""Values kept in memory up to a weight, which say of themselves what was asked for and is not there."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Generic, TypeVar

import msgspec

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

ROOM = 0.9
"""How full a shelf is once something had to go, so that it does not happen at every turn."""


class NotAtHand(Exception):
    """Something is not in memory that a lane's events touch: the lane stays due until it has been fetched."""


class _Place(msgspec.Struct, Generic[Value]):
    value: Value
    weight: int
    used: int


class Shelf(Mapping[Key, Value]):
    """Values by key. What is asked for in vain is `wanted`, and NotAtHand is raised.

    Over `most` the values go that were not used for the longest time, but none that the last two turns used: so a lane that
    needs several values gets them together, however little room there is.
    """

    def __init__(self, most: int) -> None:
        self.wanted: dict[Key, None] = {}
        self.weight = 0
        self._most, self._turns = most, 0
        self._places: dict[Key, _Place[Value]] = {}

    def __getitem__(self, key: Key) -> Value:
        place = self._places.get(key)
        if place is None:
            self.wanted[key] = None
            raise NotAtHand
        place.used = self._turns
        return place.value

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[Key]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def peek(self, key: Key) -> Value | None:
        """The value, if it is there; this is no use of it."""
        place = self._places.get(key)
        return None if place is None else place.value

    def put(self, key: Key, value: Value, weight: int) -> None:
        """Lay a value down, which counts as a use."""
        self._drop(key)
        self._places[key] = _Place(value, weight, self._turns)
        self.weight += weight
        self.wanted.pop(key, None)

    def turn(self) -> None:
        """Begin a turn, and make room."""
        self._turns += 1
        if self.weight <= self._most:
            return
        for key, place in sorted(self._places.items(), key=lambda item: item[1].used):
            if self.weight <= self._most * ROOM or place.used >= self._turns - 2:
                break
            self._drop(key)

    def _drop(self, key: Key) -> None:
        if (place := self._places.pop(key, None)) is not None:
            self.weight -= place.weight
