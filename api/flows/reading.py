"""Reads the flow documents that arrive: large ones in a thread, because the event loop answers everybody else meanwhile."""

import asyncio
from typing import Any

from litestar import Request

from engine.errors import SourceRefused
from engine.flow import decode_json, refuse_unreadable

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
    if not isinstance(raw, dict | None):
        raise SourceRefused("This is not a flow: a flow is a JSON object.")
    inner = raw.get("document") if isinstance(raw, dict) else None
    refuse_unreadable(raw if inner is None else inner)
    return raw
