"""Triggers that time starts: a cron line, or a date that contacts carry in a field."""

from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Annotated, ClassVar, Literal

import msgspec
from msgspec import Meta

from engine.cron import MAX_CRON, cron_problem
from engine.fields import hint
from engine.windows import TimeOfDay, zone_problems

CONTACT_ZONE = "contact"
FIELD_PREFIX = "contact.fields."
MAX_DAYS = 366
ONCE = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:$|[T ])"
YEARLY = r"^(?:[0-9]{4}-|--)?([0-9]{2}-[0-9]{2})(?:$|[T ])"

Label = Annotated[str, Meta(min_length=1, max_length=100)]
Labels = Annotated[tuple[Label, ...], Meta(max_length=100)]


class Audience(msgspec.Struct, rename="camel", forbid_unknown_fields=True, frozen=True):
    """Which contacts: all that are not blocked, or fewer."""

    title: ClassVar[str] = "Contacts"

    tags: Annotated[
        Labels, hint("With one of these tags", "Empty means all contacts.", widget="tags", placeholder="vip")
    ] = ()
    without_tags: Annotated[Labels, hint("But none of these tags", widget="tags", placeholder="no-ads")] = ()
    numbers: Annotated[
        Labels,
        hint(
            "Your numbers",
            "Only contacts of these WhatsApp numbers of yours; empty means all of them.",
            widget="tags",
            placeholder="+34 600 11 22 33",
        ),
    ] = ()

    def takes(self, tags: Collection[str]) -> bool:
        """Whether the tags of a contact are as they should be; the numbers are not looked at."""
        wanted = not self.tags or any(tag in self.tags for tag in tags)
        return wanted and not any(tag in self.without_tags for tag in tags)


class _Timed(msgspec.Struct, tag_field="type", rename="camel", forbid_unknown_fields=True, frozen=True):
    pass


class Schedule(_Timed, tag="schedule", frozen=True):
    """Starts at the same time again and again: once, or once for each contact."""

    title: ClassVar[str] = "At set times"
    cron: Annotated[
        str,
        Meta(min_length=1, max_length=MAX_CRON),
        hint(
            "Times",
            "A cron line: minute, hour, day of the month, month, day of the week.",
            widget="cron",
            placeholder="0 9 * * 1-5",
        ),
    ]
    timezone: Annotated[
        Annotated[str, Meta(max_length=64)] | None,
        hint("Time zone", widget="timezone", labels={"": "Your own"}),
    ] = None
    audience: Annotated[
        Audience | None,
        hint(
            "For each contact",
            "Without it the flow starts once and has no contact, so it cannot send messages.",
        ),
    ] = None


class ContactDate(_Timed, tag="contact_date", frozen=True):
    """Starts for a contact on a date that is in one of its fields, or some days before or after it."""

    title: ClassVar[str] = "A contact's date comes"
    field: Annotated[
        str,
        Meta(min_length=1, max_length=200),
        hint(
            "Field with the date",
            "It holds a date such as 2026-05-17; contacts without one are passed over.",
            placeholder="birthday",
        ),
    ]
    when: Annotated[
        Literal["before", "on", "after"],
        hint("When", labels={"before": "Days before it", "on": "On that day", "after": "Days after it"}),
    ] = "on"
    days: Annotated[int, Meta(ge=0, le=MAX_DAYS), hint("Days", unless={"when": "on"})] = 0
    at: Annotated[TimeOfDay, hint("Time of the day", placeholder="09:00")] = "09:00"
    every_year: Annotated[
        bool, hint("Every year", "As for birthdays; February 29 counts as 28 in other years.")
    ] = False
    timezone: Annotated[
        str,
        Meta(max_length=64),
        hint("Time zone", widget="timezone", labels={CONTACT_ZONE: "The contact's own"}),
    ] = CONTACT_ZONE
    audience: Annotated[Audience | None, hint("Only some contacts")] = None

    @property
    def offset(self) -> timedelta:
        """From the date in the field to the day it starts."""
        return timedelta(days={"before": -self.days, "on": 0, "after": self.days}[self.when])

    @property
    def pattern(self) -> str:
        """What finds the date in the text of a field, yearly its month and day; the same to Python and Postgres."""
        return YEARLY if self.every_year else ONCE

    @property
    def path(self) -> list[str]:
        """Where the date is among a contact's fields."""
        return self.field.removeprefix(FIELD_PREFIX).split(".")


Timed = Schedule | ContactDate


def problems(on: Timed) -> Iterator[tuple[str, str]]:
    """Yield (field, sentence) for what the types cannot say."""
    if isinstance(on, Schedule):
        if sentence := cron_problem(on.cron):
            yield "cron", sentence
    elif not all(part.strip() for part in on.path):
        yield "field", "Write the name of a field, such as birthday."
    if on.timezone != CONTACT_ZONE:
        yield from zone_problems("timezone", on.timezone)
    elif isinstance(on, Schedule):
        sentence = "A schedule fires for all contacts at once: name a time zone, such as Europe/Madrid."
        yield "timezone", sentence
    for place, number in enumerate(on.audience.numbers if on.audience else ()):
        if not digits(number):
            yield f"audience.numbers[{place}]", "Write one of your phone numbers, such as +34 600 11 22 33."


def digits(number: str) -> str:
    """How phone numbers are compared."""
    return "".join(char for char in number if char in "0123456789")
