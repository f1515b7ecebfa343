"""`python -m api.runtime`: the engine's process under `parley serve`; a byte on standard input rings, its end stops."""

import asyncio
import os
import signal
import sys

import uvloop

from api.logs import configure_logs
from api.runtime.runtime import Runtime
from api.settings import read_settings
from engine.registry import load_registry
from storage.secrets import Vault


def main() -> None:
    """Run until standard input ends or SIGTERM comes."""
    configure_logs()
    settings = read_settings(os.environ)
    if settings.database_url is None:
        sys.exit("The runtime needs PARLEY_DATABASE_URL; `parley serve` sets it.")
    runtime = Runtime(settings, load_registry(), Vault(settings.secret_keys), settings.database_url.reveal())
    uvloop.run(_run(runtime))


async def _run(runtime: Runtime) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.add_signal_handler(signal.SIGINT, lambda: None)  # the parent decides
    listening = asyncio.create_task(_listen(runtime, stop))
    await runtime.run(stop)
    listening.cancel()


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
