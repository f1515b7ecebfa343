"""What lies in the database, as Prometheus reads it: queues, sends without an outcome, and who is at work."""

import time
from datetime import datetime

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from storage import figures
from storage.connection import Pool

FRESH = 10.0  # seconds; counting a million waits takes a tenth of one

DESCRIPTIONS = {
    "events_due": "Events that are due and not handled yet.",
    "events_future": "Events that will be due later: timers of waits.",
    "oldest_due_event_seconds": "How long the oldest due event has waited.",
    "events_set_aside": "Events that could not be handled and are kept with the reason.",
    "effects_due": "Calls to the outside that wait to be made.",
    "effects_pending": "Calls to the outside that are under way or wait for their next attempt.",
    "messages_queued": "Messages that wait to be sent.",
    "messages_unresolved": "Messages whose sending has begun and whose outcome is not known yet.",
    "messages_unknown": "Messages whose outcome WhatsApp never told.",
    "engine_processes": "Engine processes heard of within 15 seconds.",
    "oldest_transaction_seconds": "How long the oldest transaction of the database runs; a long one makes queues slow.",
}


class QueueFigures:
    """The figures of the database, read again when they are old; whoever comes meanwhile gets what is there."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._text = b""
        self._read_at = float("-inf")

    async def text(self, now: datetime) -> bytes:
        """All of them, at most ten seconds old; none while the database does not answer."""
        if time.monotonic() - self._read_at >= FRESH:
            self._read_at = time.monotonic()
            async with self._pool.acquire(timeout=2) as connection:
                self._text = _written(await figures.queue_figures(connection, now))
        return self._text


def _written(values: dict[str, float]) -> bytes:
    registry = CollectorRegistry()
    for name, description in DESCRIPTIONS.items():
        Gauge(f"parley_{name}", description, registry=registry).set(values[name])
    return generate_latest(registry)
