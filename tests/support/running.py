"""Starts the whole product as a user does, on a free port with a data directory of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from pathlib import Path
from typing import Any

import httpx

OWNER = {"email": "ann@example.com", "password": "correct horse battery", "name": "Ann"}
ACME = Path(__file__).parent / "acme"
"""A node package of somebody else; `running(folder, PYTHONPATH=str(ACME))` has it installed."""
START_SECONDS = 60.0
STOP_SECONDS = 30.0
TOKEN_SECONDS = 300.0  # of the 900 that a token is good for


class Running:
    """A running product and where it is."""

    def __init__(self, url: str, log: Path, owner: dict[str, str] = OWNER) -> None:
        self.url = url
        self.log = log
        self.owner = owner
        self._client, self._signed_in_at = httpx.Client(base_url=url, timeout=30), -inf

    @property
    def login(self) -> dict[str, str]:
        """What the owner types to log in."""
        return {key: self.owner[key] for key in ("email", "password")}

    def sign_in(self) -> httpx.Client:
        """The client of the owner, who is made when there is nobody."""
        if time.monotonic() - self._signed_in_at > TOKEN_SECONDS:
            answer = self._client.post("/api/auth/login", json=self.login)
            if answer.status_code == 401:
                answer = self._client.post("/api/setup", json=self.owner)
            token = answer.raise_for_status().json()["accessToken"]
            self._client.headers["authorization"] = f"Bearer {token}"
            self._signed_in_at = time.monotonic()
        return self._client


@contextmanager
def running(folder: Path, *options: str, **environment: str) -> Iterator[Running]:
    """Serve from `folder`, with these options of `parley serve`, until the block ends; gives up with the server's own words when it does not get well."""
    port, log = free_port(), folder / "server.log"
    settings = {"PARLEY_DATA_DIR": str(folder / "data"), "PARLEY_PORT": str(port), **environment}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "api", "serve", *options],
            cwd=Path(__file__).parents[2],
            env=inherited | settings,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_well(process, f"http://127.0.0.1:{port}/health", log)
        yield Running(f"http://127.0.0.1:{port}", log)
    finally:
        _stop(process)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(look: Any, seconds: float = 15.0) -> Any:
    """What `look` finds once it finds something; other processes work at their own speed."""
    until = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > until:
            raise AssertionError(f"Nothing was found within {seconds} s.")
        time.sleep(0.05)
    return found


def _wait_until_well(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    def is_well() -> bool:
        if process.poll() is not None:
            raise AssertionError(f"The server ended with {process.returncode}:\n{log.read_text()}")
        try:
            return httpx.get(url, timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    wait_for(is_well, START_SECONDS)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
