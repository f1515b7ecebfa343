"""What an `async def` node may see and do while it talks to the outside."""

from datetime import datetime
from typing import Any


class OutsideContext:
    """The view of an effect: its idempotency `key`, the time, and `set` to keep values."""

    __slots__ = ("key", "now", "variables")

    def __init__(self, key: str, now: datetime) -> None:
        self.key = key
        self.now = now
        self.variables: dict[str, Any] = {}

    def set(self, name: str, value: Any) -> None:
        """Keep `value` (plain JSON) as the execution's variable `name` when the result is stored."""
        self.variables[name] = value
