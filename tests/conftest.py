"""What tests stand on: a real Postgres per worker process, a fresh migrated database per test, Chromium, the corpora."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from apart import execute, finish
from chromium import ChromiumMissing, find_chromium
from redis_server import RedisMissing, RedisServer, running_redis

from storage.embedded import EmbeddedPostgres

TEMPLATE = "template_migrated"
# Tests may lose a database to a power cut; without these a fresh one takes ten times as long.
QUICK_SETTINGS = ("fsync = off", "full_page_writes = off", "synchronous_commit = off")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on asyncio, as the product does."""
    return "asyncio"


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The DSN of this worker's own Postgres, with an empty database `parley`."""
    with tempfile.TemporaryDirectory(prefix="parley-tests-", ignore_cleanup_errors=True) as folder:
        server = EmbeddedPostgres(Path(folder))
        dsn = server.start()
        try:
            for setting in QUICK_SETTINGS:
                execute(dsn, f"ALTER SYSTEM SET {setting}")
            execute(dsn, "SELECT pg_reload_conf()")
            yield dsn
        finally:
            server.stop()


@pytest.fixture(scope="session")
def template_database(postgres: str) -> str:
    """A database that was migrated once, to be cloned."""
    from storage.migrate import migrate

    execute(postgres, f"CREATE DATABASE {TEMPLATE} TEMPLATE parley")
    finish(migrate(_dsn_of(postgres, TEMPLATE)))
    return TEMPLATE


@pytest.fixture
def database(postgres: str, template_database: str) -> Iterator[str]:
    """The DSN of a fresh database with all tables and no rows."""
    with _cloned(postgres, template_database) as dsn:
        yield dsn


@pytest.fixture(scope="session")
def shared_database(postgres: str, template_database: str) -> Iterator[str]:
    """Such a database for all tests of a worker that share one product."""
    with _cloned(postgres, template_database) as dsn:
        yield dsn


@contextmanager
def _cloned(postgres: str, template_database: str) -> Iterator[str]:
    name = f"test_{uuid4().hex}"
    execute(postgres, f"CREATE DATABASE {name} TEMPLATE {template_database} STRATEGY FILE_COPY")
    yield _dsn_of(postgres, name)
    execute(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The path of a Chromium that starts; `just test` installs one where there is none."""
    try:
        return find_chromium()
    except ChromiumMissing as error:
        pytest.fail(str(error))


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    """A Redis of the test's own."""
    try:
        with running_redis(tmp_path) as server:
            yield server
    except RedisMissing as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Collections of real and hostile inputs, kept beside the repository because of their size."""
    folder = Path(__file__).parents[2] / "shared/corpora"
    if not folder.is_dir():
        pytest.skip(f"the corpora are not on this machine: {folder} is missing")
    return folder


def _dsn_of(dsn: str, database: str) -> str:
    return dsn.replace("/parley?", f"/{database}?", 1)
