"""A process that is started, killed, stopped and started again; its words go to a file."""

import contextlib
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[3]


class Process:
    """One place in the house: a command, and whoever runs it now."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        self.name = name
        self._command, self._environment, self._log = command, environment, log
        self._running: subprocess.Popen[bytes] | None = None
        self._is_ours = False
        self.hung = 0
        self.own_ends: list[int] = []
        """Exit codes of those who ended without being told to."""

    @property
    def is_alive(self) -> bool:
        """Whether it runs, also when it is stopped."""
        return self._running is not None and self._running.poll() is None

    def start(self) -> None:
        """Start it, unless it runs."""
        if self.is_alive:
            return
        if self._running is not None and not self._is_ours:
            self.own_ends.append(self._running.returncode)
        self._is_ours = False
        with self._log.open("ab") as log:
            self._running = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(self._environment),
                cwd=ROOT,
            )

    def signal(self, number: signal.Signals) -> None:
        """Send a signal."""
        if self._running is not None:
            self._running.send_signal(number)

    def kill(self) -> None:
        """kill -9 of this process alone, and see it dead."""
        self._is_ours = True
        self.signal(signal.SIGKILL)
        self.wait()

    def end(self) -> None:
        """Ask it to end, and wait."""
        self._is_ours = True
        self.signal(signal.SIGTERM)
        self.wait()

    def wait(self, seconds: float = 30.0) -> int | None:
        """Its exit code; one that does not come is killed with its children."""
        if self._running is None:
            return None
        try:
            return self._running.wait(seconds)
        except subprocess.TimeoutExpired:
            for child in psutil.Process(self._running.pid).children(recursive=True):
                with contextlib.suppress(psutil.NoSuchProcess):
                    child.kill()
            self._running.kill()
            self.hung += 1
            return self._running.wait()
