"""Bringing a database to the newest shape; one process at a time, and quick when there is nothing to do."""

import asyncio
import contextlib
import io
import logging
import os
from pathlib import Path

import asyncpg

MIGRATIONS = Path(__file__).parent / "migrations"
PAUSE = 1.0  # seconds between attempts to reach the database
AWAY = (OSError, TimeoutError, asyncpg.CannotConnectNowError, asyncpg.PostgresConnectionError)
LOCK = 0x7061726C6579  # "parley": the advisory lock of whoever migrates

log = logging.getLogger(__name__)


class MigrationFailed(Exception):
    """A migration did not go through; the sentence says which step."""


async def migrate(dsn: str) -> None:
    """Apply the migrations the database `dsn` lacks; prints nothing."""
    connection = await asyncpg.connect(dsn)
    try:
        if await _is_current(connection):
            return
        await connection.execute("SELECT pg_advisory_lock($1)", LOCK)
        if not await _is_current(connection):
            await _run_piccolo(dsn)
    finally:
        await connection.close()


async def migrate_once_there(dsn: str) -> None:
    """The same, and wait for the database until it answers: machines start in any order."""
    while True:
        try:
            return await migrate(dsn)
        except AWAY as error:
            log.warning("The database is not there yet: %s: %s", type(error).__name__, error)
            await asyncio.sleep(PAUSE)


async def _is_current(connection: asyncpg.Connection) -> bool:
    if await connection.fetchval("SELECT to_regclass('migration')") is None:
        return False
    rows = await connection.fetch("SELECT name FROM migration WHERE app_name = 'storage'")
    return _written() <= {_file_name(row["name"]) for row in rows}


def _written() -> set[str]:
    return {path.stem for path in MIGRATIONS.glob("storage_*.py")}


def _file_name(migration_id: str) -> str:
    return "storage_" + migration_id.replace(":", "_").replace("-", "_").lower()


async def _run_piccolo(dsn: str) -> None:
    os.environ["PICCOLO_CONF"] = "storage.piccolo_conf"
    # Imported here: Piccolo's migrations pull in its formatter, and most starts have nothing to migrate.
    from piccolo.apps.migrations.commands.forwards import run_forwards

    from storage.database import DB

    config, pool = DB.config, DB.pool
    DB.config, DB.pool = {"dsn": dsn}, None
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            result = await run_forwards("storage")
    finally:
        DB.config, DB.pool = config, pool
    if not result.success:
        raise MigrationFailed(f"The database could not be brought up to date: {result.message}")
