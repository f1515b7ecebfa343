"""The ledger's status webhooks: late, twice, out of order, or not at all."""

import asyncio
import time
from datetime import UTC, datetime
from random import Random

import msgspec

from chaos.journal import Call, Journal, Reported
from chaos.posting import BUSINESS, Post
from engine.ports import DeliveryStatus
from nodes.adapters.channels.whatsapp.simulate import Customer, status_update

NEVER, TWICE, LATE = 0.25, 0.1, 0.2  # of the messages, of the statuses
SOON, LATEST = 0.5, 6.0  # seconds
GROUP = 0.2  # seconds in which statuses gather into one delivery, as they do at Meta
MOST_UNDER_WAY = 4
"""Deliveries at a time; while the product does not answer, statuses gather, for hundreds of posts would keep the ledger from its calls."""
STATUSES: tuple[DeliveryStatus, ...] = ("Sent", "Delivered", "Read")


class Reports:
    """Tells the product what became of its messages."""

    def __init__(self, post: Post, journal: Journal) -> None:
        self._post, self._journal = post, journal
        self._due: list[tuple[float, str, bytes]] = []
        self._deliveries: set[asyncio.Task[None]] = set()

    def plan(self, call: Call, rng: Random) -> None:
        """Draw what is reported of a message that was taken."""
        if rng.random() < NEVER:
            return
        for status in STATUSES[: rng.randint(1, 3)]:
            body = status_update(
                BUSINESS, Customer(f"+{call.to}", "Ann"), wamid(call), status, datetime.now(UTC), call.key
            )
            for _ in range(2 if rng.random() < TWICE else 1):
                delay = rng.uniform(0, LATEST if rng.random() < LATE else SOON)
                self._due.append((time.time() + delay, call.key, body))

    async def run(self) -> None:
        """Deliver what is due, until cancelled."""
        while True:
            await asyncio.sleep(GROUP)
            now = time.time()
            due = [report for report in self._due if report[0] <= now]
            if due and len(self._deliveries) < MOST_UNDER_WAY:
                self._due = [report for report in self._due if report[0] > now]
                delivery = asyncio.create_task(self._deliver(due))
                self._deliveries.add(delivery)
                delivery.add_done_callback(self._deliveries.discard)

    async def _deliver(self, due: list[tuple[float, str, bytes]]) -> None:
        body, rng = _together([body for _, _, body in due]), Random()
        await self._post.deliver(body, rng)
        await self._journal.write(Reported(time.time(), sorted({key for _, key, _ in due})))


def wamid(call: Call) -> str:
    """The id that Meta gives a message."""
    return f"wamid.out.{call.number}"


def _together(bodies: list[bytes]) -> bytes:
    envelopes = [msgspec.json.decode(body) for body in bodies]
    return msgspec.json.encode(
        {**envelopes[0], "entry": [entry for each in envelopes for entry in each["entry"]]}
    )
