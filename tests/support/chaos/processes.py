"""A process that is started, killed, stopped and started again; its words go to a file."""

import contextlib
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from signal import SIGKILL, SIGTERM, Signals

import psutil

ROOT = Path(__file__).parents[3]
PATIENCE = 40.0  # seconds; a worker takes up to ten to finish its calls


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

    def signal(self, number: Signals) -> None:
        """Send a signal."""
        if self._running is not None:
            self._running.send_signal(number)

    def kill(self) -> None:
        """kill -9 of this process alone, and see it dead."""
        self._finish(SIGKILL)

    def end(self) -> None:
        """Ask it to end, and wait."""
        self._finish(SIGTERM)

    def _finish(self, number: Signals) -> None:
        """Only of the one who runs now: another may be started in its place before we have seen it dead."""
        if (running := self._running) is not None:
            self._is_ours = True
            running.send_signal(number)
            self._see_dead(running)

    def wait(self) -> None:
        """Until it has ended."""
        if self._running is not None:
            self._see_dead(self._running)

    def _see_dead(self, running: subprocess.Popen[bytes]) -> None:
        """One that does not end is killed with its children."""
        try:
            running.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.hung += 1
            with contextlib.suppress(psutil.NoSuchProcess):  # somebody else may have been waiting for it too
                for child in psutil.Process(running.pid).children(recursive=True):
                    child.kill()
            running.kill()
            running.wait()
