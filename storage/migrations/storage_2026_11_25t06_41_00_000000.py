"""Finds the calls of an execution and the failed event of an id, which were read from end to end before."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from storage.database import DB

ID = "2026-11-25T06:41:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Effects by execution, failed events by event"

STATEMENTS = (
    "CREATE INDEX effect_execution ON effect (execution_id)",
    "CREATE INDEX flow_event_failed_event ON flow_event_failed (event_id)",
)


async def forwards() -> MigrationManager:
    """Run the statements in the migration's own transaction."""
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    manager.add_raw(_run_statements)
    return manager


async def _run_statements() -> None:
    for statement in STATEMENTS:
        await DB.run_ddl(statement)
