"""Runs what may take long, such as a simulation, in a thread of its own, and ends it when its time is over."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from api.runtime.interrupt import interrupt
from engine.errors import EvaluationFailed, NodeInterrupted
from engine.simulator.host import Limits

Result = TypeVar("Result")

GRACE = 1.0
"""Seconds in which work that was told to end may do so by itself; then it is interrupted, again and again."""


async def run_limited(work: Callable[[Limits], Result], seconds: float) -> Result:
    """What `work` answers; it is told when its time is over, and EvaluationFailed when it does not listen."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Result] = loop.create_future()
    is_over = threading.Event()

    def settle(method: Callable[[Any], None], value: object) -> None:
        if not answer.done():
            method(value)

    def run() -> None:
        try:
            result = work(Limits(is_over=is_over.is_set))
        except NodeInterrupted:
            sentence = "It took too long, so it was stopped."
            loop.call_soon_threadsafe(settle, answer.set_exception, EvaluationFailed(sentence))
        except Exception as error:
            loop.call_soon_threadsafe(settle, answer.set_exception, error)
        else:
            loop.call_soon_threadsafe(settle, answer.set_result, result)

    thread = threading.Thread(target=run, name="simulation", daemon=True)
    thread.start()
    try:
        return await _wait(answer, thread, is_over, seconds)
    finally:
        is_over.set()  # also when whoever asked has gone away


async def _wait(
    answer: "asyncio.Future[Result]", thread: threading.Thread, is_over: threading.Event, seconds: float
) -> Result:
    pause = seconds
    while not answer.done():
        await asyncio.wait([answer], timeout=pause)
        if not answer.done() and is_over.is_set():
            interrupt(thread)
        is_over.set()
        pause = GRACE
    return answer.result()
