"""What people see happen: one poller for everybody who watches in this process, at rest while nobody does."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import asyncpg
import structlog

from api.errors import Problem
from api.executions.watches import ExecutionWatch, FlowWatch, Watch
from api.runtime.bell import MOVED, Bell
from api.runtime.redis_bell import RedisBell
from storage import live
from storage.connection import Pool

TICK = 0.15  # seconds between two looks
CALM_TICK = 1.0  # seconds, where the workers say over Redis that something moved
BREATH = 0.05  # seconds from such a word to the look, at the most; further ones meanwhile count as one
PAUSE = 1.0  # seconds after a look that failed
MAX_STREAMS = 32  # of one owner in this process

log = structlog.get_logger()


class Live:
    """Looks for everybody at once, and tells each what is new."""

    def __init__(self, pool: Pool, clock: Callable[[], datetime]) -> None:
        self._pool, self._clock = pool, clock
        self._bell = Bell()
        self._somebody = asyncio.Event()
        self._watches: list[Watch] = []
        self._is_closed = False
        self._is_told = False
        self._looked_at = 0.0

    @contextmanager
    def watching(self, watch: Watch) -> Iterator[None]:
        """Tell `watch` what happens until the block ends."""
        if sum(each.owner_id == watch.owner_id for each in self._watches) >= MAX_STREAMS:
            raise Problem(429, "too_many", f"{MAX_STREAMS} live views are open: close a tab that shows one.")
        if self._is_closed:
            watch.end()
        watch.wants_more = self._bell.ring
        self._watches.append(watch)
        self._somebody.set()
        self._bell.ring()
        try:
            yield
        finally:
            self._watches.remove(watch)
            if not self._watches:
                self._somebody.clear()

    @property
    def watches(self) -> tuple[Watch, ...]:
        """Who watches."""
        return tuple(self._watches)

    def close(self) -> None:
        """End all streams, and those that come later at once: the server stops, and clients resume with the next one."""
        self._is_closed = True
        for watch in self._watches:
            watch.end()

    async def run(self) -> None:
        """Look until cancelled. Whoever comes, or took all that one look may bring, does not wait for the next tick."""
        while True:
            await self._somebody.wait()
            await self._bell.wait(CALM_TICK if self._is_told else TICK)
            try:
                await self.look()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("cannot_look", error=repr(error))
                await asyncio.sleep(PAUSE)
            except Exception:  # a bug of ours must not end the looking for everybody
                log.exception("look_broke")
                await asyncio.sleep(PAUSE)

    async def listen(self, redis: RedisBell) -> None:
        """Hear of what moved from the workers until Redis fails; meanwhile looking at intervals matters less."""
        self._is_told = True
        try:
            await redis.listen((MOVED,), self._hear)
        finally:
            self._is_told = False

    def _hear(self, ring: bytes) -> None:
        """Look, but not at every batch of a busy engine."""
        if self._watches:
            pause = self._looked_at + BREATH - time.monotonic()
            self._bell.ring() if pause <= 0 else asyncio.get_running_loop().call_later(pause, self._bell.ring)

    async def look(self) -> None:
        """Read what is new for all who have room for it, and tell them."""
        self._looked_at = time.monotonic()
        hungry = [watch for watch in self._watches if watch.is_hungry]
        executions = [watch for watch in hungry if isinstance(watch, ExecutionWatch)]
        flows = [watch for watch in hungry if isinstance(watch, FlowWatch)]
        if executions:
            await self._look_at_executions(executions)
        if flows:
            await self._look_at_flows(flows)

    async def _look_at_executions(self, watches: list[ExecutionWatch]) -> None:
        async with self._pool.acquire() as connection:
            changes = await live.read_changes(connection, [watch.place for watch in watches])
            moved = [(watches[place], change) for place, change in changes.items()]
            for watch, change in moved:
                watch.begin(change)
            behind = [(watch.place, change.execution.step_count) for watch, change in moved]
            steps = await live.read_new_steps(connection, behind) if behind else {}
        for place, (watch, change) in enumerate(moved):
            with _ending(watch):
                watch.take(change, steps.get(place, []))

    async def _look_at_flows(self, watches: list[FlowWatch]) -> None:
        async with self._pool.acquire() as connection:
            found = await live.read_started(connection, [watch.place for watch in watches])
        now = self._clock()
        for place, watch in enumerate(watches):
            with _ending(watch):
                watch.take(found.get(place, []), now)


@contextmanager
def _ending(watch: Watch) -> Iterator[None]:
    """Whatever one watch brings up ends its own stream, and the others are told all the same."""
    try:
        yield
    except Exception:
        log.exception("watch_broke")
        watch.end()
