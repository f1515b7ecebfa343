"""Who a call goes to, how long it may take and whether it has begun; the index by which calls are shared out."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from storage.database import DB

ID = "2026-11-25T06:51:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "Calls by owner and vendor"

STATEMENTS = (
    (
        "ALTER TABLE effect ADD COLUMN vendor text, ADD COLUMN timeout double precision NOT NULL DEFAULT 30,"
        " ADD COLUMN is_calling boolean NOT NULL DEFAULT false, ADD COLUMN is_cut_off boolean NOT NULL DEFAULT false"
    ),
    "UPDATE effect SET vendor = node_type, is_calling = attempt > 0",
    "ALTER TABLE effect ALTER COLUMN vendor SET NOT NULL",
    "CREATE INDEX effect_owner ON effect (user_id, vendor, due_at)",
    "DROP INDEX effect_due",
    # as for events: a share of the table is the wrong threshold for rows that live for seconds
    (
        "ALTER TABLE effect SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,"
        " autovacuum_vacuum_cost_delay = 0)"
    ),
)


async def forwards() -> MigrationManager:
    """Run the statements in the migration's own transaction."""
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    manager.add_raw(_run_statements)
    return manager


async def _run_statements() -> None:
    for statement in STATEMENTS:
        await DB.run_ddl(statement)
