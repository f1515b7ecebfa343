"""Fills the published revision of what is published, and finds the executions of one contact without reading all of a flow's."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from storage.database import DB

ID = "2026-11-24T03:51:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Published revisions, and executions by contact"

STATEMENTS = (
    # a draft that differs from its version was changed since: any earlier revision says so
    """
    UPDATE flow f SET published_revision = CASE
        WHEN (v.document->'nodes', v.document->'edges', v.document->'settings') = (f.nodes, f.edges, f.settings)
          AND (v.document->>'name', v.document->>'description') = (f.name, f.description)
        THEN f.revision ELSE f.revision - 1 END
    FROM flow_version v WHERE v.id = f.published_version_id
    """,
    "CREATE INDEX flow_execution_contact ON flow_execution (contact_id, id) WHERE contact_id IS NOT NULL",
)


async def forwards() -> MigrationManager:
    """Run the statements in the migration's own transaction."""
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    manager.add_raw(_run_statements)
    return manager


async def _run_statements() -> None:
    for statement in STATEMENTS:
        await DB.run_ddl(statement)
