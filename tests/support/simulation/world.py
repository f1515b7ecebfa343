"""The simulated world: tables, workers, a vendor, people who write, and the seed that decides it all."""

import asyncio
from collections.abc import Callable
from contextvars import Context, copy_context
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import structlog

from api.runtime.marks import Note, Suspect, blame
from engine.errors import RateLimited, Unavailable
from engine.ports import StatusUpdate
from simulation.connection import MemoryConnection
from simulation.faults import Faults
from simulation.invariants import Invariants
from simulation.nodes import OUTSIDE
from simulation.process import Process
from simulation.scenario import Scenario, with_meddling
from simulation.scheduler import PROCESS, Scheduler
from simulation.whatsapp import WhatsApp, status_fields
from storage.ingest import Arrival, ingest
from storage.memory_tables import Session, Tables
from storage.store import StoreLost

EPOCH = datetime(2026, 11, 25, 12, tzinfo=UTC)
IDLE_IN_TRANSACTION = 2.5  # seconds after which Postgres ends a session that stands still
RESTART_AFTER = 1.0
CALM = 4_000.0  # seconds without faults in which everything has to come to its end
WORKERS = 3
MOST_LIVES = 200


class Died(BaseException):
    """The process is dead; nothing may catch this."""


class World:
    """One run. `failures` says what went wrong; `trace` is everything that happened, the same for the same seed."""

    def __init__(
        self,
        seed: str,
        scenario: Scenario | None = None,
        faults: Faults | None = None,
        workers: int | None = None,
        batch: int | None = None,
    ) -> None:
        self.seed = seed
        choice = self.random("world")
        self.faults = faults or Faults.of(choice)
        self.workers = workers or choice.randint(1, WORKERS)
        self.batch = batch or choice.choice((1, 2, 5, 256))
        self.scenario = scenario or Scenario.of(self.random("scenario"))
        if self.faults.meddling:
            self.scenario = with_meddling(self.scenario, self.random("meddling"), self.faults.meddling)
        self.trace: list[str] = []
        self.scheduler = Scheduler(self.random("scheduler"))
        self.tables = Tables(self._committed)
        self.invariants = Invariants(self)
        self.whatsapp = WhatsApp(self, self.random("whatsapp"))
        self.marks: dict[str, Note] = {}
        self._rng = self.random("faults")
        self._outside = self.random("outside")
        self.points = 0
        self._processes: dict[str, Process] = {}
        self._is_buried = False
        self._root: Context | None = None

    def random(self, name: str) -> Random:
        """A stream of its own for each part, so that one more draw in one does not move the others."""
        return Random(f"{self.seed}/{name}")

    # Running.

    def run(self) -> list[str]:
        """Run it all; answers what went wrong."""
        with structlog.testing.capture_logs() as logs:
            try:
                copy_context().run(lambda: self.scheduler.run(self._main()))
            except AssertionError as error:
                self.invariants.complain(f"{type(error).__name__}: {error}")
        for entry in logs:
            self._read_log(entry)
        return self.invariants.failures

    def _read_log(self, entry: Any) -> None:
        """A loop never breaks, and two workers are never at the same rows unless somebody meddles."""
        if entry["event"] == "loop_broke":
            self.invariants.complain(f"a loop broke: {entry.get('exc_info')!r}")
        if "as they were read" in entry.get("reason", "") and not self.faults.meddling:
            self.invariants.complain(f"two workers met at the same rows: {entry['reason']}")

    async def _main(self) -> None:
        OUTSIDE.set(self)
        self._root = copy_context()
        self.scenario.lay_out(self.tables, EPOCH)
        for n in range(self.workers):
            self._start(f"w{n}")
        work = [self._spawn("", moment.happen(self)) for moment in self.scenario.moments]
        for done in work:
            await done
        await asyncio.sleep(self._rng.choice((0.0, 30.0, 120.0)))
        self.faults.is_over = True
        self.note("calm")
        await self._until_quiet()
        self.invariants.at_the_end()
        self._is_buried = True
        for process in self._processes.values():
            for session in process.sessions:
                session.close()

    async def _until_quiet(self) -> None:
        end = self.time() + CALM
        while not self.invariants.is_quiet():
            await asyncio.sleep(5)
            if self.time() > end:
                return self.invariants.complain(
                    f"not at rest after {CALM} calm seconds: {self.invariants.unrest()}"
                )

    def _spawn(self, process: str, work: Any) -> asyncio.Task[Any]:
        assert self._root is not None
        context = self._root.copy()
        context.run(PROCESS.set, process)
        return asyncio.get_running_loop().create_task(work, context=context)

    def _later(self, seconds: float, action: Callable[[], None]) -> None:
        assert self._root is not None
        self.scheduler.call_later(seconds, action, context=self._root.copy())

    def _start(self, name: str) -> None:
        process = Process(self, name, self.random(name))
        self._processes[name] = process
        self.note(f"{name} starts")
        self._spawn(name, process.run())

    # What the parts ask.

    def time(self) -> float:
        return self.scheduler.time()

    def now(self) -> datetime:
        return EPOCH + timedelta(seconds=self.time())

    def note(self, text: str) -> None:
        self.trace.append(f"{self.time():.6f} {text}")

    def is_dead(self, process: str) -> bool:
        return process in self.scheduler.dead

    def loses_ring(self) -> bool:
        return not self.faults.is_over and self._rng.random() < self.faults.lost_ring

    def left_by_the_dead(self) -> dict[Suspect, int]:
        """What dead processes were at, with one death more."""
        return blame(note for name, note in self.marks.items() if self.is_dead(name))

    def acquit(self, suspect: Suspect) -> None:
        for name, note in self.marks.items():
            if self.is_dead(name):
                self.marks[name] = note.without(suspect)

    async def point(self, process: Process | None, label: str, session: Session) -> None:
        """Asked before and after every statement and commit: here others run, and here faults strike."""
        if self._is_buried:
            raise StoreLost("The world has ended.")
        self.points += 1
        name = process.name if process else "web"
        self.note(f"{name} {label}")
        strike = self.faults.strike(self._rng, self.points)
        await asyncio.sleep(self._rng.choice((0.0, 0.0, 0.001, 0.01)))
        if strike is None:
            return
        self.note(f"{name} {label}: {strike}")
        if strike == "lost" or process is None:
            session.close()
            raise StoreLost("The connection broke.")
        if strike == "crash":
            self._kill(process)
            await asyncio.get_running_loop().create_future()
        elif strike == "freeze":
            self._freeze(process, self._rng.uniform(*self._rng.choice(((1, 5), (35, 90)))))
            await asyncio.sleep(0)

    def die(self) -> None:
        """A node kills the process that it runs in."""
        name = PROCESS.get()
        if name in self._processes:
            self.note(f"{name} is killed by a node")
            self._kill(self._processes[name])
            raise Died

    def _kill(self, process: Process) -> None:
        if self.is_dead(process.name):
            return
        self.scheduler.kill(process.name)
        for session in process.sessions:
            session.close()
        name, _, count = process.name.partition(".")
        if int(count or 0) >= MOST_LIVES:
            return self.invariants.complain(f"{name} died {MOST_LIVES} times")
        self._later(RESTART_AFTER, lambda: self._start(f"{name}.{int(count or 0) + 1}"))

    def _freeze(self, process: Process, seconds: float) -> None:
        """A process that stands still: Postgres ends its open transactions after a while, and it goes on none the wiser."""
        self.scheduler.freeze(process.name)
        for session in process.sessions:
            if session.is_in_transaction:
                self._later(min(IDLE_IN_TRANSACTION, seconds), session.close)
        self._later(seconds, lambda: self.scheduler.thaw(process.name))

    # What happens outside.

    async def deliver(self, *arrivals: Arrival) -> None:
        """Deliver a webhook until it is acknowledged, as Meta does; sometimes once more for good measure."""
        rng, wait = self._rng, 1.0
        if not self.faults.is_over and rng.random() < self.faults.late:
            await asyncio.sleep(rng.expovariate(0.1))
        again = not self.faults.is_over and rng.random() < self.faults.duplicate
        while True:
            try:
                await self._receive(arrivals)
            except StoreLost:
                await asyncio.sleep(wait)
                wait *= 2
                continue
            if not again:
                return
            again = False
            await asyncio.sleep(rng.expovariate(0.2))

    async def _receive(self, arrivals: tuple[Arrival, ...]) -> None:
        connection: Any = MemoryConnection(self.tables, lambda label, s: self.point(None, label, s))
        skew = 0.0 if self.faults.is_over else self._rng.uniform(-1, 1) * min(self.faults.skew, 30)
        try:
            await ingest(connection, arrivals, self.now() + timedelta(seconds=skew))
        finally:
            connection.session.close()
        for process in self._processes.values():
            if not self.loses_ring():
                process.engine_bell.ring()

    def deliver_status(self, name: str, wamid: str, callback: str, seconds: float) -> None:
        """WhatsApp reports on a message some time later."""
        update = StatusUpdate(**status_fields(name, wamid, callback))
        arrival = Arrival(self.scenario.owner, self.scenario.account, update)

        async def later() -> None:
            await asyncio.sleep(seconds)
            await self.deliver(arrival)

        self._spawn("", later())

    async def asked(self, key: str, attempt: int) -> str:
        """A call of a node to the outside: it may fail, break off, or take longer than its lease."""
        rng, faults = self._outside, self.faults
        self.note(f"call of {key}, attempt {attempt}")
        await asyncio.sleep(rng.uniform(0.01, 1))
        if not faults.is_over and rng.random() < faults.slow_vendor:
            await asyncio.sleep(rng.uniform(1, 60))
        if not faults.is_over and rng.random() < faults.unavailable:
            raise rng.choice((Unavailable("Away.", sent=True), RateLimited("Slow down.", 2.0)))
        return f"{key} {attempt}"

    def _committed(self, changes: dict[Any, Any]) -> None:
        self.invariants.committed(changes)
