"""All the processes of a run: Postgres, Redis, web servers, workers and the ledger, in one folder."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx
import psutil
from graph_server import free_port
from redis_server import find_redis

from chaos.flows import document
from chaos.posting import APP_SECRET, NUMBER, NUMBER_ID
from chaos.processes import ROOT, Process
from chaos.verdict import Listed
from storage.embedded import EmbeddedPostgres

OWNER = {"email": "owner@example.com", "password": "correct horse battery", "name": "Owner"}
GRACE = 3  # seconds until an unknown outcome is listed
START_SECONDS = 60.0
LOOK = 0.2  # seconds
HERE = Path(__file__).parent
WEB = (sys.executable, "-m", "api", "serve", "--no-engine")
WORKER = (sys.executable, "-m", "api", "worker")


class House:
    """Starts everything, sets the product up over its API, and asks it what it lists."""

    def __init__(self, folder: Path, seed: int, webs: int, workers: int) -> None:
        self.folder = folder
        self.journal = folder / "ledger.jsonl"
        self._seed, self._count = seed, (webs, workers)
        self._ports = {name: free_port() for name in ("ledger", "redis", *(f"web{n}" for n in range(webs)))}
        self.web_urls = [f"http://127.0.0.1:{self._ports[f'web{n}']}" for n in range(webs)]
        self.ledger_url = f"http://127.0.0.1:{self._ports['ledger']}"
        self.redis_port = self._ports["redis"]
        self._postgres = EmbeddedPostgres(folder / "database")
        self.webs: list[Process] = []
        self.workers: list[Process] = []
        (folder / "logs").mkdir()

    def start(self) -> None:
        """Start all and return when the flows are published."""
        settings = self._settings(self._postgres.start())
        self.redis = self._process("redis", _redis_command(self._ports["redis"]), {})
        arguments = [str(self.journal), str(self._ports["ledger"]), str(self._seed), *self.web_urls]
        self.ledger = self._process("ledger", [sys.executable, "-m", "chaos.ledger", *arguments], settings)
        webs, workers = self._count
        for n in range(webs):
            port = {"PARLEY_PORT": str(self._ports[f"web{n}"])}
            self.webs.append(self._process(f"web{n}", WEB, settings | port))
        self.workers = [self._process(f"worker{n}", WORKER, settings) for n in range(workers)]
        for process in (self.redis, self.ledger, *self.webs, *self.workers):
            process.start()
        for url in self.web_urls:
            _wait_until_well(url)
        self._set_up()

    async def keep(self) -> None:
        """Start whoever is dead, as a service manager does, until cancelled."""
        while True:
            for process in (*self.webs, *self.workers):
                process.start()
            await asyncio.sleep(LOOK)

    def restart_postgres(self, number: signal.Signals) -> None:
        """End the postmaster without warning and start it again."""
        postmaster = psutil.Process(
            int((self.folder / "database/postgres/postmaster.pid").read_text().split()[0])
        )
        postmaster.send_signal(number)
        while postmaster.is_running() and postmaster.status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.01)
        self._postgres.stop()
        self._postgres.start()

    def unknown_sends(self) -> list[Listed]:
        """What the product lists as unknown, over its API."""
        with httpx.Client(base_url=self.web_urls[0], timeout=30, trust_env=False) as client:
            _sign_in(client, "/api/auth/login")
            found: list[Listed] = []
            cursor: dict[str, str] = {}
            while True:
                page = client.get(
                    "/api/messages", params={"outcomeUnknown": "true", "limit": "100", **cursor}
                )
                page.raise_for_status()
                found += [
                    Listed(each["id"], each["content"], each["status"]) for each in page.json()["items"]
                ]
                if page.json()["nextCursor"] is None:
                    return found
                cursor = {"cursor": page.json()["nextCursor"]}

    def stop(self) -> None:
        """Stop everything, whatever state it is in."""
        processes = [
            *self.workers,
            *self.webs,
            *(getattr(self, name) for name in ("ledger", "redis") if hasattr(self, name)),
        ]
        for process in processes:
            if process.is_alive:
                process.signal(signal.SIGCONT)
                process.signal(signal.SIGTERM)
        for process in processes:
            process.wait()
        self._postgres.stop()

    def _settings(self, dsn: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
        return kept | {
            "PYTHONPATH": os.pathsep.join(map(str, (HERE / "chaos_nodes", HERE.parent, ROOT))),
            "PARLEY_DATA_DIR": str(self.folder / "data"),
            "PARLEY_DATABASE_URL": dsn,
            "PARLEY_REDIS_URL": f"redis://127.0.0.1:{self._ports['redis']}/0",
            "PARLEY_SECRET_KEY": "a key that only chaos has",
            "PARLEY_GRAPH_API_URL": self.ledger_url,
            "PARLEY_SEND_GRACE": str(GRACE),
        }

    def _process(self, name: str, command: Sequence[str], settings: Mapping[str, str]) -> Process:
        return Process(name, command, settings, self.folder / f"logs/{name}.log")

    def _set_up(self) -> None:
        with httpx.Client(base_url=self.web_urls[0], timeout=30, trust_env=False) as client:
            _sign_in(client, "/api/setup")
            secrets = {"accessToken": "token", "appSecret": APP_SECRET, "verifyToken": "verify"}
            number = {"phoneNumber": NUMBER, "provider": "cloud", "phoneNumberId": NUMBER_ID}
            account = _posted(client, "/api/whatsapp-accounts", number | secrets)
            client.patch(
                f"/api/whatsapp-accounts/{account['id']}", json={"sendRate": 1000}
            ).raise_for_status()
            for kind in ("long", "fast"):
                flow = _posted(client, "/api/flows", document(kind, self.ledger_url))
                _posted(client, f"/api/flows/{flow['id']}/publish", None)


def _redis_command(port: int) -> list[str]:
    return [find_redis(), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]


def _wait_until_well(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{url}/health", timeout=5, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise SystemExit(f"{url} did not get well within {START_SECONDS:.0f} s: read the logs.")


def _sign_in(client: httpx.Client, path: str) -> None:
    person = OWNER if path == "/api/setup" else {key: OWNER[key] for key in ("email", "password")}
    client.headers["authorization"] = f"Bearer {_posted(client, path, person)['accessToken']}"


def _posted(client: httpx.Client, path: str, body: Any) -> Any:
    answer = client.post(path, json=body)
    if answer.is_error:
        raise SystemExit(f"{path}: {answer.text}")
    return answer.json()
