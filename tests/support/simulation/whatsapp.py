"""A WhatsApp that accepts and stays silent, refuses, slows down, and reports late, twice or out of order; its ledger is the truth."""

import asyncio
from collections import Counter, defaultdict
from contextvars import ContextVar
from random import Random
from typing import TYPE_CHECKING, Any

import msgspec

from engine.errors import RateLimited, Rejected, Unavailable
from engine.ports import OutboundMessage, SendReceipt
from storage.statuses import message_id_of

if TYPE_CHECKING:
    from simulation.world import World

REFUSED = "Not now, not ever."
ATTEMPT: ContextVar[int] = ContextVar("attempt")


class Acceptance(msgspec.Struct, frozen=True):
    """A message that reached the customer."""

    message_id: int
    attempt: int
    phone: str
    text: str
    wamid: str


class WhatsApp:
    """The channel of every account."""

    def __init__(self, world: "World", rng: Random) -> None:
        self._world, self._rng = world, rng
        self.ledger: list[Acceptance] = []
        self.refused: defaultdict[int, set[int]] = defaultdict(set)
        self.failed_later: set[int] = set()
        self.calls: Counter[str] = Counter()
        self._storm_until: float = 0.0

    async def send(self, message: OutboundMessage) -> SendReceipt:
        """Accept, or not, or accept and say nothing of it."""
        message_id, attempt = message_id_of(message.callback) or 0, ATTEMPT.get()
        rng, faults = self._rng, self._world.faults
        await asyncio.sleep(rng.uniform(0.01, 0.5))
        if not faults.is_over and rng.random() < faults.slow_vendor:
            await asyncio.sleep(rng.uniform(1, 60))
        if (trouble := self._trouble()) is not None:
            self.refused[message_id].add(attempt)
            self._world.note(
                f"whatsapp refuses message {message_id} attempt {attempt}: {type(trouble).__name__}"
            )
            raise trouble
        wamid = f"wamid.{len(self.ledger)}"
        text: str = message.body["text"]["body"]
        self.ledger.append(Acceptance(message_id, attempt, message.to_phone or "", text, wamid))
        self._world.note(f"whatsapp accepts message {message_id} attempt {attempt}: {text}")
        self._report(message_id, wamid, message.callback)
        if not faults.is_over and rng.random() < faults.ambiguous:
            await asyncio.sleep(rng.uniform(0, 45))
            raise Unavailable("No answer.", sent=True)
        await asyncio.sleep(rng.uniform(0.01, 0.3))
        return SendReceipt(wamid, None)

    def _trouble(self) -> Exception | None:
        rng, faults, now = self._rng, self._world.faults, self._world.time()
        if faults.is_over:
            return None
        if now < self._storm_until or rng.random() < faults.storm * 0.05:
            self._storm_until = max(self._storm_until, now + rng.uniform(1, 20))
            return RateLimited("Too fast.", rng.uniform(0.5, 5), rng.choice(("account", "contact")))
        if rng.random() < faults.refused:
            return Rejected(REFUSED)
        if rng.random() < faults.unavailable:
            return Unavailable("Nobody there.", sent=False)
        return None

    def _report(self, message_id: int, wamid: str, callback: str) -> None:
        """Statuses come some time later, in any order; some never."""
        rng, faults = self._rng, self._world.faults
        if faults.is_over or rng.random() < 0.7:
            names = ["Sent", "Delivered", "Read"][: rng.randint(1, 3)]
            if not faults.is_over and rng.random() < faults.refused:
                names = ["Failed"]
                self.failed_later.add(message_id)
            for name in names:
                self._world.deliver_status(name, wamid, callback, rng.expovariate(0.3))


def status_fields(name: str, wamid: str, callback: str) -> dict[str, Any]:
    """One status as a webhook brings it."""
    error = "It failed." if name == "Failed" else None
    return {
        "phone_number_id": "p1",
        "whatsapp_message_id": wamid,
        "callback": callback,
        "status": name,
        "at": None,
        "error_code": None,
        "error_message": error,
    }
