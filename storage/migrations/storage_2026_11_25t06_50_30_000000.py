"""The pace of messages to one contact, statuses that came too early, and how often an outcome stayed unknown."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from storage.database import DB

ID = "2026-11-25T06:50:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "Pace of sends, parked statuses"

STATEMENTS = (
    "ALTER TABLE message ADD COLUMN unknown_attempts integer NOT NULL DEFAULT 0",
    "UPDATE message SET unknown_attempts = 1 WHERE outcome_unknown",
    (
        "ALTER TABLE whatsapp_account ADD COLUMN pair_seconds double precision NOT NULL DEFAULT 6,"
        " ADD COLUMN pair_burst integer NOT NULL DEFAULT 45"
    ),
    """
    CREATE TABLE send_pace (
      contact_id bigint PRIMARY KEY, user_id bigint NOT NULL, paid_off_at timestamptz NOT NULL)
    """,
    "CREATE INDEX send_pace_paid_off ON send_pace (paid_off_at)",
    """
    CREATE TABLE parked_status (
      id bigserial PRIMARY KEY, user_id bigint NOT NULL, whatsapp_account_id bigint NOT NULL, whatsapp_message_id text NOT NULL,
      status text NOT NULL, at timestamptz, error_code integer, error_message text, parked_at timestamptz NOT NULL)
    """,
    "CREATE INDEX parked_status_account ON parked_status (whatsapp_account_id, id)",
)


async def forwards() -> MigrationManager:
    """Run the statements in the migration's own transaction."""
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    manager.add_raw(_run_statements)
    return manager


async def _run_statements() -> None:
    for statement in STATEMENTS:
        await DB.run_ddl(statement)
