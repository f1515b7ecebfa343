"""The answer that goes on: server-sent events until all is said or somebody leaves."""

import asyncio
import time
from collections.abc import AsyncIterator

from litestar.response.base import ASGIResponse
from litestar.types import Receive, Scope, Send

from api.executions.live import Live
from api.executions.watches import Watch

HEARTBEAT = 15.0  # seconds between signs of life; proxies close what is silent for a minute
LONGEST = 600.0  # seconds; then the client resumes, with a token that is still good
PATIENCE = 30.0  # seconds a reader may take nothing

ALIVE = b": alive\n\n"


class EventStream(ASGIResponse):
    """What a watch is told, as `text/event-stream`; the watch is let go however the answer ends."""

    _should_set_content_length = False

    def __init__(self, live: Live, watch: Watch) -> None:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(media_type="text/event-stream", headers=headers)
        self._live, self._watch = live, watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the watch up before anything is sent, so that a refusal is still an answer of its own."""
        with self._live.watching(self._watch):
            await super().__call__(scope, receive, send)

    async def send_body(self, send: Send, receive: Receive) -> None:
        """Speak until all is said, or until the client is gone."""
        speaking = asyncio.create_task(self._speak(send))
        leaving = asyncio.create_task(_until_gone(receive))
        try:
            done, _ = await asyncio.wait((speaking, leaving), return_when=asyncio.FIRST_COMPLETED)
            if speaking in done:
                speaking.result()
        finally:
            speaking.cancel()
            leaving.cancel()

    async def _speak(self, send: Send) -> None:
        async for chunk in self._chunks():
            try:
                async with asyncio.timeout(PATIENCE):
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
            except TimeoutError:
                return
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _chunks(self) -> AsyncIterator[bytes]:
        until = time.monotonic() + LONGEST
        while not self._watch.is_done and (left := until - time.monotonic()) > 0:
            yield await self._watch.listen(min(HEARTBEAT, left)) or ALIVE


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
