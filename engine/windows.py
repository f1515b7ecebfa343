"""Local time: time zones, times of the day, and windows of weekdays and hours."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Annotated, ClassVar, Literal

import msgspec
from msgspec import Meta

from engine.fields import hint
from engine.zones import is_zone

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY_NAMES = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}

TIME_PATTERN = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
TimeOfDay = Annotated[str, Meta(pattern=TIME_PATTERN), hint(description="From 00:00 to 23:59.")]
TimeZoneName = Annotated[
    Annotated[str, Meta(min_length=1, max_length=64)] | None,
    hint(
        "Time zone",
        "Empty means the contact's own.",
        widget="timezone",
        labels={"": "The contact's own"},
        placeholder="Europe/Madrid",
    ),
]


class Window(msgspec.Struct, rename="camel", forbid_unknown_fields=True, frozen=True):
    """Hours on some days of the week, in local time; one that closes before it opens goes past midnight."""

    ui: ClassVar[dict[str, str]] = {"widget": "window"}

    days: Annotated[tuple[Weekday, ...], Meta(min_length=1, max_length=7), hint("Days", labels=WEEKDAY_NAMES)]
    opens: Annotated[TimeOfDay, hint("From")] = "09:00"
    closes: Annotated[TimeOfDay, hint("To")] = "17:00"

    def is_open(self, moment: datetime, zone: tzinfo) -> bool:
        """Whether the moment lies in the window."""
        local = moment.astimezone(zone)
        clock, today = f"{local:%H:%M}", WEEKDAYS[local.weekday()]
        if self.opens < self.closes:
            return today in self.days and self.opens <= clock < self.closes
        yesterday = WEEKDAYS[local.weekday() - 1]
        return (today in self.days and clock >= self.opens) or (
            yesterday in self.days and clock < self.closes
        )

    def next_open(self, moment: datetime, zone: tzinfo) -> datetime:
        """The moment itself when the window is open, else when it opens next."""
        if self.is_open(moment, zone):
            return moment
        today = moment.astimezone(zone).date()
        openings = (
            at(today + timedelta(days=ahead), self.opens, zone)
            for ahead in range(9)
            if WEEKDAYS[(today + timedelta(days=ahead)).weekday()] in self.days
        )
        return next(opening for opening in openings if opening > moment)


def window_problems(field: str, window: Window) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a window."""
    if window.opens == window.closes:
        yield field, "The window never opens: it closes at the time it opens."
    if len(set(window.days)) < len(window.days):
        yield f"{field}.days", "A day is named twice."


def zone_problems(field: str, name: str | None) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the name of a time zone."""
    if name is not None and not is_zone(name):
        yield field, f"'{name}' is not a time zone: write one like Europe/Madrid."


def at(day: date, clock: str, zone: tzinfo) -> datetime:
    """This local time in UTC. One that a change of the clocks skips is as much later; one that comes twice is the first."""
    return datetime.combine(day, time.fromisoformat(clock), zone).astimezone(UTC)
