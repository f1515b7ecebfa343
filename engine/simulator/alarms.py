"""When the timed triggers of a draft fire by themselves for the contact of a simulation, as the scheduler would start it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec

from engine.cron import ticks
from engine.model import Contact
from engine.occurrences import contact_dates
from engine.schedules import Schedule, Timed
from engine.triggers import TriggerRow


class Alarm(msgspec.Struct, frozen=True):
    """A timed trigger, and the moments that are left of it."""

    row: TriggerRow
    on: Timed
    moments: Iterator[datetime]


def alarms(
    rows: list[TriggerRow], contact: Contact, zone: str, start: datetime, most: timedelta
) -> Iterator[Alarm]:
    """An alarm for each timed trigger that means this contact, or nobody; `zone` is the owner's."""
    for row in rows:
        on = row.on
        if isinstance(on, Timed) and (on.audience is None or on.audience.takes(contact.tags)):
            yield Alarm(row, on, _moments(on, contact, zone, start, start + most))


def _moments(on: Timed, contact: Contact, zone: str, after: datetime, until: datetime) -> Iterator[datetime]:
    if isinstance(on, Schedule):
        return ticks(on.cron, on.timezone or zone, after)
    return contact_dates(on, contact.timezone, _text_at(contact.fields, on.path), after, until)


def _text_at(fields: Any, path: list[str]) -> str:
    for key in path:
        fields = fields.get(key) if isinstance(fields, dict) else None
    return fields if isinstance(fields, str) else ""
