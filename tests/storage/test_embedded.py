"""The embedded Postgres survives sudden death of its owner, of itself and of half a setup, and has one owner at a time."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest

from storage.embedded import DatabaseNotStarted, DataDirectoryBusy, EmbeddedPostgres

OWNER = """
import sys, time
from pathlib import Path
from storage.embedded import EmbeddedPostgres
print(EmbeddedPostgres(Path(sys.argv[1])).start(), flush=True)
time.sleep(3600)
"""


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A short path, as pytest's own are too long for a socket."""
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def query(dsn: str, *statements: str) -> object:
    """The first value of the last statement."""

    async def run() -> object:
        connection = await asyncpg.connect(dsn)
        try:
            results = [await connection.fetchval(statement) for statement in statements]
            return results[-1]
        finally:
            await connection.close()

    return asyncio.run(run())


def start_owner(data_dir: Path) -> tuple[subprocess.Popen[str], str]:
    """A process of its own that starts the server and sleeps; with its DSN."""
    command = [sys.executable, "-c", OWNER, str(data_dir)]
    owner = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    return owner, owner.stdout.readline().strip()


def kill(owner: subprocess.Popen[str]) -> None:
    """kill -9, and see it dead."""
    owner.kill()
    owner.communicate()


def postmaster_pid(data_dir: Path) -> int:
    """The process that the running server names."""
    return int((data_dir / "postgres/postmaster.pid").read_text().splitlines()[0])


def is_alive(pid: int) -> bool:
    """Not gone and not a zombie."""
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def test_data_survives_a_clean_stop_and_postgres_ends_with_it(data_dir: Path) -> None:
    postgres = EmbeddedPostgres(data_dir)
    query(postgres.start(), "CREATE TABLE kept AS SELECT 41 AS n")
    pid = postmaster_pid(data_dir)
    postgres.stop()
    postgres.stop()
    assert not is_alive(pid)
    assert query(postgres.start(), "UPDATE kept SET n = n + 1", "SELECT n FROM kept") == 42
    postgres.stop()


def test_kill_9_of_the_owner_leaves_a_server_that_the_next_owner_takes_over_and_stops(data_dir: Path) -> None:
    owner, dsn = start_owner(data_dir)
    query(dsn, "CREATE TABLE kept AS SELECT 7 AS n")
    kill(owner)
    pid = postmaster_pid(data_dir)
    assert is_alive(pid)
    successor = EmbeddedPostgres(data_dir)
    assert query(successor.start(), "SELECT n FROM kept") == 7
    successor.stop()
    assert not is_alive(pid)


def test_kill_9_of_owner_and_postgres_loses_nothing_committed(data_dir: Path) -> None:
    owner, dsn = start_owner(data_dir)
    query(dsn, "CREATE TABLE kept AS SELECT 7 AS n")
    os.kill(postmaster_pid(data_dir), signal.SIGKILL)
    kill(owner)
    successor = EmbeddedPostgres(data_dir)
    assert query(successor.start(), "SELECT n FROM kept") == 7
    successor.stop()


def test_a_second_process_is_refused_with_a_sentence_that_names_the_directory(data_dir: Path) -> None:
    owner, dsn = start_owner(data_dir)
    with pytest.raises(DataDirectoryBusy, match=f"process {owner.pid}.*'{data_dir}'.*PARLEY_DATA_DIR"):
        EmbeddedPostgres(data_dir).start()
    assert query(dsn, "SELECT 1") == 1
    kill(owner)
    successor = EmbeddedPostgres(data_dir)
    successor.start()
    successor.stop()


def test_a_process_number_that_now_belongs_to_another_program_does_not_confuse_the_start(
    data_dir: Path,
) -> None:
    postgres = EmbeddedPostgres(data_dir)
    postgres.start()
    pid_file = data_dir / "postgres/postmaster.pid"
    stale = pid_file.read_text().replace(str(postmaster_pid(data_dir)), str(os.getpid()), 1)
    postgres.stop()
    pid_file.write_text(stale)
    assert query(postgres.start(), "SELECT 1") == 1
    postgres.stop()


def test_a_setup_that_was_killed_half_way_is_made_again(data_dir: Path) -> None:
    (data_dir / "new-postgres-dead").mkdir()
    (data_dir / "new-postgres-dead/PG_VERSION").write_text("18\n")
    postgres = EmbeddedPostgres(data_dir)
    assert query(postgres.start(), "SELECT 1") == 1
    postgres.stop()
    assert sorted(path.name for path in data_dir.iterdir()) == ["lock", "postgres"]


@pytest.mark.parametrize("name", ["Application Support; & é", "x" * 120], ids=["blanks", "long"])
def test_any_path_will_do(data_dir: Path, name: str) -> None:
    postgres = EmbeddedPostgres(data_dir / name)
    assert query(postgres.start(), "SELECT upper('é')") == "É"
    postgres.stop()


def test_a_server_that_cannot_start_is_reported_with_its_own_words_and_its_log(data_dir: Path) -> None:
    postgres = EmbeddedPostgres(data_dir)
    postgres.start()
    postgres.stop()
    (data_dir / "postgres/postgresql.conf").write_text("nonsense = on\n")
    with pytest.raises(DatabaseNotStarted, match=r"did not start in .*FATAL.*log"):
        postgres.start()
    (data_dir / "postgres/postgresql.conf").write_text("")
    assert query(postgres.start(), "SELECT 1") == 1
    postgres.stop()
