"""Indexes for schedules and for the zones that contacts live in, and the words for kinds of triggers."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from storage.database import DB

ID = "2026-11-25T07:11:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Indexes of schedules, kinds of triggers"

STATEMENTS = (
    "CREATE INDEX flow_schedule_next ON flow_schedule (next_at) WHERE next_at IS NOT NULL",
    "CREATE INDEX contact_zone ON contact (user_id, timezone) WHERE timezone IS NOT NULL",
    "ALTER TABLE flow_trigger DROP CONSTRAINT kind_is_known",
    (
        "ALTER TABLE flow_trigger ADD CONSTRAINT kind_is_known CHECK (kind IN ('message_received', 'webhook',"
        " 'event_received', 'flow_called', 'schedule', 'contact_date'))"
    ),
)


async def forwards() -> MigrationManager:
    """Run the statements."""
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    manager.add_raw(_run_statements)
    return manager


async def _run_statements() -> None:
    for statement in STATEMENTS:
        await DB.run_ddl(statement)
