"""Reads the flow documents that arrive: large ones in a thread, because the event loop answers everybody else meanwhile."""

import asyncio
from typing import Any

from litestar import Request
from litestar.serialization import decode_json

from engine.flow import refuse_unreadable

SMALL = 100_000
"""Bytes that are read on the loop: 300 nodes, 2 ms."""


class DocumentRequest(Request[Any, Any, Any]):
    """A request whose body is a flow document, or carries one as its `document`."""

    async def json(self) -> Any:
        """The body as plain data; SourceRefused when the document in it cannot be kept."""
        body = await self.body()
        return _read(body) if len(body) <= SMALL else await asyncio.to_thread(_read, body)


def _read(body: bytes) -> Any:
    raw = decode_json(body or b"null")
    inner = raw.get("document") if isinstance(raw, dict) else None
    refuse_unreadable(raw if inner is None else inner)
    return raw
