"""A vendor behind real HTTP: a local server that answers as a test scripts it and keeps what it was asked."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import msgspec
import pytest


class Asked(msgspec.Struct):
    """One request as it arrived."""

    line: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return msgspec.json.decode(self.body)


class Vendor:
    """Answers every request with `answer`; None hangs, b"" closes the connection without a word."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.connections = 0
        self.answer: bytes | None = b""
        self.closes = False
        self.port = 0
        self._over = asyncio.Event()

    @property
    def origin(self) -> str:
        return f"127.0.0.1:{self.port}"

    def says(self, status: int, body: bytes | dict[str, Any] = b"", **headers: str) -> None:
        content = msgspec.json.encode(body) if isinstance(body, dict) else body
        lines = [f"HTTP/1.1 {status} Status", f"Content-Length: {len(content)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.answer = "\r\n".join([*lines, "", ""]).encode() + content

    def hangs(self) -> None:
        self.answer = None

    def stop(self) -> None:
        self._over.set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while head := (await reader.readuntil(b"\r\n\r\n")).decode():
                await self._reply(head, reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _reply(self, head: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line, *rest = head.rstrip().split("\r\n")
        headers = {name.lower(): value for name, value in (each.split(": ", 1) for each in rest)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        self.asked.append(Asked(line, headers, body))
        if self.answer is None:
            await self._over.wait()
        if not self.answer:
            raise ConnectionError
        writer.write(self.answer)
        await writer.drain()
        if self.closes:
            raise ConnectionError


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def vendor() -> AsyncIterator[Vendor]:
    vendor = Vendor()
    server = await asyncio.start_server(vendor.serve, "127.0.0.1", 0)
    vendor.port = server.sockets[0].getsockname()[1]
    yield vendor
    vendor.stop()
    server.close()


@pytest.fixture
def names() -> Callable[..., Any]:
    """A resolver that plays a script: each look-up of any name takes the next answer, the last one stays."""

    def make(*answers: list[str]) -> Callable[[str, int], Any]:
        left = list(answers)

        async def resolve(host: str, port: int) -> list[str]:
            return left.pop(0) if len(left) > 1 else left[0]

        return resolve

    return make
