"""What templates and expressions share: their limits, their numbers, and the sentences of their troubles."""

import inspect
import math
import operator
from collections.abc import Callable
from typing import Any

from engine.errors import EvaluationFailed, SourceRefused

MAX_DEPTH = 20
MAX_NUMBER = 2**63 - 1
MAX_POWER_BASE = 1_000_000
MAX_EXPONENT = 64
MAX_DIGITS = 10
EXCERPT_LENGTH = 60

# All that reading, comparing or calculating with a customer's data can raise; anything else is our bug.
TROUBLES = (TypeError, ValueError, LookupError, ArithmeticError, RecursionError, MemoryError)

_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (ZeroDivisionError, "it divides by zero"),
    (OverflowError, "a number became too large"),
    (TypeError, "it mixes kinds of values that do not fit together, such as a text and a number"),
    (ValueError, "a value does not have the expected form"),
    (RecursionError, "it is nested too deeply"),
    (MemoryError, "it needs too much memory"),
)


def excerpt(source: str) -> str:
    """The start of a source on one line, for a sentence about it."""
    line = " ".join(source.split())
    return line if len(line) <= EXCERPT_LENGTH else line[: EXCERPT_LENGTH - 1] + "…"


def reason_of(error: Exception) -> str:
    """Why it failed, in words that carry none of the customer's data."""
    if isinstance(error, EvaluationFailed):
        return str(error).rstrip(".")
    return next((words for kind, words in _REASONS if isinstance(error, kind)), "a value could not be read")


def check_call(kind: str, table: dict[str, Callable[..., Any]], name: str, *args: Any, **named: Any) -> None:
    """Refuses a call to a function outside the table, or with arguments that function does not take."""
    if name not in table:
        raise SourceRefused(f"there is no {kind} '{name}'; use one of {', '.join(sorted(table))}")
    try:
        inspect.signature(table[name]).bind(*args, **named)
    except TypeError:
        raise SourceRefused(f"the {kind} '{name}' does not take these arguments") from None


def check_name(name: str) -> None:
    """Refuses names of Python's inner workings; reading them would find no data, but nobody means well by it."""
    if name.startswith("__"):
        raise SourceRefused(f"the name '{name}' begins with '__'")


def check_text(text: str) -> None:
    """Refuses characters that Postgres cannot store: NUL, and halves of surrogate pairs from escapes."""
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise SourceRefused("it holds a character that cannot be stored")


def bounded(number: float) -> float:
    """The number itself, unless it is infinite, not a number, or too large to store."""
    if isinstance(number, float) and not math.isfinite(number):
        raise EvaluationFailed("a number became too large")
    if isinstance(number, int) and abs(number) > MAX_NUMBER:
        raise EvaluationFailed("a number became too large")
    return number


def rounded(number: Any, digits: int) -> float:
    """A number, or the number in a text, with at most so many decimals; whole when there are none."""
    result = bounded(round(float(number), max(0, min(digits, MAX_DIGITS))))
    return result if digits > 0 else int(result)


def power(base: float, exponent: float) -> float:
    """`base ** exponent` of small numbers only: a large power takes seconds and cannot be interrupted."""
    if abs(base) > MAX_POWER_BASE or abs(exponent) > MAX_EXPONENT:
        raise EvaluationFailed("a power is too large")
    result: object = base**exponent
    if isinstance(result, complex):
        raise EvaluationFailed("a root of a negative number does not exist")
    return result  # type: ignore[return-value]


def on_numbers(calculate: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Limits an operator to numbers: '*' and '%' on a text could fill the memory at once."""

    def checked(left: Any, right: Any) -> Any:
        if left is None or right is None:
            raise EvaluationFailed("it calculates with a missing value")
        if not isinstance(left, int | float) or not isinstance(right, int | float):
            raise TypeError
        return bounded(calculate(left, right))

    return checked


OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": on_numbers(operator.add),
    "-": on_numbers(operator.sub),
    "*": on_numbers(operator.mul),
    "/": on_numbers(operator.truediv),
    "//": on_numbers(operator.floordiv),
    "%": on_numbers(operator.mod),
    "**": on_numbers(power),
}
