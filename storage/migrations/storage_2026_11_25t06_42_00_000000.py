"""Fewer bytes for each wait: a narrower index of lanes, and none that a look-up by lane or id makes superfluous."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from storage.database import DB

ID = "2026-11-25T06:42:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Fewer indexes for waits"

STATEMENTS = (
    "DROP INDEX flow_event_lane",
    "CREATE INDEX flow_event_lane ON flow_event (lane_id, due_at)",  # few events of a lane share a time; those are sorted
    "DROP INDEX flow_event_execution",  # an execution's timers are found in its lane
    "DROP INDEX flow_execution_user",  # nobody lists an owner's executions across flows
)


async def forwards() -> MigrationManager:
    """Run the statements in the migration's own transaction."""
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    manager.add_raw(_run_statements)
    return manager


async def _run_statements() -> None:
    for statement in STATEMENTS:
        await DB.run_ddl(statement)
