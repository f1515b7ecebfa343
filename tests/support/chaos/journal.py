"""The ledger's file: one line for each call and each delivered status, on disk before anybody is answered."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

Fate = Literal[
    "answered",
    "slow",
    "silent",
    "cut",
    "gateway_taken",
    "gateway_lost",
    "trouble",
    "account_limit",
    "contact_limit",
]


class Call(msgspec.Struct, tag_field="kind", tag="call"):
    """One request: a send (`key` is Meta's callback text) or a booking (`key` is the idempotency key)."""

    at: float
    what: Literal["send", "book"]
    to: str
    text: str
    key: str
    fate: Fate
    taken: bool
    number: int
    """Of a send the wamid's number; of a booking what the caller is told, always the same for the same key."""


class Reported(msgspec.Struct, tag_field="kind", tag="reported"):
    """A status webhook that the product took with a 200; the callback texts it spoke of."""

    at: float
    keys: list[str]


Entry = Call | Reported
_decoder = msgspec.json.Decoder(Entry)


class Journal:
    """Appends entries; many share one fsync, and `write` returns after it."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._waiting: list[tuple[bytes, asyncio.Future[None]]] = []
        self._more = asyncio.Event()

    async def write(self, entry: Entry) -> None:
        """Return when the entry is on disk; entries keep the order of the calls of `write`."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((msgspec.json.encode(entry) + b"\n", done))
        self._more.set()
        await done

    async def run(self) -> None:
        """Write until cancelled."""
        while True:
            await self._more.wait()
            self._more.clear()
            group, self._waiting = self._waiting, []
            await asyncio.to_thread(self._store, b"".join(line for line, _ in group))
            for _, done in group:
                if not done.done():
                    done.set_result(None)

    def _store(self, lines: bytes) -> None:
        while lines:
            lines = lines[os.write(self._file, lines) :]
        os.fsync(self._file)


class Reader:
    """Reads what was added since the last look."""

    def __init__(self, path: Path) -> None:
        self._path, self._place = path, 0

    def news(self) -> Iterator[Entry]:
        """Whole lines only; the last may still be under way."""
        if not self._path.exists():
            return
        with self._path.open("rb") as file:
            file.seek(self._place)
            for line in file:
                if not line.endswith(b"\n"):
                    return
                self._place += len(line)
                yield _decoder.decode(line)
