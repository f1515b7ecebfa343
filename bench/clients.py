"""Customers who write as fast as their webhooks are answered: signed bodies over keep-alive connections."""

import asyncio
import random
import time
from datetime import UTC, datetime
from itertools import count

from bench.flow import TEXT
from bench.house import APP_SECRET, NUMBER, NUMBER_ID
from bench.watcher import Watcher
from nodes.adapters.channels.whatsapp.signature import sign
from nodes.adapters.channels.whatsapp.simulate import Business, Customer, text_message

BUSINESS = Business(NUMBER_ID, NUMBER)
HEAD = (
    "POST /hooks/whatsapp HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n"
    "x-hub-signature-256: {}\r\ncontent-length: {}\r\n\r\n"
)
_wamids = count()


class Client:
    """One customer on one connection; the client of an HTTP library would cost more than what is measured."""

    def __init__(self, number: int) -> None:
        self.customer = Customer(f"+34600{number:06}", f"Customer {number}")
        self.answers: list[float] = []  # seconds
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def open(self, port: int) -> None:
        """Connect."""
        self._streams = await asyncio.open_connection("127.0.0.1", port)

    async def post(self) -> float:
        """Write one message and wait for the 200; the answer is when it was sent."""
        assert self._streams is not None
        reader, writer = self._streams
        wamid = f"wamid.bench{next(_wamids)}.{time.time_ns()}"
        body = text_message(BUSINESS, self.customer, wamid, TEXT, datetime.now(UTC))
        sent = time.perf_counter()
        writer.write(HEAD.format(sign(APP_SECRET, body), len(body)).encode() + body)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200 "):
            raise RuntimeError(head.decode())
        length = head.lower().partition(b"content-length:")[2].split(None, 1)
        await reader.readexactly(int(length[0]) if length else 0)
        self.answers.append(time.perf_counter() - sent)
        return sent

    async def write_until(self, deadline: float, watcher: Watcher, pace: float = 0.0) -> int:
        """Keep writing until the deadline, about `pace` seconds after each answer; tells how many messages.

        Not in step with anything: the product's own looks at the database have their pace too.
        """
        contact_id, posted = watcher.contact_ids[self.customer.phone or ""], 0
        while time.perf_counter() < deadline:
            watcher.expect(contact_id)
            await self.post()
            posted += 1
            await asyncio.sleep(random.uniform(0.5, 1.5) * pace)
        return posted

    def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()
