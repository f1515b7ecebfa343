"""Listens to a stream of server-sent events in memory, as a browser does over the wire."""

import asyncio
from typing import Any, NamedTuple

import httpx
import msgspec
from litestar import Litestar

SECONDS = 30.0


class Told(NamedTuple):
    """One event."""

    kind: str
    id: str | None
    data: Any


class Listener:
    """One connection; it reads at once, unless it is `slow`: then only when it is told to."""

    def __init__(
        self, app: Litestar, client: httpx.AsyncClient, url: str, last: str | None, slow: bool
    ) -> None:
        self.status: int | None = None
        self.headers: dict[str, str] = {}
        self.is_ended, self.bytes = False, 0
        self._text, self._asked = b"", False
        self._said: asyncio.Queue[Told | None] = asyncio.Queue()
        self._gone, self._begun, self._reads = asyncio.Event(), asyncio.Event(), asyncio.Event()
        if not slow:
            self._reads.set()
        scope: Any = _scope(client, url, last)
        self.task = asyncio.ensure_future(app(scope, self._receive, self._send))
        self.task.add_done_callback(lambda _: (self._begun.set(), self._said.put_nowait(None)))

    async def begun(self) -> "Listener":
        """The same, once the answer has begun."""
        async with asyncio.timeout(SECONDS):
            await self._begun.wait()
        return self

    async def next(self) -> Told | None:
        """The next event; None when the stream ended."""
        async with asyncio.timeout(SECONDS):
            return await self._said.get()

    async def take(self, count: int) -> list[Told]:
        """The next events."""
        return [told for _ in range(count) if (told := await self.next()) is not None]

    async def rest(self) -> list[Told]:
        """All events until the stream ends."""
        told = []
        while (each := await self.next()) is not None:
            told.append(each)
        return told

    def read(self) -> None:
        """Begin to read."""
        self._reads.set()

    async def leave(self) -> None:
        """Hang up, and wait until the server noticed."""
        self._gone.set()
        self._reads.set()
        async with asyncio.timeout(SECONDS):
            await self.task

    async def _receive(self) -> Any:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode().lower(): value.decode() for name, value in message["headers"]}
            return self._begun.set()
        await self._reads.wait()
        self.bytes += len(message["body"])
        self.is_ended = not message.get("more_body", False)
        *whole, self._text = (self._text + message["body"]).split(b"\n\n")
        for each in whole:
            if not each.startswith(b":"):
                self._said.put_nowait(_told(each))
        return None


def _told(text: bytes) -> Told:
    fields: dict[str, list[str]] = {}
    for line in text.decode().split("\n"):
        name, _, value = line.partition(": ")
        fields.setdefault(name, []).append(value)
    data = msgspec.json.decode("\n".join(fields["data"]))
    return Told(fields["event"][0], fields.get("id", [None])[0], data)  # type: ignore[list-item]


def _scope(client: httpx.AsyncClient, url: str, last: str | None) -> dict[str, Any]:
    path, _, query = url.partition("?")
    headers = [(b"authorization", client.headers["authorization"].encode())]
    if last is not None:
        headers.append((b"last-event-id", last.encode("latin-1")))
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("parley.test", 80),
        "state": {},
        "extensions": {},
    }
