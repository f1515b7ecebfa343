"""Runs what calculates for long in a thread of its own, so that the event loop goes on meanwhile."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from api.runtime.interrupt import interrupt
from engine.errors import NodeInterrupted, ParleyError

LONGEST = 30.0  # seconds
TICKS = 30

Result = TypeVar("Result")


class TookTooLong(ParleyError):
    """The work was interrupted."""

    code = "took_too_long"


async def apart(work: Callable[[], Result], longest: float = LONGEST) -> Result:
    """What `work` answers or raises; TookTooLong after `longest` seconds, in which a frozen process grows no older."""
    future: Future[Result] = Future()
    thread = threading.Thread(target=_run, args=(work, future), name="apart", daemon=True)
    thread.start()
    answer = asyncio.wrap_future(future)
    for _ in range(TICKS):
        await asyncio.wait({answer}, timeout=longest / TICKS)
        if answer.done():
            return answer.result()
    interrupt(thread)
    raise TookTooLong(f"It took longer than {longest:g} seconds.")


def _run(work: Callable[[], Result], future: "Future[Result]") -> None:
    with contextlib.suppress(NodeInterrupted):  # nobody waits for it any more
        if not future.set_running_or_notify_cancel():
            return
        try:
            result = work()
        except Exception as error:
            future.set_exception(error)
        else:
            future.set_result(result)
