"""Engine processes as `parley serve` starts them, any number of them, on a test's database."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
STOP_SECONDS = 20.0


class Workers:
    """Running engine processes."""

    def __init__(self, processes: list[subprocess.Popen[bytes]]) -> None:
        self.processes = processes

    def ring(self) -> None:
        """Wake all of them at once, so that they meet at the queue."""
        for process in self.processes:
            assert process.stdin is not None
            with contextlib.suppress(BlockingIOError):
                os.write(process.stdin.fileno(), b"!")

    def stop(self) -> list[int]:
        """End their input, which tells them to finish; answers their exit codes."""
        for process in self.processes:
            assert process.stdin is not None
            process.stdin.close()
        return [process.wait(STOP_SECONDS) for process in self.processes]


@contextlib.contextmanager
def running_workers(count: int, dsn: str, data_dir: Path, **more: str) -> Iterator[Workers]:
    """Start `count` processes; whatever happens, none is left behind."""
    environment = {
        **os.environ,
        "PARLEY_DATABASE_URL": dsn,
        "PARLEY_DATA_DIR": str(data_dir),
        "PARLEY_SECRET_KEY": "a key that only tests have",
        **more,
    }
    command = [sys.executable, "-m", "api.runtime"]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, bufsize=0, env=environment, cwd=ROOT)
        for _ in range(count)
    ]
    try:
        for process in processes:
            assert process.stdin is not None
            os.set_blocking(process.stdin.fileno(), False)
        yield Workers(processes)
    finally:
        for process in processes:
            if process.poll() is None:
                process.kill()
                process.wait()
