"""Uploaded files."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from storage.database import DB

ID = "2026-11-29T16:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Uploaded files"

STATEMENTS = (
    "CREATE TABLE media (id bigserial PRIMARY KEY, user_id bigint NOT NULL, token text NOT NULL UNIQUE, kind text NOT NULL,"
    " mime_type text NOT NULL, size bigint NOT NULL, sha256 text NOT NULL, name text NOT NULL,"
    " created_at timestamptz NOT NULL DEFAULT now())",
    "CREATE INDEX media_user ON media (user_id)",
)


async def forwards() -> MigrationManager:
    """Run the statements."""
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    manager.add_raw(_run_statements)
    return manager


async def _run_statements() -> None:
    for statement in STATEMENTS:
        await DB.run_ddl(statement)
