"""Notes, groups and tests of flows, and names of versions."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from storage.database import DB

ID = "2026-11-29T15:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Notes, groups and tests of flows"

STATEMENTS = (
    "ALTER TABLE flow ADD COLUMN notes jsonb NOT NULL DEFAULT '[]', ADD COLUMN groups jsonb NOT NULL DEFAULT '[]',"
    " ADD COLUMN tests jsonb NOT NULL DEFAULT '[]'",
    "ALTER TABLE flow_version ADD COLUMN name text",
)


async def forwards() -> MigrationManager:
    """Run the statements."""
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    manager.add_raw(_run_statements)
    return manager


async def _run_statements() -> None:
    for statement in STATEMENTS:
        await DB.run_ddl(statement)
