"""Time zones by their IANA names, such as Europe/Madrid."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

DEFAULT_ZONE = "UTC"

_NOT_PLACES = {"localtime", "Factory"}  # what some machines list besides


def is_zone(name: str) -> bool:
    """Whether the name is one of the IANA time zones."""
    return name in _names()


@cache
def zone_of(name: str) -> ZoneInfo:
    """The zone of this name; UTC for a name that no list knows, so that old rows never break a flow."""
    return ZoneInfo(name if is_zone(name) else DEFAULT_ZONE)


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones() - _NOT_PLACES)
