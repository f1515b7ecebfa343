"""What goes wrong, and when: every kind once in an order drawn by lot, then again in another, until the load ends."""

import asyncio
import signal
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from itertools import count
from random import Random

import redis.asyncio as redis

from chaos.house import House

STOPPED = (
    1.0,
    8.0,
)  # seconds a process stands still; longer than the product's grace and its limit of a transaction
ABSENT = (0.2, 3.0)  # seconds Redis is away
LOOK = 0.1  # seconds


class Faults:
    """Hurts a house on a schedule; what dies is started again by the house. `done` counts, `told` keeps each with its time."""

    def __init__(self, house: House, rng: Random, pace: float) -> None:
        self._house, self._rng, self._pace = house, rng, pace
        self.done: Counter[str] = Counter()
        self.told: list[tuple[float, str, str]] = []
        self._postgres = asyncio.Lock()
        self._restarts = count()
        self._kinds: tuple[Callable[[], Coroutine[None, None, None]], ...] = (
            *(self._kill_worker, self._stop_worker, self._roll_workers, self._kill_web, self._stop_web),
            *(self._restart_postgres, self._flush_redis, self._kill_redis),
        )

    async def run(self, until: float) -> None:
        """Go on until the time (monotonic); what was begun is finished, so that everybody runs at the end."""
        await asyncio.sleep(2 * self._pace)  # people have begun to talk
        async with asyncio.TaskGroup() as group:
            order: list[Callable[[], Coroutine[None, None, None]]] = []
            while time.monotonic() < until:
                order = order or self._rng.sample(self._kinds, len(self._kinds))
                group.create_task(order.pop()())
                await asyncio.sleep(self._pace * self._rng.uniform(0.3, 1.7))

    def _note(self, what: str, whom: str = "") -> None:
        self.told.append((time.time(), what, whom))
        self.done[what] += 1

    async def _kill_worker(self) -> None:
        worker = self._rng.choice(self._house.workers)
        self._note("worker killed", worker.name)
        await asyncio.to_thread(worker.kill)

    async def _stop_worker(self) -> None:
        worker = self._rng.choice(self._house.workers)
        self._note("worker stopped", worker.name)
        worker.signal(signal.SIGSTOP)
        await asyncio.sleep(self._rng.uniform(*STOPPED))
        worker.signal(signal.SIGCONT)

    async def _kill_web(self) -> None:
        web = self._rng.choice(self._house.webs)
        self._note("web killed", web.name)
        await asyncio.to_thread(web.kill)

    async def _stop_web(self) -> None:
        web = self._rng.choice(self._house.webs)
        self._note("web stopped", web.name)
        web.signal(signal.SIGSTOP)
        await asyncio.sleep(self._rng.uniform(*STOPPED))
        web.signal(signal.SIGCONT)

    async def _restart_postgres(self) -> None:
        """At once (`pg_ctl stop -m immediate`) and by kill -9 in turn."""
        number = (signal.SIGQUIT, signal.SIGKILL)[next(self._restarts) % 2]
        async with self._postgres:
            self._note(f"postgres ended by {number.name}")
            await asyncio.to_thread(self._house.restart_postgres, number)

    async def _flush_redis(self) -> None:
        self._note("redis flushed")
        try:
            async with redis.Redis(port=self._house.redis_port) as client:
                await client.flushall()
        except redis.ConnectionError:
            pass  # it is away just now

    async def _kill_redis(self) -> None:
        self._note("redis killed")
        await asyncio.to_thread(self._house.redis.kill)
        await asyncio.sleep(self._rng.uniform(*ABSENT))
        self._house.redis.start()

    async def _roll_workers(self) -> None:
        self._note("workers rolled")
        for worker in self._house.workers:
            await asyncio.to_thread(worker.end)
            while True:
                await asyncio.sleep(LOOK)
                if worker.is_alive:
                    break
