"""What a visit in progress has so far, kept on its execution."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import JSON

ID = "2026-11-24T04:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The visit in progress"


async def forwards() -> MigrationManager:
    """Add the column; executions that rest already have none until they move."""
    manager = MigrationManager(migration_id=ID, app_name="storage", description=DESCRIPTION)
    manager.add_column(
        table_class_name="FlowExecution",
        tablename="flow_execution",
        column_name="pending",
        db_column_name="pending",
        column_class_name="JSON",
        column_class=JSON,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )
    return manager
