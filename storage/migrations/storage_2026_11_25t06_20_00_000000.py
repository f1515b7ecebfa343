"""The index by which a worker finds the owners who have something due, and each one's share."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from storage.database import DB

ID = "2026-11-25T06:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Due events by owner"


async def forwards() -> MigrationManager:
    """Add the index."""
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    manager.add_raw(_add_index)
    return manager


async def _add_index() -> None:
    await DB.run_ddl("CREATE INDEX flow_event_owner ON flow_event (user_id, due_at)")
