"""One clock: every statement takes the time from here, and it follows the database's."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from storage.connection import Connection

LONGEST_TRIP = timedelta(seconds=0.25)


class Clock(Protocol):
    """What tells the time."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        ...


class DatabaseClock:
    """This machine's clock, corrected to the database's by the last `follow`."""

    def __init__(self, here: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._here = here
        self._ahead: timedelta | None = None

    def now(self) -> datetime:
        """The database's time, as far as known."""
        return self._here() + (self._ahead or timedelta())

    async def follow(self, connection: Connection) -> None:
        """Ask the database for its time; half the round trip is taken as its age.

        A long round trip tells little, since nobody knows on which way the time was lost (a process that was stopped for five
        seconds would be wrong by half of them), so it counts only while nothing better is known.
        """
        asked = self._here()
        there = await connection.fetchval("SELECT clock_timestamp()")
        trip = self._here() - asked
        if self._ahead is None or abs(trip) <= LONGEST_TRIP:
            self._ahead = there - (asked + trip / 2)
