"""A connection that understands our statements by their names: each is a function on tables in memory."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from simulation import effects_sql, inbox_sql, outbox_sql
from storage import ingest_statements, outside_statements, statements
from storage.memory_tables import Session, Tables

Point = Callable[[str, Session], Awaitable[None]]


class Record(dict[str, Any]):
    """A row that is read by name or by place."""

    def __getitem__(self, key: str | int) -> Any:
        return list(self.values())[key] if isinstance(key, int) else super().__getitem__(key)

    def __iter__(self) -> Any:
        return iter(self.values())


NAMES = {
    text: name.lower()
    for module in (statements, ingest_statements, outside_statements)
    for name, text in vars(module).items()
    if name.isupper() and isinstance(text, str)
}


def by_hand(name: str) -> Callable[..., Awaitable[list[dict[str, Any]]]]:
    """The function that does a statement; looked up each time, for mutations take functions away."""
    module = next(module for module in (effects_sql, outbox_sql, inbox_sql) if hasattr(module, name))
    function: Callable[..., Awaitable[list[dict[str, Any]]]] = getattr(module, name)
    return function


class MemoryConnection:
    """What the functions of `storage` use of asyncpg. `point` is asked before and after every statement and commit."""

    def __init__(self, tables: Tables, point: Point) -> None:
        self.session = Session(tables)
        self._point = point

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        async with self.session.transaction():
            yield
            await self._point("commit", self.session)
        await self._point("committed", self.session)

    async def fetch(self, statement: str, *values: Any) -> list[Record]:
        name = NAMES[statement]
        await self._point(name, self.session)
        async with self.session.transaction():
            rows = await by_hand(name)(self.session, *values)
        await self._point(f"{name} done", self.session)
        return [Record(row) for row in rows]

    execute = fetch

    async def fetchrow(self, statement: str, *values: Any) -> Record | None:
        return next(iter(await self.fetch(statement, *values)), None)

    async def fetchval(self, statement: str, *values: Any) -> Any:
        row = await self.fetchrow(statement, *values)
        return None if row is None else row[0]


class MemoryPool:
    """Gives out fresh connections, as a pool does after trouble."""

    def __init__(self, connect: Callable[[], MemoryConnection]) -> None:
        self._connect = connect

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[MemoryConnection]:
        connection = self._connect()
        try:
            yield connection
        finally:
            connection.session.close()
