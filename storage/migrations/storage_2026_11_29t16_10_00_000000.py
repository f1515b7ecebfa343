"""Two small indexes of a flow's executions: those that live and those that failed, for whoever looks for them among the finished."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from storage.database import DB

ID = "2026-11-29T16:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Indexes of living and of failed executions"

# In words that the engine's own statements do not use: Postgres would take these for look-ups by id, too, and read them whole.
STATEMENTS = (
    "CREATE INDEX flow_execution_alive ON flow_execution (flow_id, id) WHERE lower(status) IN ('running', 'paused')",
    "CREATE INDEX flow_execution_failed ON flow_execution (flow_id, id) WHERE lower(status) = 'failed'",
)


async def forwards() -> MigrationManager:
    """Run the statements."""
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    manager.add_raw(_run_statements)
    return manager


async def _run_statements() -> None:
    for statement in STATEMENTS:
        await DB.run_ddl(statement)
