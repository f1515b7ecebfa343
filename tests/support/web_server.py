"""Somebody's web server: real HTTP, answers as a test says, keeps what it was asked."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import NamedTuple

from nodes.adapters.http import make_client, origin_of
from nodes.adapters.web import MAX_ANSWER, SECONDS, TIMEOUT, Web


class Asked(NamedTuple):
    """One request as it arrived; names of headers are in small letters."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Says(NamedTuple):
    """An answer; one that is cut ends in the middle of its body."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = MappingProxyType({})
    is_cut: bool = False


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


class WebServer:
    """`answer` gives the answer to each request; while `is_holding` nobody gets one."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.answer: Callable[[Asked], Says] = lambda asked: Says()
        self.is_asked = threading.Event()
        self._may_answer = threading.Event()
        self._may_answer.set()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def hold(self) -> None:
        """Keep answers back from now on."""
        self._may_answer.clear()

    def let_go(self) -> None:
        """Give the answers."""
        self._may_answer.set()

    def take(self, asked: Asked) -> Says:
        """Keep a request; its answer, once there may be one."""
        self.asked.append(asked)
        self.is_asked.set()
        says = self.answer(asked)
        self._may_answer.wait()
        return says

    def web(self) -> Web:
        """The guarded way to the outside, which may call this server though it is a private one."""
        return Web(
            make_client(
                allowed_origins={origin_of(self.url)},
                timeout=TIMEOUT,
                total_seconds=SECONDS,
                max_response_bytes=MAX_ANSWER,
            )
        )

    def close(self) -> None:
        """Answer whoever still waits, and stop."""
        self.let_go()
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def web_server() -> Iterator[WebServer]:
    """Serve until the block ends."""
    server = WebServer()
    try:
        yield server
    finally:
        server.close()


def _handler(server: WebServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def reply(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            headers = {name.lower(): value for name, value in self.headers.items()}
            says = server.take(Asked(self.command, self.path, headers, body))
            try:
                self.send_response(says.status)
                for name, value in says.headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(says.body)))
                self.end_headers()
                self.wfile.write(says.body[: len(says.body) // 2] if says.is_cut else says.body)
                self.close_connection = self.close_connection or says.is_cut
            except OSError:
                self.close_connection = True  # the caller has gone

        def log_message(self, *parts: object) -> None:
            """Say nothing."""

    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        setattr(Handler, f"do_{method}", Handler.reply)
    return Handler
