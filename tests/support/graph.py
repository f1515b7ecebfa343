"""A Graph endpoint of the tests' own, behind real HTTP: takes sends as Meta does and keeps them."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Graph:
    """What was sent to it: (path, Authorization, body) in order."""

    def __init__(self) -> None:
        self.url = ""
        self.sent: list[tuple[str, str, dict[str, Any]]] = []
        self._taken = 0

    def bodies_to(self, phone: str) -> list[dict[str, Any]]:
        """The sends to this number, which has no plus."""
        return [body for _, _, body in self.sent if body.get("to") == phone]

    def take(self, path: str, token: str, body: dict[str, Any]) -> dict[str, Any]:
        """Keep a send and answer as Graph does."""
        self.sent.append((path, token, body))
        contacts = [{"input": body.get("to"), "wa_id": body.get("to")}]
        self._taken += 1
        message = {"id": f"wamid.graph{self._taken}"}
        return {"messaging_product": "whatsapp", "contacts": contacts, "messages": [message]}


@contextmanager
def graph_endpoint() -> Iterator[Graph]:
    """Serve until the block ends."""
    graph = Graph()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            answer = json.dumps(graph.take(self.path, self.headers["authorization"], body)).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *parts: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    graph.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield graph
    finally:
        server.shutdown()
        server.server_close()
