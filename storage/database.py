"""The one Piccolo engine of a process; `storage.connect` says where its database is."""

from piccolo.engine.postgres import PostgresEngine


class QuietEngine(PostgresEngine):
    """Piccolo's engine without its habit of connecting to the database when a module is imported."""

    async def check_version(self) -> None:
        """Do nothing: the version is looked at when the pool starts."""


DB = QuietEngine(config={})
