"""The migrations make what the tables say, once."""

import asyncio
import sys
from importlib import import_module

import asyncpg
import pytest

from storage.migrate import migrate
from storage.tables import TABLES

pytestmark = pytest.mark.anyio


async def test_migrating_twice_and_at_once_is_quiet(postgres: str, capfd: pytest.CaptureFixture[str]) -> None:
    server = await asyncpg.connect(postgres)
    await server.execute("CREATE DATABASE migrated_twice")
    dsn = postgres.replace("/parley?", "/migrated_twice?", 1)
    try:
        await migrate(dsn)
        before = await catalog(dsn)
        await migrate(dsn)
        assert await catalog(dsn) == before
        assert set(before) >= {table._meta.tablename for table in TABLES}
        assert capfd.readouterr() == ("", "")
    finally:
        await server.execute("DROP DATABASE migrated_twice WITH (FORCE)")
        await server.close()


async def test_processes_that_migrate_at_once_wait_for_each_other(postgres: str) -> None:
    server = await asyncpg.connect(postgres)
    await server.execute("CREATE DATABASE migrated_at_once")
    dsn = postgres.replace("/parley?", "/migrated_at_once?", 1)
    try:
        code = "import asyncio, sys; from storage.migrate import migrate; asyncio.run(migrate(sys.argv[1]))"
        started = [await asyncio.create_subprocess_exec(sys.executable, "-c", code, dsn) for _ in range(3)]
        assert [await process.wait() for process in started] == [0, 0, 0]
    finally:
        await server.execute("DROP DATABASE migrated_at_once WITH (FORCE)")
        await server.close()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table._meta.tablename)
async def test_a_table_is_as_piccolo_says(database: str, table) -> None:
    stored = (await catalog(database))[table._meta.tablename]
    said = {
        column._meta.db_column_name: (TYPES[column.column_type], column._meta.null)
        for column in table._meta.columns
    }
    assert stored == said


async def test_every_enum_is_enforced(database: str) -> None:
    connection = await asyncpg.connect(database)
    try:
        with pytest.raises(asyncpg.CheckViolationError):
            await connection.execute(
                "INSERT INTO app_user (email, password, role) VALUES ('a@example.com', 'x', 'God')"
            )
    finally:
        await connection.close()


async def test_what_was_published_before_gets_its_revision(database: str) -> None:
    fill = import_module("storage.migrations.storage_2026_11_24t03_51_00_000000").STATEMENTS[0]
    connection = await asyncpg.connect(database)
    try:
        await connection.execute(
            "INSERT INTO app_user (email, password, role) VALUES ('a@example.com', 'x', 'Owner')"
        )
        for flow_id, name in ((1, "Same"), (2, "Changed since"), (3, "Not published")):
            await connection.execute(
                """
                WITH version AS (INSERT INTO flow_version (user_id, flow_id, number, document)
                  VALUES (1, $1, 1, jsonb_build_object('name', $2::text, 'description', '', 'nodes', '[]'::jsonb,
                    'edges', '[]'::jsonb, 'settings', '{}'::jsonb)) RETURNING id)
                INSERT INTO flow (user_id, name, revision, webhook_token, published_version_id)
                SELECT 1, CASE WHEN $1 = 2 THEN 'Other' ELSE $2 END, 5, $2, CASE WHEN $1 < 3 THEN id END FROM version
                """,
                *(flow_id, name),
            )
        await connection.execute(fill)
        rows = await connection.fetch("SELECT published_revision FROM flow ORDER BY id")
        assert [row[0] for row in rows] == [5, 4, None]
    finally:
        await connection.close()


TYPES = {
    "BIGSERIAL": "bigint",
    "BIGINT": "bigint",
    "INTEGER": "integer",
    "TEXT": "text",
    "TEXT[]": "ARRAY",
    "BOOLEAN": "boolean",
    "TIMESTAMPTZ": "timestamp with time zone",
    "DATE": "date",
    "DOUBLE PRECISION": "double precision",
    "JSONB": "jsonb",
    "JSON": "json",
    "UUID": "uuid",
}


async def catalog(dsn: str) -> dict[str, dict[str, tuple[str, bool]]]:
    """table -> column -> (type, may be null), as the database has them."""
    connection = await asyncpg.connect(dsn)
    try:
        rows = await connection.fetch(
            "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
            " WHERE table_schema = 'public'"
        )
    finally:
        await connection.close()
    found: dict[str, dict[str, tuple[str, bool]]] = {}
    for table, column, kind, nullable in rows:
        found.setdefault(table, {})[column] = (kind, nullable == "YES")
    return found
