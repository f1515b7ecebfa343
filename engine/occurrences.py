"""When a timed trigger is due: the moments of a span of time, and when to look again."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from engine.cron import last_tick, ticks
from engine.schedules import CONTACT_ZONE, ContactDate, Schedule, Timed
from engine.zones import zone_of

CRON_GRACE = timedelta(hours=1)
"""How old a missed time of a schedule may be and still fire; of several that were missed only the last one fires."""
DATE_GRACE = timedelta(hours=24)
"""How long ago a contact's date may have come and still start."""
GRID = 15  # minutes: the clocks of all zones differ by multiples of it

ONE_DAY = timedelta(days=1)


class Due(msgspec.Struct, frozen=True):
    """What is due since `moment`: all of the trigger's contacts, or those of `zone` whose field reads `key`.

    Empty texts mean any zone and any contact. `year` is the latest that the date in the field may have.
    """

    type: str
    moment: datetime
    zone: str = ""
    key: str = ""
    year: str = ""

    @property
    def data(self) -> dict[str, str]:
        """What an execution that starts because of it knows of its start."""
        return {"type": self.type, "at": f"{self.moment:%Y-%m-%dT%H:%M:%SZ}"}


def look_at(on: Timed, zone: str, after: datetime) -> datetime | None:
    """When something may be due next, `zone` being the owner's; None when never again."""
    if isinstance(on, Schedule):
        return next(ticks(on.cron, on.timezone or zone, after), None)
    if on.timezone == CONTACT_ZONE:
        return _next_on_grid(int(on.at[3:]), after)
    today = after.astimezone(zone_of(on.timezone)).date()
    moments = (local_moment(today + n * ONE_DAY, on.at, on.timezone) for n in range(-1, 4))
    return next(moment for moment in moments if moment > after)


def grace(on: Timed) -> timedelta:
    """How long ago something may have been due and still count."""
    return CRON_GRACE if isinstance(on, Schedule) else DATE_GRACE


def due_between(on: Timed, zone: str, zones: Iterable[str], after: datetime, until: datetime) -> list[Due]:
    """What came due after `after` and not after `until`; `zone` is the owner's, `zones` those of the contacts."""
    if isinstance(on, Schedule):
        tick = last_tick(on.cron, on.timezone or zone, after, until)
        return [Due("schedule", tick)] if tick else []
    if on.timezone != CONTACT_ZONE:
        return [msgspec.structs.replace(due, zone="") for due in _due_in(on, on.timezone, after, until)]
    return [due for each in zones for due in _due_in(on, each, after, until)]


def contact_dates(
    on: ContactDate, zone: str, text: str, after: datetime, until: datetime
) -> Iterator[datetime]:
    """When one contact of this zone, whose field reads so, is due after `after` and not after `until`."""
    found = re.search(on.pattern, text)
    if found is None:
        return
    place = zone if on.timezone == CONTACT_ZONE else on.timezone
    day = after.astimezone(zone_of(place)).date() - ONE_DAY
    last = until.astimezone(zone_of(place)).date() + ONE_DAY
    while day <= last:
        origin = day - on.offset
        if found[1] in _keys(on, origin) and text[:4] <= _year(origin):
            moment = local_moment(day, on.at, place)
            if after < moment <= until:
                yield moment
        day += ONE_DAY


def local_moment(day: date, at: str, zone: str) -> datetime:
    """This local time in UTC: of two the first; where a change of the clocks skips it, the moment of the change."""
    place, minute = zone_of(zone), timedelta(minutes=1)
    wanted = datetime.combine(day, time.fromisoformat(at), place)
    moment = wanted.astimezone(UTC)
    # Python takes a skipped time as so much later; the clocks change at a full minute.
    while (moment - minute).astimezone(place).replace(tzinfo=None) > wanted.replace(tzinfo=None):
        moment -= minute
    return moment


def _due_in(on: ContactDate, zone: str, after: datetime, until: datetime) -> Iterator[Due]:
    day = after.astimezone(zone_of(zone)).date() - ONE_DAY
    while (moment := local_moment(day, on.at, zone)) <= until:
        if moment > after:
            for key in _keys(on, day - on.offset):
                yield Due("contact_date", moment, zone, key, _year(day - on.offset))
        day += ONE_DAY


def _keys(on: ContactDate, day: date) -> Iterator[str]:
    """How this date may stand in the field; yearly without its year."""
    if not on.every_year:
        yield day.isoformat()
        return
    yield f"{day:%m-%d}"
    if (day.month, day.day) == (2, 28) and (day + ONE_DAY).day == 1:
        yield "02-29"


def _year(day: date) -> str:
    return f"{day.year:04}"


def _next_on_grid(minute: int, after: datetime) -> datetime:
    start = after.replace(minute=minute % GRID, second=0, microsecond=0)
    steps = (after - start) // timedelta(minutes=GRID) + 1
    return start + steps * timedelta(minutes=GRID)
