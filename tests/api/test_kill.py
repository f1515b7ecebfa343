"""kill -9 of everything between the webhook's 200 and the reply: after a restart the reply goes out, nothing is lost."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import psutil
import pytest
from graph_server import GraphServer, free_port
from workshop import on_message, sends, ways

from nodes.adapters.channels.whatsapp.signature import HEADER, sign
from storage.statuses import message_id_of

ROOT = Path(__file__).parents[2]
APP_SECRET = "the app's own secret"
GRACE = 2  # seconds
PATIENCE = 40.0  # seconds before the test gives up


class Installation:
    """`parley serve` in a data directory of its own, started and killed at will."""

    def __init__(self, data_dir: Path, graph_url: str) -> None:
        self.data_dir = data_dir
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.client = httpx.Client(base_url=self.url, timeout=10)
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")},
            "PARLEY_DATA_DIR": str(data_dir),
            "PARLEY_PORT": str(port),
            "PARLEY_GRAPH_API_URL": graph_url,
            "PARLEY_SEND_GRACE": str(GRACE),
        }
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it answers."""
        self._server = subprocess.Popen(
            [sys.executable, "-m", "api", "serve"], env=self._environment, cwd=ROOT
        )
        until(self._is_up)

    def kill(self) -> None:
        """SIGKILL the server, its runtime, and the Postgres of this data directory with all its backends."""
        if self._server is None:
            return
        roots = [self._server.pid]
        note = self.data_dir / "postgres/postmaster.pid"
        if note.exists():
            roots.append(int(note.read_text().split()[0]))
        everybody = [each for pid in roots for each in _with_children(pid)]
        for process in everybody:
            with contextlib.suppress(psutil.NoSuchProcess):  # some end with those they belong to
                process.send_signal(signal.SIGKILL)
        self._server.wait()
        self._server = None

    def _is_up(self) -> bool:
        assert self._server is not None
        assert self._server.poll() is None, "the server ended by itself"
        try:
            return self.client.get("/api/setup").status_code == 200
        except httpx.TransportError:
            return False


def _with_children(pid: int) -> list[psutil.Process]:
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


@pytest.fixture
def graph() -> Iterator[GraphServer]:
    server = GraphServer()
    yield server
    server.close()


@pytest.fixture
def parley(tmp_path: Path, graph: GraphServer) -> Iterator[Installation]:
    installation = Installation(tmp_path / "data", graph.url)
    yield installation
    installation.kill()


def test_replies_survive_a_kill_at_every_moment(parley: Installation, graph: GraphServer) -> None:
    parley.start()
    _prepare(parley.client)

    _customer_writes(parley.client, "one")
    parley.kill()  # right after the 200
    parley.start()
    until(lambda: "Re: one" in graph.texts())

    graph.is_holding = True
    _customer_writes(parley.client, "two")
    until(lambda: "Re: two" in graph.texts())
    parley.kill()  # WhatsApp has the message, nobody has its answer
    graph.is_holding = False
    parley.start()

    _customer_writes(parley.client, "three")
    until(lambda: "Re: three" in graph.texts())
    parley.kill()  # WhatsApp has answered, which may be stored or not
    parley.start()

    messages = until(lambda: _all_sent(parley.client))
    assert [m["content"] for m in messages] == [
        *("one", "Re: one", "two", "Re: two", "three", "Re: three"),
    ]
    unknown = {m["id"] for m in parley.client.get("/api/messages?outcomeUnknown=true").json()["items"]}
    times = Counter(message_id_of(call["biz_opaque_callback_data"]) for call in graph.calls)
    assert set(times) == {m["id"] for m in messages if m["direction"] == "Outbound"}
    assert {each for each, count in times.items() if count > 1} <= unknown
    assert max(times.values()) <= 2
    # Exactly one was in the air when WhatsApp held its answer back, and it is listed.
    assert {m["id"] for m in messages if m["content"] == "Re: two"} <= unknown


def until(ready: Callable[[], Any]) -> Any:
    """Ask until the answer is true, and return it: other processes run on the real clock."""
    deadline = time.monotonic() + PATIENCE
    while not (answer := ready()):
        assert time.monotonic() < deadline, "it takes too long"
        time.sleep(0.01)
    return answer


def _prepare(client: httpx.Client) -> None:
    """The owner, an account at the test's Graph server, and a flow that answers every message."""
    person = {"email": "owner@example.com", "password": "correct horse battery", "name": "Owner"}
    token = _posted(client, "/api/setup", person)["accessToken"]
    client.headers["authorization"] = f"Bearer {token}"
    account = {"phoneNumber": "+4915112345678", "provider": "cloud", "phoneNumberId": "1001"}
    secrets = {"accessToken": "token", "appSecret": APP_SECRET, "verifyToken": "verify"}
    _posted(client, "/api/whatsapp-accounts", {**account, **secrets})
    nodes = [on_message(), sends("echo", "Re: {{ message.text }}")]
    document = {"formatVersion": 1, "name": "Echo", "nodes": nodes, "edges": ways("start echo")}
    flow = _posted(client, "/api/flows", document)
    _posted(client, f"/api/flows/{flow['id']}/publish", None)


def _posted(client: httpx.Client, path: str, body: Any) -> Any:
    response = client.post(path, json=body)
    assert response.is_success, response.text
    return response.json()


def _customer_writes(client: httpx.Client, text: str) -> None:
    message = {
        "from": "4917012345",
        "id": f"wamid.{text}",
        "timestamp": str(int(time.time())),
        "type": "text",
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "4915112345678", "phone_number_id": "1001"},
        "contacts": [{"profile": {"name": "Ann"}, "wa_id": "4917012345"}],
        "messages": [{**message, "text": {"body": text}}],
    }
    entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
    raw = msgspec.json.encode({"object": "whatsapp_business_account", "entry": [entry]})
    response = client.post("/hooks/whatsapp", content=raw, headers={HEADER: sign(APP_SECRET, raw)})
    assert response.status_code == 200, response.text


def _all_sent(client: httpx.Client) -> list[dict[str, Any]] | None:
    """The conversation, once there are three replies and all of them left."""
    (contact,) = client.get("/api/contacts").json()["items"]
    messages: list[dict[str, Any]] = client.get(f"/api/contacts/{contact['id']}/messages").json()["items"]
    left = [m for m in messages if m["direction"] == "Outbound" and m["status"] == "Sent"]
    return messages if len(left) == 3 else None
