"""A fake Graph API in a process of its own: it writes every call down before it answers, and behaves badly by seed.

`python -m chaos.ledger FILE PORT SEED WEB_URL...`
"""

import asyncio
import sys
import time
from collections import Counter
from itertools import count
from pathlib import Path
from typing import Any, Literal
from zlib import crc32

import msgspec
import uvloop

from chaos.journal import Call, Journal
from chaos.moods import LONGEST, TAKEN, dice, fate_of
from chaos.posting import Post
from chaos.reports import Reports, wamid

TROUBLES: dict[str, tuple[int, int]] = {  # HTTP status and Graph's code
    "trouble": (500, 131000),
    "account_limit": (429, 130429),
    "contact_limit": (429, 131056),
}


class Ledger:
    """Takes sends at `/<version>/<number>/messages` and bookings at `/book`."""

    def __init__(self, journal: Journal, reports: Reports, seed: int) -> None:
        self._journal, self._reports, self._seed = journal, reports, seed
        self._times: Counter[str] = Counter()
        self._numbers = count(1)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection until either side hangs up."""
        try:
            while await self._exchange(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the caller was killed
        finally:
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        headers = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        body = msgspec.json.decode(await reader.readexactly(int(headers["content-length"])))
        call, rng = self._call(head.split()[1], headers, body)
        await self._journal.write(call)
        if call.taken and call.what == "send":
            self._reports.plan(call, rng)
        match call.fate:
            case "silent":
                await reader.read()  # until the caller gives up
                return False
            case "cut":
                return False
            case "slow":
                await asyncio.sleep(rng.uniform(0, LONGEST))
        writer.write(_answer(call))
        await writer.drain()
        return True

    def _call(self, path: str, headers: dict[str, str], body: dict[str, Any]) -> tuple[Call, Any]:
        is_send = path.endswith("/messages")
        what: Literal["send", "book"] = "send" if is_send else "book"
        key = body["biz_opaque_callback_data"] if is_send else headers["idempotency-key"]
        text = body["text"]["body"] if is_send else body["reference"]
        nth = self._times[key]
        self._times[key] += 1
        rng = dice(self._seed, what, text, nth)
        fate = fate_of(rng, what, nth)
        number = next(self._numbers) if is_send else crc32(key.encode())
        return Call(time.time(), what, body.get("to", ""), text, key, fate, fate in TAKEN, number), rng


def _answer(call: Call) -> bytes:
    if call.fate.startswith("gateway"):
        return _response(502, b"<h1>Bad gateway</h1>", "text/html")
    if call.fate in TROUBLES:
        status, code = TROUBLES[call.fate]
        error = {"message": f"(#{code}) It is the ledger's bad day", "code": code, "type": "OAuthException"}
        return _response(status, msgspec.json.encode({"error": error}))
    if call.what == "book":
        return _response(200, msgspec.json.encode({"number": call.number}))
    contacts = [{"input": call.to, "wa_id": call.to}]
    taken = {"messaging_product": "whatsapp", "contacts": contacts, "messages": [{"id": wamid(call)}]}
    return _response(200, msgspec.json.encode(taken))


def _response(status: int, body: bytes, kind: str = "application/json") -> bytes:
    pause = "retry-after: 1\r\n" if status == 429 else ""
    return (
        f"HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\n{pause}content-length: {len(body)}\r\n\r\n".encode()
        + body
    )


async def serve(path: Path, port: int, seed: int, web_urls: list[str]) -> None:
    """Serve until the process ends."""
    journal, post = Journal(path), Post(web_urls)
    reports = Reports(post, journal)
    server = await asyncio.start_server(Ledger(journal, reports, seed).talk, "127.0.0.1", port, backlog=1000)
    async with server:
        await asyncio.gather(journal.run(), reports.run(), server.serve_forever())


if __name__ == "__main__":
    uvloop.run(serve(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]))
