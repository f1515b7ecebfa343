"""How `parley serve` starts, before its database too, and what it leaves behind when it is told to stop: nothing."""

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import httpx
import psutil
from flow_documents import greeting
from running import free_port, running, wait_for

from storage.embedded import EmbeddedPostgres

ROOT = Path(__file__).parents[2]


def test_stopping_the_server_stops_the_runtime_and_postgres(tmp_path: Path) -> None:
    with running(tmp_path) as product:
        assert product.url
        postmaster = int((tmp_path / "data/postgres/postmaster.pid").read_text().split()[0])
        children = [child.pid for child in psutil.Process().children(recursive=True)]
    assert children
    assert not [pid for pid in (postmaster, *children) if lives(pid)]


def test_stopping_the_server_ends_open_streams_in_order(tmp_path: Path) -> None:
    with running(tmp_path) as product:
        client = product.sign_in()
        flow_id = client.post("/api/flows", json=greeting()).json()["id"]
        streams = [Reading(client, f"/api/flows/{flow_id}/executions/events") for _ in range(3)]
        for stream in streams:
            stream.begun.wait(10)
    for stream in streams:
        stream.thread.join(10)
    # An answer that was cut off would be a RemoteProtocolError.
    assert [stream.ended_with for stream in streams] == [None, None, None]


def test_a_web_server_that_is_started_before_its_database_waits_for_it(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="parley-late-", ignore_cleanup_errors=True) as folder:
        postgres, log = EmbeddedPostgres(Path(folder)), tmp_path / "server.log"
        dsn = postgres.start()
        postgres.stop()
        settings = {
            "PARLEY_DATABASE_URL": dsn,
            "PARLEY_DATA_DIR": str(tmp_path),
            "PARLEY_PORT": str(free_port()),
        }
        with log.open("wb") as output:
            server = subprocess.Popen(
                [sys.executable, "-m", "api", "serve", "--no-engine"],
                cwd=ROOT, env=os.environ | settings, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip
        try:
            wait_for(lambda: "The database is not there yet" in log.read_text())
            assert postgres.start() == dsn
            wait_for(lambda: "Parley is at" in log.read_text())
        finally:
            server.terminate()
            assert server.wait(30) == 0
            postgres.stop()


class Reading:
    """Reads a stream in a thread until it ends."""

    def __init__(self, client: httpx.Client, url: str) -> None:
        self.begun = threading.Event()
        self.ended_with: Exception | str | None = "not ended"
        self.thread = threading.Thread(target=self._read, args=(client, url), daemon=True)
        self.thread.start()

    def _read(self, client: httpx.Client, url: str) -> None:
        try:
            with client.stream("GET", url) as answer:
                answer.raise_for_status()
                self.begun.set()
                for _ in answer.iter_raw():
                    pass
            self.ended_with = None
        except Exception as error:
            self.ended_with = error


def lives(pid: int) -> bool:
    """Whether the process runs; one that ended and that nobody has reaped does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
