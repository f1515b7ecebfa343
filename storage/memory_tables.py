"""Rows in memory with transactions as Postgres has them: read committed, row locks, savepoints, all or nothing."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import asynccontextmanager
from itertools import count
from typing import Any, TypeVar

from storage.store import Conflict, StoreLost

Row = TypeVar("Row")
Place = tuple[type, Hashable]
"""A row's kind and its key. Rows are immutable Structs: a change puts another one into the place."""


class Tables:
    """The committed rows of each kind, the locks on them, and the sequences that number them.

    `committed` hears of every commit: the rows that changed, None for those that are gone.
    """

    def __init__(self, committed: Callable[[dict[Place, Any]], None] | None = None) -> None:
        self.rows: defaultdict[type, dict[Hashable, Any]] = defaultdict(dict)
        self.holders: dict[Place, Session] = {}
        self._numbers: defaultdict[type, count[int]] = defaultdict(lambda: count(1))
        self._committed = committed

    def number(self, kind: type) -> int:
        """The next number of a kind; a rollback does not give it back."""
        return next(self._numbers[kind])

    def put(self, key: Hashable, row: Any) -> None:
        """Lay a row down beside all transactions, as a fixture."""
        self.rows[type(row)][key] = row

    def commit(self, changes: dict[Place, Any]) -> None:
        """Make the changes of a transaction everybody's."""
        for (kind, key), row in changes.items():
            if row is None:
                self.rows[kind].pop(key, None)
            else:
                self.rows[kind][key] = row
        if self._committed is not None:
            self._committed(changes)


class Session:
    """One connection: what it has changed and locked is its own until it commits. Outside a transaction every change is one."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._changes: dict[Place, Any] = {}
        self._locks: list[Place] = []
        self._depth = 0
        self._waits_for: Session | None = None
        self._released: list[asyncio.Future[None]] = []
        self._is_closed = False

    def close(self) -> None:
        """Break the connection: what was not committed is undone, and every later call raises StoreLost."""
        self._is_closed = True
        self._end()

    @property
    def is_in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return self._depth > 0

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """All or nothing; inside another one it is a savepoint, whose rollback keeps the locks."""
        self._demand_open()
        before = dict(self._changes)
        self._depth += 1
        try:
            yield
            self._demand_open()
        except BaseException:
            self._depth -= 1
            self._undo(before)
            if not self._depth:
                self._end()
            raise
        self._depth -= 1
        self._settle()

    def all(self, kind: type[Row]) -> list[Row]:
        """The rows of a kind, as committed now and as changed here."""
        self._demand_open()
        rows = self._tables.rows[kind]
        mine = {key: row for (each, key), row in self._changes.items() if each is kind}
        if mine:
            rows = {key: row for key, row in (rows | mine).items() if row is not None}
        return list(rows.values())

    def get(self, kind: type[Row], key: Hashable) -> Row | None:
        """The row at a key, or None."""
        self._demand_open()
        if (kind, key) in self._changes:
            mine: Row | None = self._changes[kind, key]
            return mine
        return self._tables.rows[kind].get(key)

    def put(self, key: Hashable, row: Any) -> None:
        """Insert or replace a row; one that may exist must have been locked."""
        self._change((type(row), key), row)

    def delete(self, kind: type, key: Hashable) -> None:
        """Delete a row that was locked."""
        self._change((kind, key), None)

    def try_lock(self, kind: type, key: Hashable) -> bool:
        """Lock a place unless it is another's; as SKIP LOCKED does, it does not wait."""
        self._demand_open()
        holder = self._tables.holders.setdefault((kind, key), self)
        if holder is self:
            self._locks.append((kind, key))
        return holder is self

    async def lock(self, kind: type, key: Hashable) -> None:
        """Lock a place, whether a row is there or not, and wait for whoever holds it; Conflict when that would be for ever."""
        while not self.try_lock(kind, key):
            holder = self._tables.holders[kind, key]
            self._waits_for = holder
            try:
                self._demand_no_circle()
                released = asyncio.get_running_loop().create_future()
                holder._released.append(released)
                await released
            finally:
                self._waits_for = None

    def number(self, kind: type) -> int:
        """The next number of a kind."""
        return self._tables.number(kind)

    def _change(self, place: Place, row: Any) -> None:
        self._demand_open()
        assert self._tables.holders.get(place) in (None, self), f"{place} was not locked"
        self._changes[place] = row
        self._settle()

    def _undo(self, before: dict[Place, Any]) -> None:
        self._changes = before

    def _settle(self) -> None:
        if not self._depth:
            changes, self._changes = self._changes, {}
            self._tables.commit(changes)
            self._end()

    def _end(self) -> None:
        self._changes = {}
        for place in self._locks:
            self._tables.holders.pop(place, None)
        self._locks = []
        for released in self._released:
            if not released.done():
                released.set_result(None)
        self._released = []

    def _demand_open(self) -> None:
        if self._is_closed:
            raise StoreLost("The connection is closed.")

    def _demand_no_circle(self) -> None:
        other = self._waits_for
        while other is not None:
            if other is self:
                raise Conflict("Two transactions wait for each other.")
            other = other._waits_for
