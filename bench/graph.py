"""A Graph API that takes every message at once, so that the sender has somebody to talk to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

_numbers = count()


@asynccontextmanager
async def graph_server() -> AsyncIterator[str]:
    """Serve on a free port until the block ends; gives the address."""
    server = await asyncio.start_server(_talk, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def _talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer requests on one connection until the caller hangs up."""
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            await reader.readexactly(int(head.partition(b"content-length:")[2].split(None, 1)[0]))
            body = b'{"messages":[{"id":"wamid.out%d"}]}' % next(_numbers)
            writer.write(
                b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%b"
                % (len(body), body)
            )
    except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
        writer.close()
