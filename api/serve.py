"""`parley serve`: the database, the web server, and the runtime in a process of its own beside it."""

import asyncio
import contextlib
import gc
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from types import FrameType
from typing import NoReturn

import structlog
import uvicorn
from litestar import Litestar

from api.addresses import own_url
from api.app import create_app
from api.clock import DatabaseClock
from api.database import owned_database, with_database
from api.runtime.bell import ENGINE, SENDER, Doorbell
from api.runtime.metrics import metrics_file
from api.runtime.redis_bell import redis_bell
from api.services import Services
from api.settings import Settings, SettingsRefused
from engine.registry import load_registry
from storage.migrate import migrate_once_there
from storage.secrets import Vault

STOP_SECONDS = 15.0
LONGEST_PAUSE = 10.0

log = structlog.get_logger()


def serve(settings: Settings, *, with_engine: bool = True) -> None:
    """Run everything, or the web server alone, until a signal says stop."""
    if not with_engine and settings.database_url is None:
        raise SettingsRefused(
            "`parley serve --no-engine` needs PARLEY_DATABASE_URL, where the workers are too."
        )
    signal.signal(signal.SIGTERM, _leave)  # uvicorn hands it on when it has shut down
    with owned_database(settings) as dsn:
        settings = with_database(settings, dsn)
        asyncio.run(migrate_once_there(dsn))
        vault, clock = Vault(settings.secret_keys), DatabaseClock()
        runtime = RuntimeProcess(settings, dsn) if with_engine else None
        redis = redis_bell(settings, vault)
        bells: list[Doorbell] = [bell for bell in (runtime, redis) if bell is not None]
        services = Services(
            settings=settings,
            registry=load_registry(),
            vault=vault,
            clock=clock.now,
            follow_clock=clock.follow,
            wake=lambda: _ring(bells, ENGINE),
            wake_sender=lambda: _ring(bells, SENDER),
            redis=redis,
            worker_metrics=runtime.metrics if runtime else lambda: b"",
        )
        with runtime or contextlib.nullcontext():
            _serve_http(settings, services)


def _ring(bells: Iterable[Doorbell], bell: bytes) -> None:
    for each in bells:
        each.ring(bell)


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    """Unwind, so that the runtime and Postgres are stopped on the way out."""
    raise SystemExit(0)


def _serve_http(settings: Settings, services: Services) -> None:
    app = create_app(services)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http="httptools",
        loop="uvloop" if sys.platform != "win32" else "asyncio",
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=5,
    )
    gc.collect()
    gc.freeze()  # what is loaded by now stays: walking it in every full collection held up all requests for 90 ms
    print(f"Parley is at {own_url(settings)}", flush=True)  # noqa: T201  # what the person at the terminal needs
    _Server(config, app).run()


class _Server(uvicorn.Server):
    """Ends the event streams first: uvicorn waits for every answer under way, and they would go on for minutes."""

    def __init__(self, config: uvicorn.Config, app: Litestar) -> None:
        super().__init__(config)
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop as uvicorn does, once nobody watches any more."""
        self._app.state.hub.live.close()
        await super().shutdown(sockets)


class RuntimeProcess:
    """The child process; it ends with us, because it reads our end of a pipe, and it is started again when it dies."""

    def __init__(self, settings: Settings, dsn: str) -> None:
        keys = ",".join(key.reveal() for key in settings.secret_keys)
        self._environment = {**os.environ, "PARLEY_DATABASE_URL": dsn, "PARLEY_SECRET_KEY": keys}
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._is_stopping = False

    def __enter__(self) -> "RuntimeProcess":
        """Start the child and the thread that watches it."""
        self._spawn()
        threading.Thread(target=self._watch, name="runtime-watch", daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def ring(self, bell: bytes) -> None:
        """Tell the runtime that work was stored; a full pipe means it has been told."""
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(OSError, ValueError):
                os.write(self._process.stdin.fileno(), bell)

    def metrics(self) -> bytes:
        """What the child last wrote; nothing before it has."""
        if self._process is None:
            return b""
        try:
            return metrics_file(self._settings, self._process.pid).read_bytes()
        except FileNotFoundError:
            return b""

    def stop(self) -> None:
        """Close the pipe and wait; the child finishes its batch and its calls."""
        self._is_stopping = True
        process = self._process
        if process is None:
            return
        with contextlib.suppress(OSError):
            if process.stdin is not None:
                process.stdin.close()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _spawn(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "api.runtime"], stdin=subprocess.PIPE, bufsize=0, env=self._environment
        )
        if self._process.stdin is not None:
            os.set_blocking(self._process.stdin.fileno(), False)

    def _watch(self) -> None:
        pause = 0.2
        while self._process is not None:
            started = time.monotonic()
            code = self._process.wait()
            if self._is_stopping:
                return
            log.error("runtime_died", code=code)
            metrics_file(self._settings, self._process.pid).unlink(missing_ok=True)
            pause = 0.2 if time.monotonic() - started > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
            time.sleep(pause)
            if not self._is_stopping:
                self._spawn()
