"""The functions of expressions; null in gives null or false out, so that a missing name is no crash."""

from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from math import isfinite
from typing import Any

import re2

from engine.errors import EvaluationFailed, SourceRefused
from engine.language import OPERATORS, bounded, rounded
from engine.scope import as_moment, as_text

MAX_STRING = 10_000
MAX_RESULT = 65_536
MAX_PATTERN = 256
PATTERN_MEMORY = 1 << 20


def contains(container: Any, item: Any) -> bool:
    """Whether a text holds a text, or a list or object an item."""
    return container is not None and item is not None and item in container


def starts_with(text: Any, start: Any) -> bool:
    """Whether a text begins with another."""
    return text is not None and start is not None and _short(text).startswith(_short(start))


def length(value: Any) -> int:
    """How many characters or items; 0 for null."""
    return 0 if value is None else len(value)


def number_in(value: Any) -> float | None:
    """The number that a value is, or that a text says; None where there is none, or one without end."""
    if value is None or isinstance(value, bool):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if isfinite(number) else None


def is_number(value: Any) -> bool:
    """Whether a value is a number, or a text that says one."""
    return number_in(value) is not None


def to_int(value: Any) -> int | None:
    """The whole number in a text or number."""
    return None if value is None else int(bounded(int(value)))


def to_float(value: Any) -> float | None:
    """The number in a text or number."""
    return None if value is None else bounded(float(value))


def to_text(value: Any) -> str:
    """A value as messages show it; an empty text for null."""
    return "" if value is None else _short(as_text(value))


def round_number(value: Any, digits: int = 0) -> float | None:
    """A number with at most so many decimals; whole when there are none."""
    return None if value is None else rounded(value, digits)


def absolute(value: Any) -> float | None:
    """A number without its sign."""
    return None if value is None else abs(bounded(value))


def date_diff(later: Any, earlier: Any) -> int | None:
    """Whole days from the second date to the first; below zero when the first is earlier."""
    if later is None or earlier is None:
        return None
    return int((as_moment(later) - as_moment(earlier)) / timedelta(days=1))


def matches(text: Any, pattern: Any) -> bool:
    """Whether a pattern is found anywhere in a text; RE2 takes linear time whatever the pattern."""
    if text is None or pattern is None:
        return False
    try:
        return _compile(pattern).search(_short(text)) is not None
    except re2.error:
        raise EvaluationFailed("a pattern is not valid") from None


def check_pattern(pattern: object) -> None:
    """Refuses a pattern that RE2 cannot take or that is longer than MAX_PATTERN."""
    try:
        _compile(pattern)
    except (re2.error, EvaluationFailed):
        raise SourceRefused(
            f"a pattern of 'matches' is not valid, or longer than {MAX_PATTERN} characters"
        ) from None


def add(left: Any, right: Any) -> Any:
    """The sum of two numbers, or two texts as one."""
    if isinstance(left, str) and isinstance(right, str):
        return _short(left + right)
    return OPERATORS["+"](left, right)


def check_result(value: Any) -> Any:
    """The value itself, unless it is larger than MAX_RESULT or holds a number that cannot be stored."""
    if value is None or value is True or value is False:
        return value
    budget, waiting = MAX_RESULT, [value]
    while waiting:
        item = waiting.pop()
        budget -= len(item) + 2 if isinstance(item, str) else 8
        if budget < 0:
            raise EvaluationFailed(f"its result is larger than {MAX_RESULT // 1024} kB")
        if isinstance(item, dict):
            waiting += [*item, *item.values()]
        elif isinstance(item, list):
            waiting += item
        elif isinstance(item, int | float):
            bounded(item)
    return value


def _extreme(choose: Callable[[list[Any]], Any]) -> Callable[..., Any]:
    def chosen(*values: Any) -> Any:
        items = values[0] if len(values) == 1 and isinstance(values[0], list) else values
        present = [item for item in items if item is not None]
        return choose(present) if present else None

    return chosen


def _on_text(change: Callable[[str], str]) -> Callable[[Any], str | None]:
    def changed(text: Any) -> str | None:
        return None if text is None else change(_short(text))

    return changed


def _short(text: Any) -> str:
    if not isinstance(text, str):
        raise TypeError
    if len(text) > MAX_STRING:
        raise EvaluationFailed(f"a text is longer than {MAX_STRING} characters")
    return text


@lru_cache(maxsize=64)
def _compile(pattern: Any) -> Any:
    if not isinstance(pattern, str) or len(pattern) > MAX_PATTERN:
        raise EvaluationFailed(f"a pattern is not a text, or longer than {MAX_PATTERN} characters")
    options = re2.Options()
    options.max_mem = PATTERN_MEMORY
    options.log_errors = False
    return re2.compile(pattern, options)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": absolute,
    "contains": contains,
    "date_diff": date_diff,
    "float": to_float,
    "int": to_int,
    "is_number": is_number,
    "len": length,
    "lower": _on_text(str.lower),
    "matches": matches,
    "max": _extreme(max),
    "min": _extreme(min),
    "round": round_number,
    "starts_with": starts_with,
    "str": to_text,
    "upper": _on_text(str.upper),
}
