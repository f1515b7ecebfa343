"""One clock: every statement takes the time from here, and it follows the database's."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from storage.connection import Connection

LONGEST_TRIP = timedelta(seconds=0.25)
QUESTIONS = 3


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
        """Ask the database for its time; half of the shortest of a few round trips is taken as its age.

        A long round trip tells little, since nobody knows on which way the time was lost (a process that was stopped for five
        seconds would be wrong by half of them), so it counts only while nothing better is known.
        """
        question = await connection.prepare("SELECT clock_timestamp()")  # else the first trip would be two
        trip, ahead = min([await self._ask(question) for _ in range(QUESTIONS)])
        if self._ahead is None or trip <= LONGEST_TRIP:
            self._ahead = ahead

    async def _ask(self, question: Any) -> tuple[timedelta, timedelta]:
        """How long the round trip took, and how far the database is ahead."""
        asked = self._here()
        there = await question.fetchval()
        trip = self._here() - asked
        return abs(trip), there - (asked + trip / 2)
