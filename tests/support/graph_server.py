"""A Graph endpoint that is not ours: a real HTTP server that records every call and may keep its answers back."""

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # more than a sender opens at once: the usual 5 reset connections under load


class GraphServer:
    """`calls` are the bodies received, in order; while `is_holding` nobody gets an answer."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
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
                graph.calls.append(call)
                number = len(graph.calls)
                graph._may_answer.wait()
                answer = {
                    "messaging_product": "whatsapp",
                    "contacts": [{"input": call["to"], "wa_id": call["to"]}],
                    "messages": [{"id": f"wamid.out.{number}"}],
                }
                self._answer(json.dumps(answer).encode())

            def _answer(self, body: bytes) -> None:
                try:
                    self.send_response(200)
                    self.send_header("content-type", "application/json")
                    self.send_header("content-length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
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
