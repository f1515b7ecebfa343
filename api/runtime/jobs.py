"""Periodic jobs that one of all workers does at a time: a row in Postgres says whose turn it is, a nudge only saves looking."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from api.clock import Clock
from storage import housekeeping
from storage.connection import Pool

EARLY = 0.1
"""The part of its period by which a job may come early, because a nudge is never punctual."""


@dataclass(frozen=True)
class Job:
    """Something to be done about once in so many seconds, by any worker; doing it twice must be harmless."""

    name: str
    seconds: float
    run: Callable[[], Awaitable[None]]


class Jobs:
    """The jobs of an installation, as one worker sees them."""

    def __init__(self, pool: Pool, clock: Clock, jobs: Sequence[Job], *, are_nudged: bool) -> None:
        self._pool, self._clock = pool, clock
        self.jobs, self._are_nudged = tuple(jobs), are_nudged

    async def nudge(self, job: Job) -> None:
        """Do the job if its turn has come."""
        await self._do(job, -EARLY * job.seconds)

    async def look(self, job: Job) -> None:
        """Do the job if its turn has come; where nudges are expected, only once one was missed."""
        await self._do(job, job.seconds if self._are_nudged else -EARLY * job.seconds)

    async def _do(self, job: Job, overdue: float) -> None:
        async with self._pool.acquire() as connection:
            period, late = timedelta(seconds=job.seconds), timedelta(seconds=overdue)
            is_ours = await housekeeping.take_turn(connection, job.name, self._clock.now(), period, late)
        if is_ours:
            await job.run()
