"""The filters and the one test of templates; they take and give plain data and never grow a text by much."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Undefined

from engine.errors import EvaluationFailed
from engine.fields import MAX_TEMPLATE
from engine.language import MAX_DIGITS, bounded, rounded
from engine.scope import as_moment, as_text

DATE_FORMATS = {
    "date": "%Y-%m-%d",
    "time": "%H:%M",
    "datetime": "%Y-%m-%d %H:%M",
    "day_first": "%d/%m/%Y",
    "month_first": "%m/%d/%Y",
    "long": "%d %B %Y",
    "weekday": "%A",
}


def is_defined(value: object) -> bool:
    """True when a name has a value; null counts as none."""
    return value is not None and not isinstance(value, Undefined)


def default(value: Any, fallback: Any = "") -> Any:
    """The fallback for a missing, null or empty value; 0 and false are values."""
    return value if is_defined(value) and value not in ("", [], {}) else fallback


def truncate(value: Any, length: int = 255) -> str:
    """The first characters of a text, ending in an ellipsis when some were cut."""
    text, length = as_text(value), max(1, min(length, MAX_TEMPLATE))
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def round_number(value: Any, digits: int = 0) -> float:
    """A number with at most so many decimals; whole when there are none."""
    return rounded(value, digits)


def fixed(value: Any, digits: int = 2) -> str:
    """A number with exactly so many decimals, as prices are written."""
    return f"{bounded(float(value)):.{max(0, min(digits, MAX_DIGITS))}f}"


def join(value: Any, separator: str = ", ") -> str:
    """The items of a list as one text."""
    if not isinstance(value, list):
        raise TypeError
    texts = [as_text(item) for item in value]
    if sum(map(len, texts)) + len(texts) * len(separator) > MAX_TEMPLATE:
        raise EvaluationFailed(f"a joined list is longer than {MAX_TEMPLATE} characters")
    return separator.join(texts)


def date(value: Any, style: str = "date", zone: str = "UTC") -> str:
    """A date in one of the styles of DATE_FORMATS, in a time zone such as 'Europe/Madrid'."""
    if style not in DATE_FORMATS:
        raise EvaluationFailed(f"there is no date style '{style[:40]}'; use one of {', '.join(DATE_FORMATS)}")
    return as_moment(value).astimezone(ZoneInfo(zone)).strftime(DATE_FORMATS[style])


def _item(place: int) -> Callable[[Any], Any]:
    def pick(value: Any) -> Any:
        if not isinstance(value, list | str):
            raise TypeError
        return value[place] if value else None

    return pick


def _on_text(change: Callable[[str], str]) -> Callable[[Any], str]:
    def changed(value: Any) -> str:
        return change(as_text(value))

    return changed


def _length(value: Any) -> int:
    return len(value)


FILTERS: dict[str, Callable[..., Any]] = {
    "capitalize": _on_text(str.capitalize),
    "date": date,
    "default": default,
    "first": _item(0),
    "fixed": fixed,
    "join": join,
    "last": _item(-1),
    "length": _length,
    "lower": _on_text(str.lower),
    "round": round_number,
    "title": _on_text(str.title),
    "trim": _on_text(str.strip),
    "truncate": truncate,
    "upper": _on_text(str.upper),
}
