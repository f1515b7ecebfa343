"""Cuts steps into weeks, gives their large texts a table of their own, and finds lanes without a contact."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from storage.database import DB

ID = "2026-11-25T06:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Steps by week"

STATEMENTS = (
    # what was written so far becomes the partition for all times that have no week of their own; nothing is copied
    "ALTER TABLE flow_execution_step RENAME TO flow_execution_step_default",
    "ALTER INDEX flow_execution_step_n RENAME TO flow_execution_step_default_n",
    # nobody asked for a step by this number, and its index was a third of the cost of writing one
    "ALTER TABLE flow_execution_step_default DROP COLUMN id",
    "UPDATE flow_execution_step_default SET finished_at = started_at WHERE finished_at IS NULL",
    "ALTER TABLE flow_execution_step_default ALTER COLUMN finished_at SET NOT NULL",
    """
    CREATE TABLE flow_execution_step_text_default (
      execution_id bigint NOT NULL, n integer NOT NULL, part text NOT NULL, content text NOT NULL, finished_at timestamptz NOT NULL,
      CONSTRAINT part_is_known CHECK (part IN ('input', 'output')))
    """,
    "CREATE UNIQUE INDEX flow_execution_step_text_default_n ON flow_execution_step_text_default (execution_id, n, part)",
    *(
        statement.format(table)
        for table in ("flow_execution_step", "flow_execution_step_text")
        for statement in (
            "CREATE TABLE {0} (LIKE {0}_default INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY RANGE (finished_at)",
            "ALTER TABLE {0} ATTACH PARTITION {0}_default DEFAULT",
        )
    ),
    "CREATE INDEX lane_contactless ON lane (id) WHERE contact_id IS NULL",
    "CREATE INDEX flow_execution_contactless ON flow_execution (lane_id) WHERE contact_id IS NULL",
)


async def forwards() -> MigrationManager:
    """Run the statements in the migration's own transaction."""
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    manager.add_raw(_run_statements)
    return manager


async def _run_statements() -> None:
    for statement in STATEMENTS:
        await DB.run_ddl(statement)
