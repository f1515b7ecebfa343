"""One clock: every statement takes the time from here, and it follows the database's."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

from storage.connection import Connection


class Clock(Protocol):
    """What tells the time."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        ...


class DatabaseClock:
    """This machine's clock, corrected to the database's by the last `follow`."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The database's time, as far as known."""
        return datetime.now(UTC) + self._ahead

    async def follow(self, connection: Connection) -> None:
        """Ask the database for its time; half the round trip is taken as its age."""
        asked = datetime.now(UTC)
        there = await connection.fetchval("SELECT clock_timestamp()")
        here = asked + (datetime.now(UTC) - asked) / 2
        self._ahead = there - here
