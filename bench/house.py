"""A Parley of its own for the measurement: real processes, a fresh data directory, one account, one published flow."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec
import psutil

from bench.flow import flow_document

NUMBER, NUMBER_ID, APP_SECRET = "+34910000001", "bench", "the bench signs with this"
OWNER = {"email": "bench@parley.test", "password": "a long enough password", "name": "Bench"}
START_SECONDS = 60.0
PARTS = ("web", "runtime", "postgres")


class House(msgspec.Struct):
    """A running Parley."""

    data_dir: Path
    port: int
    pid: int

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def dsn(self) -> str:
        """Its database."""
        return (self.data_dir / "database.dsn").read_text()

    def cpu(self, without: int) -> dict[str, float]:
        """CPU seconds so far by part; the Postgres process `without` (the bench's own) does not count."""
        web = psutil.Process(self.pid)
        runtimes = [child for child in web.children() if "api.runtime" in child.cmdline()]
        postmaster = psutil.Process(int((self.data_dir / "postgres/postmaster.pid").read_text().split()[0]))
        servers = [postmaster, *(p for p in postmaster.children() if p.pid != without)]
        return dict(zip(PARTS, map(_seconds, ([web], runtimes, servers)), strict=True))


@contextmanager
def open_house(
    data_dir: Path, graph_url: str, flows: Sequence[dict[str, Any]] = (flow_document(),)
) -> Iterator[House]:
    """Start `parley serve`, set it up over its API, and stop it at the end."""
    port = free_port()
    environment = {
        **os.environ,
        "PARLEY_DATA_DIR": str(data_dir),
        "PARLEY_PORT": str(port),
        "PARLEY_GRAPH_API_URL": graph_url,
    }
    server = subprocess.Popen([sys.executable, "-m", "api", "serve"], env=environment)
    try:
        wait_for_port(port, lambda: server.poll() is None)
        _set_up(port, flows)
        yield House(data_dir, port, server.pid)
    finally:
        server.send_signal(signal.SIGINT)  # as Ctrl-C does; it stops its Postgres too
        server.wait(60)


def _set_up(port: int, flows: Sequence[dict[str, Any]]) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False) as client:
        token = _post(client, "/api/setup", OWNER)["accessToken"]
        client.headers["authorization"] = f"Bearer {token}"
        account = _post(client, "/api/whatsapp-accounts", _account())
        client.patch(f"/api/whatsapp-accounts/{account['id']}", json={"sendRate": 1000}).raise_for_status()
        for document in flows:
            flow = _post(client, "/api/flows", document)
            _post(client, f"/api/flows/{flow['id']}/publish", None)


def _account() -> dict[str, str]:
    secrets = {"accessToken": "token", "appSecret": APP_SECRET, "verifyToken": "verify"}
    return {"phoneNumber": NUMBER, "provider": "cloud", "phoneNumberId": NUMBER_ID, **secrets}


def _post(client: httpx.Client, path: str, body: object) -> dict[str, str]:
    response = client.post(path, json=body) if body is not None else client.post(path)
    if response.is_error:
        raise RuntimeError(f"{path}: {response.text}")
    answer: dict[str, str] = response.json()
    return answer


def wait_for_port(port: int, lives: Callable[[], bool]) -> None:
    """Return when somebody listens there; RuntimeError when the server dies before."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and lives():
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server did not start.")


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _seconds(processes: list[psutil.Process]) -> float:
    return sum(times.user + times.system for times in (p.cpu_times() for p in processes))
