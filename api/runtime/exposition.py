"""A small HTTP server of a worker, in a thread of its own: `/metrics` and `/health` answer also while the loop stands still."""

import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import msgspec
from prometheus_client import CONTENT_TYPE_LATEST

from api.health.access import may_read
from engine.ports import Secret

Checks = dict[str, str]


class Exposition:
    """Serves until closed. `metrics` and `health` are called from other threads: they only read."""

    def __init__(
        self,
        address: tuple[str, int],
        token: Secret | None,
        metrics: Callable[[], bytes],
        health: Callable[[], Checks],
    ) -> None:
        self._server = ThreadingHTTPServer(address, _handler(token, metrics, health))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, name="exposition", daemon=True).start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._server.server_port

    def close(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._server.server_close()


def _handler(
    token: Secret | None, metrics: Callable[[], bytes], health: Callable[[], Checks]
) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 10  # seconds; whoever says nothing does not keep a thread

        def do_GET(self) -> None:
            match self.path.partition("?")[0]:
                case "/metrics" if may_read(token, self.headers.get("Authorization")):
                    self._answer(HTTPStatus.OK, metrics(), CONTENT_TYPE_LATEST)
                case "/metrics":
                    self._answer(HTTPStatus.UNAUTHORIZED, b"The token is PARLEY_METRICS_TOKEN.\n")
                case "/health":
                    self._say_how(health())
                case _:
                    self._answer(HTTPStatus.NOT_FOUND, b"There are /metrics and /health.\n")

        def _say_how(self, checks: Checks) -> None:
            is_well = all(check == "ok" for check in checks.values())
            body = msgspec.json.encode({"status": "ok" if is_well else "failing", "checks": checks})
            status = HTTPStatus.OK if is_well else HTTPStatus.SERVICE_UNAVAILABLE
            self._answer(status, body, "application/json")

        def _answer(self, status: HTTPStatus, body: bytes, kind: str = "text/plain; charset=utf-8") -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *parts: Any) -> None:
            """Say nothing: it is asked every few seconds."""

    return Handler
