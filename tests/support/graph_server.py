"""A Graph endpoint that is not ours: a real HTTP server that records every call and may refuse or keep its answers back."""

import json
import socket
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import Any, NamedTuple


class Refusal(NamedTuple):
    """Another answer than Graph's yes; one of half a body is cut off in the middle."""

    status: int
    body: dict[str, Any]
    headers: Mapping[str, str] = MappingProxyType({})
    is_cut: bool = False


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # more than a sender opens at once: the usual 5 reset connections under load


class GraphServer:
    """`calls` are the bodies received, in order; while `is_holding` nobody gets an answer.

    `refuse` may give another answer to (account, body); `holds` tells whose answers are kept back while `is_holding`.
    """

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.refuse: Callable[[str, dict[str, Any]], Refusal | None] = lambda account, call: None
        self.holds: Callable[[str], bool] = lambda account: True
        self.is_called = threading.Event()
        self._may_answer = threading.Event()
        self._may_answer.set()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def is_holding(self) -> bool:
        """Whether answers are kept back."""
        return not self._may_answer.is_set()

    @is_holding.setter
    def is_holding(self, value: bool) -> None:
        (self._may_answer.clear if value else self._may_answer.set)()

    def texts(self) -> list[str]:
        """The texts received so far."""
        return [call["text"]["body"] for call in self.calls]

    def close(self) -> None:
        """Answer whoever still waits, and stop."""
        self._may_answer.set()
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        graph = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                call = json.loads(self.rfile.read(int(self.headers["content-length"])))
                account = self.path.split("/")[2]
                graph.calls.append(call)
                number = len(graph.calls)
                graph.is_called.set()
                refusal = graph.refuse(account, call)
                if graph.holds(account):
                    graph._may_answer.wait()
                if refusal is not None:
                    return self._answer(json.dumps(refusal.body).encode(), refusal)
                answer = {
                    "messaging_product": "whatsapp",
                    "contacts": [{"input": call["to"], "wa_id": call["to"]}],
                    "messages": [{"id": f"wamid.out.{number}"}],
                }
                return self._answer(json.dumps(answer).encode(), Refusal(200, {}))

            def _answer(self, body: bytes, how: Refusal) -> None:
                try:
                    self.send_response(how.status)
                    for name, value in {"content-type": "application/json", **how.headers}.items():
                        self.send_header(name, value)
                    self.send_header("content-length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body[: len(body) // 2] if how.is_cut else body)
                    self.close_connection = self.close_connection or how.is_cut
                except OSError:
                    self.close_connection = True  # the caller was killed meanwhile

            def log_message(self, *parts: Any) -> None:
                """Say nothing."""

        return Handler


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
