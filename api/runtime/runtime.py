"""Puts the loops together: one engine loop, one sender, one effect runner and the housekeeping, each restarted on trouble."""

import asyncio
import os
import platform
import random
import uuid
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

import asyncpg

from api.clock import DatabaseClock
from api.health.pulse import SILENT_AFTER, judge
from api.runtime.bell import ENGINE, MOVED, SENDER, Bell
from api.runtime.channels import Channels
from api.runtime.effects import EffectRunner
from api.runtime.jobs import Job, Jobs
from api.runtime.loop import EngineLoop
from api.runtime.marks import Marks, marks_folder
from api.runtime.metrics import Metrics
from api.runtime.nudges import serve_nudges
from api.runtime.outcomes import Outcomes
from api.runtime.plans import PlanCache
from api.runtime.redis_bell import redis_bell
from api.runtime.scheduler import Scheduler
from api.runtime.sender import Sender
from api.runtime.supervision import every, keep_running
from api.runtime.sweeper import Sweeper
from api.runtime.watchdog import Watchdog, stay_watched
from api.settings import Settings
from engine.registry import Registry
from nodes.adapters.web import Web
from storage import housekeeping
from storage.connection import GENERIC_PLANS, WALKS_INDEXES, Pool
from storage.figures import Pulse
from storage.postgres_store import PostgresStore
from storage.secrets import Vault

HEARTBEAT = 5.0  # seconds
CONNECTION_SETTINGS = {
    "idle_in_transaction_session_timeout": "2500",  # a worker that stands still gives its lanes back
    "statement_timeout": "30000",
    "lock_timeout": "10000",
    "tcp_keepalives_idle": "3",  # so does one whose machine is gone
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "8000",
    **WALKS_INDEXES,
}

Work = Callable[[], Awaitable[None]]


class Runtime:
    """Everything that works outside of HTTP requests."""

    def __init__(self, settings: Settings, registry: Registry, vault: Vault, dsn: str) -> None:
        self._settings, self._registry, self._vault, self._dsn = settings, registry, vault, dsn
        self.engine_bell, self.sender_bell, self.effect_bell = Bell(), Bell(), Bell()
        self._first_round = Bell()
        self.redis = redis_bell(settings, vault)
        self.clock = DatabaseClock()
        self._plans = PlanCache(registry)  # outlives the loop: what was compiled serves the next connection
        self._outcomes = Outcomes()
        self.metrics = Metrics(self._outcomes)
        self._id = uuid.uuid4().hex
        self._beat_at: datetime | None = None
        self._loop: EngineLoop | None = None
        self._loop_at: datetime | None = None

    def hear(self, rings: bytes) -> None:
        """Wake the loops that the web server rang for; effects come from the engine's batches, which ring for themselves."""
        if ENGINE in rings:
            self.engine_bell.ring()
        if SENDER in rings:
            self.sender_bell.ring()

    def checks(self) -> dict[str, str]:
        """How this process is, in words, without asking anybody: also from another thread, while its loop stands still."""
        now = self.clock.now()
        silent = self._beat_at is None or now - self._beat_at > SILENT_AFTER
        return {
            "database": "The database has not answered lately." if silent else "ok",
            "engine": judge(Pulse(now, self._loop_at, None), now),
        }

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set; the batch and the calls under way are finished."""
        watchdog = Watchdog()
        async with asyncpg.create_pool(
            self._dsn, min_size=0, max_size=8, server_settings=CONNECTION_SETTINGS
        ) as pool:
            channels = Channels(self._settings, self._vault)
            grace = timedelta(seconds=self._settings.send_grace)
            sender = Sender(
                pool,
                self.clock,
                channels.channel_of,
                self.sender_bell,
                self.engine_bell,
                grace,
                self._outcomes,
            )
            runner = EffectRunner(
                pool, self._registry, self.clock, self.effect_bell, self.engine_bell, Web, self._outcomes
            )
            scheduler = Scheduler(pool, self.clock, self.engine_bell)
            sweeper = Sweeper(pool, self.clock, timedelta(days=self._settings.retention_days))
            periodic = (
                Job("unknown_sends", 1.0, sender.resolve_unknown),
                Job("counts", 2.0, lambda: self._roll_up(pool)),
                Job("sweep", 3600.0, sweeper.sweep),
            )
            jobs = Jobs(pool, self.clock, periodic, are_nudged=self.redis is not None)
            works: dict[str, Work] = {
                "engine": lambda: self._run_engine(watchdog, sweeper),
                "sender": sender.run,
                "effects": runner.run,
                "schedules": scheduler.run,
                "heartbeat": lambda: self._keep_beating(pool),
                **{job.name: partial(every, job.seconds, partial(jobs.look, job)) for job in periodic},
                **self._redis_works(jobs),
            }
            async with asyncio.TaskGroup() as group:
                tasks = {name: group.create_task(keep_running(name, work)) for name, work in works.items()}
                tasks["watch"] = group.create_task(stay_watched())
                await stop.wait()
                await self._finish_batch(tasks["engine"])
                for task in tasks.values():
                    task.cancel()
                await runner.drain()  # while the sender waits for its calls too
            runner.close()
            await channels.close()

    def _redis_works(self, jobs: Jobs) -> dict[str, Work]:
        redis = self.redis
        if redis is None:
            return {}
        return {
            "redis_out": redis.publish,
            "redis_in": lambda: redis.listen((ENGINE, SENDER), self.hear),
            "nudges": lambda: serve_nudges(redis, jobs),
        }

    async def _run_engine(self, watchdog: Watchdog, sweeper: Sweeper) -> None:
        await sweeper.prepare()
        connection = await asyncpg.connect(self._dsn, server_settings=CONNECTION_SETTINGS | GENERIC_PLANS)
        marks = Marks(marks_folder(self._settings))
        try:
            await self.clock.follow(connection)
            loop = EngineLoop(
                PostgresStore(connection),
                self._registry,
                self.clock,
                random.Random(),
                watchdog,
                self.engine_bell,
                marks,
                cache=self._plans,
            )
            self._loop = loop
            await loop.run(self._after_batch)
        finally:
            marks.close()
            await connection.close(timeout=2)

    def _after_batch(self, loop: EngineLoop) -> None:
        if self._loop_at is None:
            self._first_round.ring()
        self._loop_at = self.clock.now()
        self.metrics.went_round(self._loop_at, loop.batches)
        if loop.batches and self.redis is not None:
            self.redis.ring(MOVED)
        loop.batches.clear()
        if loop.queued_messages:
            loop.queued_messages = False
            self.sender_bell.ring()
        if loop.new_effects:
            loop.new_effects = False
            self.effect_bell.ring()

    async def _finish_batch(self, task: asyncio.Task[None]) -> None:
        if self._loop is None:
            return  # it had not begun
        self._loop.stopping = True
        self.engine_bell.ring()
        await asyncio.wait([task], timeout=2)

    async def _roll_up(self, pool: Pool) -> None:
        async with pool.acquire() as connection:
            await housekeeping.roll_up_counts(connection)

    async def _keep_beating(self, pool: Pool) -> None:
        """Every few seconds, and at once when the engine has gone round for the first time: until then nobody calls it well."""
        while True:
            await self._beat(pool)
            await self._first_round.wait(HEARTBEAT)

    async def _beat(self, pool: Pool) -> None:
        async with pool.acquire() as connection:
            await self.clock.follow(connection)
            await housekeeping.beat(
                connection, self._id, platform.node(), os.getpid(), self.clock.now(), self._loop_at
            )
        self._beat_at = self.clock.now()
