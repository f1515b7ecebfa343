"""Which database this process works on: the one given, or the embedded one of the data directory."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from api.settings import Settings
from engine.ports import Secret
from storage.embedded import DataDirectoryBusy, EmbeddedPostgres

DSN_FILE = "database.dsn"


@contextmanager
def owned_database(settings: Settings) -> Iterator[str]:
    """The DSN of the database; an embedded one is started, owned alone, and stopped at the end."""
    if settings.database_url is not None:
        yield settings.database_url.reveal()
        return
    postgres = EmbeddedPostgres(settings.data_dir)
    dsn = postgres.start()
    note = _noted(settings.data_dir)
    note.write_text(dsn)
    note.chmod(0o600)
    try:
        yield dsn
    finally:
        note.unlink(missing_ok=True)
        postgres.stop()


@contextmanager
def shared_database(settings: Settings) -> Iterator[str]:
    """The same for a command that may run beside a server: it uses the server's embedded database."""
    try:
        with owned_database(settings) as dsn:
            yield dsn
    except DataDirectoryBusy:
        note = _noted(settings.data_dir)
        if not note.is_file():
            raise
        yield note.read_text()


def with_database(settings: Settings, dsn: str) -> Settings:
    """The settings with this database."""
    return msgspec.structs.replace(settings, database_url=Secret(dsn))


def _noted(data_dir: Path) -> Path:
    return data_dir / DSN_FILE
