"""One worker process: the real loop, sender and effect runner on the store in memory, restarted as the product restarts them."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from workshop import here

from api.runtime.bell import Bell
from api.runtime.effects import EffectRunner
from api.runtime.loop import EngineLoop
from api.runtime.marks import Suspect, note_of
from api.runtime.node_call import Call, run_call
from api.runtime.plans import PlanCache
from api.runtime.sender import Sender
from api.runtime.supervision import every, keep_running
from simulation.connection import MemoryConnection, MemoryPool
from simulation.nodes import REGISTRY
from simulation.store import SimulatedStore
from simulation.whatsapp import ATTEMPT
from storage.memory_tables import Session

if TYPE_CHECKING:
    from simulation.world import World

GRACE = timedelta(seconds=30)


class Unwatched:
    """A watchdog that never bites: simulated nodes do not hang."""

    inside = False

    def __enter__(self) -> None: ...

    def __exit__(self, *exc: object) -> None: ...


class Notes:
    """`Marks` without files: the note of a dead process is found by whoever looks next."""

    def __init__(self, world: "World", process: str) -> None:
        self._world, self._process = world, process

    def set(self, lanes: Mapping[Suspect, int]) -> None:
        if not self._world.is_dead(self._process):
            self._world.marks[self._process] = note_of(lanes)

    def clear(self) -> None:
        if not self._world.is_dead(self._process):
            self._world.marks.pop(self._process, None)

    def left_behind(self) -> dict[Suspect, int]:
        return self._world.left_by_the_dead()

    def acquit(self, suspect: Suspect) -> None:
        self._world.acquit(suspect)


class SimulatedSender(Sender):
    """Tells the simulated WhatsApp which attempt a call belongs to."""

    async def _send(self, account: Any, mail: Any) -> None:
        ATTEMPT.set(mail.attempt)
        await super()._send(account, mail)


class CallsHere:
    """`CallThreads` without threads, which no seed could decide about."""

    async def run(self, call: Call, seconds: float) -> bytes:
        no_way_out: Any = None
        async with asyncio.timeout(seconds):
            return await run_call(call, no_way_out)

    def watch(self) -> None: ...


class SimulatedRunner(EffectRunner):
    """Makes its calls in the simulated process."""

    def __init__(self, *arguments: Any, rng: Random) -> None:
        super().__init__(*arguments, make_http=lambda: None, rng=rng)  # type: ignore[arg-type, return-value]
        here: Any = CallsHere()
        self._threads = here


class Process:
    """What runs under one name until it is killed."""

    def __init__(self, world: "World", name: str, rng: Random) -> None:
        self.world, self.name, self.rng = world, name, rng
        self.sessions: list[Session] = []
        self.engine_bell, self.sender_bell, self.effect_bell = Bell(), Bell(), Bell()
        self.skew = 0.0

    def now(self) -> Any:
        """Its clock, which may be wrong and may step."""
        if self.world.faults.skew and not self.world.faults.is_over and self.rng.random() < 0.01:
            self.skew = self.rng.uniform(-1, 1) * self.world.faults.skew
        if self.world.faults.is_over:
            self.skew = 0.0
        return self.world.now() + timedelta(seconds=self.skew)

    def connect(self) -> MemoryConnection:
        """A connection of the pool."""
        connection = MemoryConnection(self.world.tables, partial(self.world.point, self))
        self.sessions.append(connection.session)
        return connection

    async def run(self) -> None:
        """Everything that `Runtime` runs, as far as it moves events and messages."""
        pool: Any = MemoryPool(self.connect)
        clock: Any = self
        sender = SimulatedSender(
            pool, clock, lambda account: self.world.whatsapp, self.sender_bell, self.engine_bell, GRACE
        )
        runner = SimulatedRunner(pool, REGISTRY, clock, self.effect_bell, self.engine_bell, rng=self.rng)
        async with asyncio.TaskGroup() as group:
            group.create_task(keep_running("engine", self._run_engine))
            group.create_task(keep_running("sender", sender.run))
            group.create_task(keep_running("effects", runner.run))
            group.create_task(keep_running("unknown", lambda: every(1.0, sender.resolve_unknown)))

    async def _run_engine(self) -> None:
        store = SimulatedStore(self.world.tables, self.name, partial(self.world.point, self))
        self.sessions.append(store.session)
        marks: Any = Notes(self.world, self.name)
        clock: Any = self
        try:
            loop = EngineLoop(
                store, REGISTRY, clock, self.rng, Unwatched(), self.engine_bell, marks,
                batch=self.world.batch, stopwatch=self._stopwatch, cache=PlanCache(REGISTRY, here),
            )  # fmt: skip
            await loop.run(self._after_batch)
        finally:
            store.session.close()

    def _stopwatch(self) -> float:
        """Thinking takes a while sometimes, so that a batch is cut short."""
        return self.world.time() + self.rng.choice((0.0,) * 20 + (0.1,))

    def _after_batch(self, loop: EngineLoop) -> None:
        if loop.queued_messages and not self.world.loses_ring():
            self.sender_bell.ring()
        if loop.new_effects and not self.world.loses_ring():
            self.effect_bell.ring()
        loop.queued_messages = loop.new_effects = False
