"""Values that are kept in memory up to a weight; those that were used last stay."""

from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """Several threads may use it at once; at worst something is forgotten too early."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._places: dict[Key, tuple[Value, int]] = {}

    def get(self, key: Key) -> Value | None:
        """The value, if it is still there."""
        place = self._places.pop(key, None)
        if place is None:
            return None
        self._places[key] = place  # the last used is the last
        return place[0]

    def put(self, key: Key, value: Value, weight: int) -> None:
        """Keep a value, and let go those that were not used for the longest time."""
        self._places[key] = value, weight
        room = self._most
        for each, (_, heavy) in reversed([*self._places.items()]):
            room -= heavy
            if room < 0:
                self._places.pop(each, None)
