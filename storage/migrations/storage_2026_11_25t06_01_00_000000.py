"""More kinds of waits, events and triggers, and the indexes of what was added with them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from storage.database import DB

ID = "2026-11-25T06:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Kinds of waits, events and triggers"

STATEMENTS = (
    "ALTER TABLE flow_execution DROP CONSTRAINT waiting_for_is_known",
    (
        "ALTER TABLE flow_execution ADD CONSTRAINT waiting_for_is_known CHECK (waiting_for IN"
        " ('time', 'reply', 'event', 'first', 'call', 'effect', 'send', 'continue'))"
    ),
    "ALTER TABLE flow_event DROP CONSTRAINT kind_is_known",
    (
        "ALTER TABLE flow_event ADD CONSTRAINT kind_is_known CHECK (kind IN ('message', 'named_event', 'timer',"
        " 'effect_result', 'send_result', 'command', 'continue', 'start'))"
    ),
    "ALTER TABLE flow_trigger DROP CONSTRAINT kind_is_known",
    (
        "ALTER TABLE flow_trigger ADD CONSTRAINT kind_is_known CHECK (kind IN ('message_received', 'webhook',"
        " 'event_received', 'flow_called'))"
    ),
    "CREATE INDEX lane_event_lane ON lane_event (lane_id, id)",
    "CREATE INDEX lane_event_kept ON lane_event (kept_at)",
    "CREATE INDEX flow_entry_contact ON flow_entry (contact_id)",
)


async def forwards() -> MigrationManager:
    """Run the statements in the migration's own transaction."""
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    manager.add_raw(_run_statements)
    return manager


async def _run_statements() -> None:
    for statement in STATEMENTS:
        await DB.run_ddl(statement)
