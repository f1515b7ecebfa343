"""An event loop with a clock of its own: a seed decides who runs next, and whole processes can be killed or frozen.

asyncio's tasks, events and timeouts run on it unchanged. A process is all that was started in its context; a killed one never
runs again, not even its `finally`, as after kill -9.
"""

import asyncio
import contextvars
import heapq
from collections.abc import Coroutine
from random import Random
from typing import Any

PROCESS: contextvars.ContextVar[str] = contextvars.ContextVar("process", default="")
MOST_TURNS = 400_000


class Stuck(AssertionError):
    """The simulation does not come to an end."""


class Scheduler(asyncio.AbstractEventLoop):
    """Runs one ready callback at a time, chosen by the seed; when nothing is ready, time jumps to the next timer."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._now = 0.0
        self._ready: list[asyncio.Handle] = []
        self._timers: list[tuple[float, int, asyncio.TimerHandle]] = []
        self._count = 0
        self._frozen: dict[str, list[asyncio.Handle]] = {}
        self._morgue: list[asyncio.Handle] = []
        self.dead: set[str] = set()
        self.turns = 0
        self.tasks: list[asyncio.Task[Any]] = []
        self.complaints: list[str] = []

    def kill(self, process: str) -> None:
        """Nothing of this process runs any more."""
        self.dead.add(process)

    def freeze(self, process: str) -> None:
        """Nothing of this process runs until it is thawed."""
        self._frozen.setdefault(process, [])

    def thaw(self, process: str) -> None:
        """A frozen process goes on where it stood."""
        self._ready += self._frozen.pop(process, [])

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run until `work` is done; tasks that are left over are ended."""
        asyncio._set_running_loop(self)
        try:
            main = self.create_task(work)
            while not main.done():
                self._turn()
            return main.result()
        finally:
            self._bury()
            asyncio._set_running_loop(None)

    def _turn(self) -> None:
        self.turns += 1
        if self.turns > MOST_TURNS:
            raise Stuck("too many turns")
        self._wake()
        while not self._ready:
            if not self._timers:
                raise Stuck("nothing is left to do")
            self._now = max(self._now, self._timers[0][0])
            self._wake()
        handle = self._ready.pop(self._rng.randrange(len(self._ready)))
        handle._run()

    def _wake(self) -> None:
        """Move what is due to the ready ones; what belongs to dead and frozen processes is put away."""
        while self._timers and self._timers[0][0] <= self._now:
            self._ready.append(heapq.heappop(self._timers)[2])
        runnable = []
        for handle in self._ready:
            process = _process_of(handle)
            if not handle.cancelled():
                place = self._morgue if process in self.dead else self._frozen.get(process, runnable)
                place.append(handle)
        self._ready = runnable

    def _bury(self) -> None:
        """Let every task run to its end, so that no coroutine is torn down by the garbage collector."""
        self._ready += self._morgue + [handle for kept in self._frozen.values() for handle in kept]
        self.dead, self._frozen, self._morgue, self._timers = set(), {}, [], []
        for _ in range(50):
            left = [task for task in self.tasks if not task.done()]
            for task in left:
                task.cancel()
            while self._ready:
                ready, self._ready = self._ready, []
                for handle in ready:
                    if not handle.cancelled():
                        handle._run()
            if not left:
                break
        for task in self.tasks:
            if task.done() and not task.cancelled():
                task.exception()

    # What asyncio asks of its loop.

    def time(self) -> float:
        return self._now

    def call_soon(self, callback: Any, *args: Any, context: Any = None) -> asyncio.Handle:
        handle = asyncio.Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    call_soon_threadsafe = call_soon

    def call_later(self, delay: float, callback: Any, *args: Any, context: Any = None) -> asyncio.TimerHandle:
        return self.call_at(self._now + delay, callback, *args, context=context)

    def call_at(self, when: float, callback: Any, *args: Any, context: Any = None) -> asyncio.TimerHandle:
        handle = asyncio.TimerHandle(when, callback, args, self, context)
        self._count += 1
        heapq.heappush(self._timers, (when, self._count, handle))
        return handle

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        pass

    def create_future(self) -> asyncio.Future[Any]:
        return asyncio.Future(loop=self)

    def create_task(self, coro: Any, *, name: Any = None, context: Any = None, **kwargs: Any) -> Any:
        task = asyncio.Task(coro, loop=self, name=name, context=context)
        self.tasks.append(task)
        return task

    def get_debug(self) -> bool:
        return False

    def is_running(self) -> bool:
        return True

    def is_closed(self) -> bool:
        return False

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        self.complaints.append(f"{context.get('message')}: {context.get('exception')!r}")


def _process_of(handle: asyncio.Handle) -> str:
    process: str = handle._context.get(PROCESS, "")  # type: ignore[attr-defined]
    return process
