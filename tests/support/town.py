"""Several web servers and workers on one database, as an operator runs them: real processes, Redis if given, a Graph server."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
from graph_server import GraphServer
from running import OWNER, free_port, wait_for
from webhooks import CLOUD, envelope, signed, text, value
from workshop import node, on_message, sends, ways

ROOT = Path(__file__).parents[2]
STOP_SECONDS = 20.0


class Town:
    """The processes by name, and a client for each web server."""

    def __init__(self, folder: Path, dsn: str, graph: GraphServer, redis_url: str | None) -> None:
        self.graph, self._folder = graph, folder
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
        self._environment = inherited | {
            "PARLEY_DATABASE_URL": dsn,
            "PARLEY_DATA_DIR": str(folder / "data"),
            "PARLEY_SECRET_KEY": "a key that only tests have",
            "PARLEY_GRAPH_API_URL": graph.url,
            "PARLEY_SEND_GRACE": "2",
            **({"PARLEY_REDIS_URL": redis_url} if redis_url else {}),
        }
        self.webs: list[httpx.Client] = []
        self.processes: list[subprocess.Popen[bytes]] = []

    def start_web(self) -> httpx.Client:
        """A web server without an engine."""
        port = free_port()
        self._start("serve", "--no-engine", PARLEY_PORT=str(port))
        client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20)
        wait_for(lambda: _answers(client), 60)
        self.webs.append(client)
        return client

    def start_worker(self, *options: str) -> subprocess.Popen[bytes]:
        """A worker; it needs a moment until it takes part."""
        return self._start("worker", *options)

    def set_up(self, nodes: list[dict[str, Any]] | None = None, *edges: str) -> None:
        """The owner, an account that sends quickly, and a flow: by default every message is echoed."""
        client = self.webs[0]
        token = _done(client.post("/api/setup", json=OWNER))["accessToken"]
        for web in self.webs:
            web.headers["authorization"] = f"Bearer {token}"
        account = _done(client.post("/api/whatsapp-accounts", json={**CLOUD, "provider": "cloud"}))
        _done(client.patch(f"/api/whatsapp-accounts/{account['id']}", json={"sendRate": 1000}))
        nodes = nodes or [
            on_message(),
            node("keep", "set_variable", name="t", value="{{ message.text }}"),
            sends("echo", "{{ vars.t }}"),
        ]
        document = {
            "formatVersion": 1,
            "name": "Echo",
            "nodes": nodes,
            "edges": ways(*(edges or ("start keep", "keep echo"))),
        }
        flow = _done(client.post("/api/flows", json=document))
        _done(client.post(f"/api/flows/{flow['id']}/publish"))

    def write(self, texts: list[str], people: int = 20) -> None:
        """Post these as messages of different people, to the web servers in turn, eight at a time; each must be answered with 200."""
        with ThreadPoolExecutor(8) as pool:
            for status in pool.map(self._post, enumerate(texts), [people] * len(texts)):
                assert status == 200

    def stop(self, process: subprocess.Popen[bytes]) -> int:
        """SIGTERM; answers the exit code."""
        process.send_signal(signal.SIGTERM)
        return process.wait(STOP_SECONDS)

    def close(self) -> None:
        """End everything."""
        for client in self.webs:
            client.close()
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            process.wait()

    def _post(self, numbered: tuple[int, str], people: int) -> int:
        number, words = numbered
        message = text(words, f"wamid.in.{words}", f"3460099{number % people:04}")
        web = self.webs[number % len(self.webs)]
        return web.post("/hooks/whatsapp", **signed(envelope(value(message)))).status_code

    def _start(self, *command: str, **more: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "api", *command], env=self._environment | more, cwd=ROOT
        )
        self.processes.append(process)
        return process


@contextlib.contextmanager
def open_town(
    folder: Path, dsn: str, webs: int, workers: int, redis_url: str | None = None
) -> Iterator[Town]:
    """Start so many of each and set them up; whatever happens, none is left behind."""
    graph = GraphServer()
    town = Town(folder, dsn, graph, redis_url)
    try:
        for _ in range(workers):
            town.start_worker()
        for _ in range(webs):
            town.start_web()
        town.set_up()
        yield town
    finally:
        town.close()
        graph.close()


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/api/setup").status_code == 200
    except httpx.TransportError:
        time.sleep(0.1)
        return False


def _done(answer: httpx.Response) -> Any:
    assert answer.is_success, answer.text
    return answer.json() if answer.content else None
