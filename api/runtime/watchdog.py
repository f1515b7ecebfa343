"""Interrupts a node that holds the loop: an alarm signal raises into the node's own code, and only there.

Where no alarm can reach, because native code does not come back, the process is ended instead, and another takes over.
"""

import asyncio
import faulthandler
import signal
from types import FrameType
from typing import Protocol

from engine.errors import NodeInterrupted

LIMIT = 1.0  # seconds
LONGEST_HANG = 20.0  # seconds
STILL_ALIVE = 2.0  # seconds


class Watch(Protocol):
    """Watches over what is run inside of it; `inside` is the engine's, as in `engine.advance.Guard`."""

    inside: bool

    def __enter__(self) -> object: ...

    def __exit__(self, *exc: object) -> None: ...


class Watchdog:
    """A guard for the engine, in the main thread of a Unix process. The limit covers one lane's due events together."""

    def __init__(self, limit: float = LIMIT) -> None:
        self.inside = False
        self._limit = limit
        signal.signal(signal.SIGALRM, self._alarm)

    def __enter__(self) -> "Watchdog":
        signal.setitimer(signal.ITIMER_REAL, self._limit, self._limit)
        return self

    def __exit__(self, *exc: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _alarm(self, number: int, frame: FrameType | None) -> None:
        if self.inside:
            self.inside = False
            raise NodeInterrupted


async def stay_watched(longest: float = LONGEST_HANG, every: float = STILL_ALIVE) -> None:
    """End this process, saying where it is, once its event loop has stood still for `longest` seconds; until cancelled.

    A timer outside of the interpreter does it, so it also fires while native code holds everything.
    """
    try:
        while True:
            faulthandler.dump_traceback_later(longest, exit=True)
            await asyncio.sleep(every)
    finally:
        faulthandler.cancel_dump_traceback_later()
