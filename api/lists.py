"""What routes have in common: lists as `{items, nextCursor}`, cursors, ids, and the key of a call that is repeated."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Generic, TypeVar

import msgspec
from litestar.params import HeaderParameter, PathParameter, QueryParameter

from api.errors import Problem

T = TypeVar("T")
LARGEST_ID = 2**63 - 1
FIRST_YEAR, LAST_YEAR = 1971, 9000
"""Of periods that are asked for: a little more or less of them still is a time."""

Limit = Annotated[int, QueryParameter(ge=1, le=200, description="How many rows at most.")]
Cursor = Annotated[str | None, QueryParameter(max_length=40, description="`nextCursor` of the page before.")]
IdempotencyKey = Annotated[str | None, HeaderParameter(name="Idempotency-Key", min_length=1, max_length=200)]
RowId = Annotated[int, PathParameter(ge=1, le=LARGEST_ID)]
VersionNumber = Annotated[int | None, QueryParameter(ge=1, le=2**31 - 1, description="A published version.")]


class Page(msgspec.Struct, Generic[T], rename="camel"):
    """Part of a list; `next_cursor` is None on the last page."""

    items: list[T]
    next_cursor: str | None = None


def page(rows: Sequence[T], limit: int, key: Callable[[T], int]) -> Page[T]:
    """A page of at most `limit` of the rows, which were asked for with one more to see if there are others."""
    shown = list(rows[:limit])
    return Page(shown, str(key(shown[-1])) if len(rows) > limit else None)


def position(cursor: str | None) -> int | None:
    """The row a cursor stands for."""
    if cursor is None:
        return None
    if not (cursor.isascii() and cursor.isdecimal() and int(cursor) <= LARGEST_ID):
        raise Problem(400, "invalid", "The cursor is not one of ours.")
    return int(cursor)


def check_period(*moments: datetime | None) -> None:
    """Problem when one of them is so far away that nobody can mean it."""
    for moment in moments:
        if moment is not None and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise Problem(
                400,
                "invalid",
                f"The time {moment.isoformat()} is too far away: choose a year from {FIRST_YEAR} to {LAST_YEAR}.",
            )
