"""Whose turn it is to do a periodic job."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from storage.database import DB

ID = "2026-11-25T06:21:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Turns of periodic jobs"


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    manager.add_raw(_add_table)
    return manager


async def _add_table() -> None:
    # Unlogged: taking a turn costs no write to the log, and after a crash every job is due, which is harmless.
    await DB.run_ddl("CREATE UNLOGGED TABLE job_turn (name text PRIMARY KEY, due_at timestamptz NOT NULL)")
