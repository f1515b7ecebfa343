"""Cron lines: what is wrong with one, what it means, and when it fires."""

from collections.abc import Iterator
from datetime import UTC, datetime

from cronsim import CronSim, CronSimError

from engine.zones import zone_of

MAX_CRON = 100
PARTS = 5  # a sixth part for seconds would fire more often than once a minute

_A_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # to try a line on; the library looks 50 years ahead
_NAMES = {"day-of-month": "day of the month", "day-of-week": "day of the week"}


def cron_problem(cron: str) -> str | None:
    """What is wrong with the line, in a sentence; None when it fires now and then."""
    if len(cron.split()) != PARTS:
        return "Write five parts: minute, hour, day of the month, month and day of the week, such as 0 9 * * 1-5."
    try:
        never = next(_simulated(cron, _A_DAY), None) is None
    except CronSimError as error:
        part = str(error).removeprefix("Bad ")
        return f"The {_NAMES.get(part, part)} in this line cannot be read, or never comes."
    return "This line never fires: no day fits it." if never else None


def explain_cron(cron: str) -> str:
    """The line in English words, such as `At 09:00 on Monday through Friday`."""
    return _simulated(cron, _A_DAY).explain()


def ticks(cron: str, zone: str, after: datetime) -> Iterator[datetime]:
    """The moments in UTC at which the line fires in this zone, each later than the one before and than `after`.

    As Debian's cron has it: a time that a change of the clocks skips fires when the clocks have changed, one that comes
    twice fires the first time, unless the line says `*` for the hour or the minute.
    """
    for found in _simulated(cron, after.astimezone(zone_of(zone))):
        moment = found.astimezone(UTC)
        if (
            moment > after
        ):  # two skipped times fire at one moment, and the library starts anew in a repeated hour
            yield moment
            after = moment


def last_tick(cron: str, zone: str, after: datetime, until: datetime) -> datetime | None:
    """The last of the moments after `after` and not after `until`."""
    last = None
    for moment in ticks(cron, zone, after):
        if moment > until:
            break
        last = moment
    return last


def _simulated(cron: str, after: datetime) -> CronSim:
    try:
        return CronSim(cron, after)
    except (
        AssertionError,
        TypeError,
        ValueError,
    ) as error:  # what it says of some steps, and of numbers without end
        raise CronSimError("Bad step") from error
