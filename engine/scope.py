"""Reads values out of the data a flow sees: JSON by key or by place, never a Python attribute."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec


class Missing:
    """The type of MISSING, so that null and absent stay two things."""


MISSING = Missing()

DATETIME_PARTS: dict[object, Callable[[datetime], int]] = {
    "year": lambda moment: moment.year,
    "month": lambda moment: moment.month,
    "day": lambda moment: moment.day,
    "hour": lambda moment: moment.hour,
    "minute": lambda moment: moment.minute,
    "weekday": lambda moment: moment.isoweekday(),
}


def read(value: object, key: object) -> Any:
    """The member of an object, item of a list or text, or part of a date; MISSING where there is none."""
    if isinstance(value, dict):
        return value.get(key, MISSING)
    if isinstance(value, list | str) and isinstance(key, int):
        return value[key] if -len(value) <= key < len(value) else MISSING
    if isinstance(value, datetime) and key in DATETIME_PARTS:
        return DATETIME_PARTS[key](value)
    return MISSING


def read_path(scope: Mapping[str, Any], path: tuple[object, ...]) -> Any:
    """The value at a dotted path, or MISSING."""
    value = scope.get(str(path[0]), MISSING)
    for key in path[1:]:
        value = read(value, key)
    return value


def as_text(value: object) -> str:
    """How a value reads in a message: texts and numbers as they are, ISO for dates, JSON for the rest."""
    match value:
        case str():
            return str(value)
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case datetime():
            return value.isoformat()
        case dict() | list():
            return msgspec.json.encode(value).decode()
        case _:
            raise TypeError


def as_moment(value: object) -> datetime:
    """A date from a datetime or an ISO text; a time without a zone is UTC."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    if not isinstance(moment, datetime):
        raise TypeError
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
