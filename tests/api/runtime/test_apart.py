"""Work that runs in a thread of its own."""

import threading
import time

import pytest

from api.runtime.apart import TookTooLong, apart

pytestmark = pytest.mark.anyio


async def test_work_runs_in_a_thread_of_its_own() -> None:
    assert await apart(threading.current_thread) is not threading.current_thread()


async def test_what_the_work_raises_comes_back() -> None:
    with pytest.raises(ZeroDivisionError):
        await apart(lambda: 1 / 0)


async def test_work_without_an_end_is_interrupted() -> None:
    beat = [0.0]

    def spin() -> None:
        while True:
            beat[0] = time.monotonic()

    with pytest.raises(TookTooLong, match=r"longer than 0\.3 seconds"):
        await apart(spin, 0.3)
    for thread in threading.enumerate():
        if thread.name == "apart":
            thread.join(5)
            assert not thread.is_alive()
    assert beat[0]
