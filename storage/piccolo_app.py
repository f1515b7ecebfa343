"""Piccolo's view of this room: its tables and where their migrations are."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from storage.tables import TABLES

APP_CONFIG = AppConfig(
    app_name="storage",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=list(TABLES),
)
