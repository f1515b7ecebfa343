"""Short names for the column shapes that every table uses."""

from enum import StrEnum

from piccolo.columns import JSON, JSONB, BigInt, BigSerial, Integer, Text, Timestamptz
from piccolo.constraints import Check


def identity() -> BigSerial:
    """The row's own number, given by the database."""
    return BigSerial(primary_key=True)


def own_number() -> BigInt:
    """The row's own number, given by whoever writes it."""
    return BigInt(default=None, primary_key=True)


def number() -> BigInt:
    """The id of another row without a foreign key: the hot tables carry none."""
    return BigInt(default=None)


def maybe_number() -> BigInt:
    """The id of another row, or nothing."""
    return BigInt(default=None, null=True)


def count() -> Integer:
    """A small count that starts at 0."""
    return Integer(default=0)


def maybe_count() -> Integer:
    """A small whole number, or nothing."""
    return Integer(default=None, null=True)


def text() -> Text:
    """A text that must be given."""
    return Text(default=None)


def maybe_text() -> Text:
    """A text, or nothing."""
    return Text(default=None, null=True)


def now() -> Timestamptz:
    """The time the row was written, unless given."""
    return Timestamptz()


def time() -> Timestamptz:
    """A time that must be given."""
    return Timestamptz(default=None)


def maybe_time() -> Timestamptz:
    """A time, or nothing."""
    return Timestamptz(default=None, null=True)


def json_object() -> JSONB:
    """A JSON object, empty unless given."""
    return JSONB(default="{}")


def json_list() -> JSONB:
    """A JSON list, empty unless given."""
    return JSONB(default="[]")


def maybe_json() -> JSONB:
    """Any JSON, or nothing."""
    return JSONB(default=None, null=True)


def json_as_written() -> JSON:
    """JSON that is only stored and shown: cheaper to write than JSONB, and null when there is none."""
    return JSON(default=None, null=True)


def one_of(column: str, words: type[StrEnum]) -> Check:
    """A CHECK that the column holds one of the enum's words; Piccolo's `choices` are not enforced."""
    listed = ", ".join(f"'{word}'" for word in words)
    return Check(f'"{column}" IN ({listed})')
