"""Threads that run the nodes which talk to the outside: one for each call under way, each with an event loop.

So a node that forgets to await stops neither the engine nor any other call. It is named in the log, and interrupted: at once when it
calculates, else when its time is over.
"""

import asyncio
import contextlib
import sys
import threading
import time
import traceback
from collections.abc import Callable
from types import FrameType

import structlog

from api.runtime.interrupt import interrupt
from api.runtime.node_call import Call, run_call
from engine.errors import NodeInterrupted, Unavailable
from engine.ports import HttpClient

MOST_THREADS = 512  # more than there is room for calls: the others are held by nodes whose time is over
HOLDS = 1.0  # seconds without an await after which a thread counts as held
BUSY = 0.5  # of that time on a processor, and the node is calculating

log = structlog.get_logger()


class CallThread(threading.Thread):
    """One thread with its event loop and its own connections; at most one call at a time."""

    def __init__(self, make_http: Callable[[], HttpClient]) -> None:
        super().__init__(
            name="call", daemon=True
        )  # a node that never returns must not keep the process alive
        self.loop = asyncio.new_event_loop()
        self._make_http = make_http
        self._http: HttpClient | None = None
        self._asked: tuple[float, float] | None = None
        self._is_over = False

    def run(self) -> None:
        """Run the loop until it is stopped; an interrupt that comes when the node has just ended changes nothing."""
        asyncio.set_event_loop(self.loop)
        while not self._is_over:
            with contextlib.suppress(NodeInterrupted):
                self.loop.run_forever()

    def stop(self) -> None:
        """End once the loop comes round."""
        self._is_over = True
        self.loop.call_soon_threadsafe(self.loop.stop)

    async def work(self, call: Call) -> bytes:
        """Run the call; inside the thread."""
        self._http = self._http or self._make_http()
        return await run_call(call, self._http)

    def look(self) -> tuple[float, float] | None:
        """How long the loop has not come round, and how much of that it calculated; asks it again for the next time."""
        asked, now = self._asked, (time.monotonic(), self._processor_time())
        if asked is None:
            self._asked = now
            self.loop.call_soon_threadsafe(self._answer)
            return None
        return now[0] - asked[0], now[1] - asked[1]

    def holder(self) -> tuple[Call, str] | None:
        """The call whose node runs in this very moment, with the place in its code."""
        frame: FrameType | None = sys._current_frames().get(self.ident or 0)
        place = "".join(traceback.format_stack(frame, limit=3)) if frame is not None else ""
        while frame is not None:
            if frame.f_code is run_call.__code__ and isinstance(call := frame.f_locals.get("call"), Call):
                return call, place
            frame = frame.f_back
        return None

    def interrupt(self) -> None:
        """Raise into the node that holds the thread, if one does."""
        if self.holder() is not None:
            interrupt(self)

    def _answer(self) -> None:
        self._asked = None

    def _processor_time(self) -> float:
        if self.ident is None or not hasattr(time, "pthread_getcpuclockid"):  # as on macOS
            return 0.0
        return time.clock_gettime(time.pthread_getcpuclockid(self.ident))


class CallThreads:
    """Finds a thread for each call, and watches those at work."""

    def __init__(self, make_http: Callable[[], HttpClient]) -> None:
        self._make_http = make_http
        self._idle: list[CallThread] = []
        self._at_work: set[CallThread] = set()
        self._named: set[str] = set()

    async def run(self, call: Call, seconds: float) -> bytes:
        """Run the call in a thread. TimeoutError after `seconds`, also when the node holds its thread."""
        thread = self._take()
        future = asyncio.run_coroutine_threadsafe(thread.work(call), thread.loop)
        try:
            async with asyncio.timeout(seconds):
                return await asyncio.wrap_future(future)
        except TimeoutError:
            thread.interrupt()
            raise
        finally:
            self._named.discard(call.key)
            self._give_back(thread)

    def watch(self) -> None:
        """Name the nodes that hold their threads, and interrupt those that calculate. Call it about twice a second."""
        for thread in list(self._at_work):
            held = thread.look()
            if held is None or held[0] < HOLDS or (found := thread.holder()) is None:
                continue
            call, place = found
            if call.key not in self._named:
                self._named.add(call.key)
                log.error("node_holds_its_thread", node=call.name, key=call.key, place=place)
            if held[1] >= held[0] * BUSY:
                thread.interrupt()

    def close(self) -> None:
        """Let the threads end; who holds one is left behind."""
        for thread in (*self._idle, *self._at_work):
            thread.stop()

    def _take(self) -> CallThread:
        """The thread that was used last, whose connections are the freshest."""
        if not self._idle:
            self._start()
        thread = self._idle.pop()
        self._at_work.add(thread)
        return thread

    def _start(self) -> None:
        if len(self._at_work) >= MOST_THREADS:
            raise Unavailable("Too many nodes hold their threads.", sent=False)
        thread = CallThread(self._make_http)
        thread.start()
        self._idle.append(thread)

    def _give_back(self, thread: CallThread) -> None:
        """It is idle once its loop comes round, which takes for ever while a node holds it."""
        here = asyncio.get_running_loop()

        def came_round() -> None:
            self._at_work.discard(thread)
            self._idle.append(thread)

        thread.loop.call_soon_threadsafe(here.call_soon_threadsafe, came_round)
