"""What Piccolo's migrations look for: the engine and the list of apps."""

from piccolo.conf.apps import AppRegistry

from storage.database import DB

__all__ = ["APP_REGISTRY", "DB"]

APP_REGISTRY = AppRegistry(apps=["storage.piccolo_app"])
