"""The one Piccolo engine of a process, and the two ways past its query builder: statements and transactions."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg
from piccolo.engine.postgres import PostgresEngine

Row = dict[str, Any]


class QuietEngine(PostgresEngine):
    """Piccolo's engine without its habit of connecting to the database when a module is imported."""

    async def check_version(self) -> None:
        """Do nothing: importing a module must not connect."""


DB = QuietEngine(config={})


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """All or nothing, and no concurrency inside.

    Piccolo's own transaction loses its connection, and breaks every later query of the task, when its rollback fails;
    this one always gives the connection back and leaves the transaction's context.
    """
    transaction = DB.transaction(allow_nested=False)
    await transaction.__aenter__()
    try:
        yield
        await transaction.transaction.commit()
    except BaseException:
        await _roll_back(transaction.connection, transaction.transaction)
        raise
    finally:
        DB.current_transaction.reset(transaction.context)
        await _give_back(transaction.connection)


async def fetch(statement: str, *values: Any) -> list[Row]:
    """The rows of a hand-written statement with `$1` places, inside the current transaction if there is one."""
    current = DB.current_transaction.get()
    if current is not None:
        return _rows(await current.connection.fetch(statement, *values))
    if DB.pool is None:
        raise RuntimeError("The database is not connected: call connect_piccolo first.")
    async with DB.pool.acquire() as connection:
        return _rows(await connection.fetch(statement, *values))


async def fetch_one(statement: str, *values: Any) -> Row | None:
    """The first row of a statement, or None."""
    return next(iter(await fetch(statement, *values)), None)


def _rows(records: Sequence[asyncpg.Record]) -> list[Row]:
    return [dict(record) for record in records]


async def _roll_back(connection: asyncpg.Connection, transaction: Any) -> None:
    try:
        await transaction.rollback()
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        with suppress(asyncpg.InterfaceError):  # the pool has dropped a lost connection by itself
            connection.terminate()


async def _give_back(connection: Any) -> None:
    if DB.pool is not None:
        await DB.pool.release(connection)
    else:
        await connection.close()
