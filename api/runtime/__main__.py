"""`python -m api.runtime`: the engine's process under `parley serve`; a byte on standard input rings, its end stops."""

import asyncio
import os
import signal
import sys
from functools import partial
from pathlib import Path

import uvloop

from api.logs import configure_logs
from api.runtime.metrics import metrics_file
from api.runtime.runtime import Runtime
from api.runtime.supervision import every
from api.settings import read_settings
from engine.registry import load_registry
from storage.secrets import Vault

FIGURES_EVERY = 2.0  # seconds


def main() -> None:
    """Run until standard input ends or SIGTERM comes."""
    configure_logs()
    settings = read_settings(os.environ)
    if settings.database_url is None:
        sys.exit("The runtime needs PARLEY_DATABASE_URL; `parley serve` sets it.")
    runtime = Runtime(settings, load_registry(), Vault(settings.secret_keys), settings.database_url.reveal())
    figures = metrics_file(settings, os.getpid())
    try:
        uvloop.run(_run(runtime, figures))
    finally:
        figures.unlink(missing_ok=True)


async def _run(runtime: Runtime, figures: Path) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.add_signal_handler(signal.SIGINT, lambda: None)  # the parent decides
    beside = (_listen(runtime, stop), every(FIGURES_EVERY, partial(_show_figures, runtime, figures)))
    tasks = [asyncio.create_task(each) for each in beside]
    try:
        await runtime.run(stop)
    finally:
        for task in tasks:
            task.cancel()


async def _show_figures(runtime: Runtime, path: Path) -> None:
    """Write the metrics where the web server beside us finds them, whole or not at all."""
    draft = path.with_suffix(".draft")
    draft.write_bytes(runtime.metrics.text())
    draft.replace(path)


async def _listen(runtime: Runtime, stop: asyncio.Event) -> None:
    """Ring on every byte of the parent; its end means that the parent is gone."""
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    while rings := await reader.read(4096):
        runtime.hear(rings)
    stop.set()


if __name__ == "__main__":
    main()
