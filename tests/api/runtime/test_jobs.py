"""Periodic jobs: one of all workers does each turn, whether arq nudges or Redis is away."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
from redis_server import RedisServer
from waiting import until
from workshop import HandClock

from api.clock import DatabaseClock
from api.runtime.jobs import Job, Jobs
from api.runtime.nudges import serve_nudges
from api.runtime.redis_bell import RedisBell
from api.runtime.supervision import keep_running
from engine.ports import Secret
from storage.connection import Pool

pytestmark = pytest.mark.anyio


@pytest.fixture
async def pool(database: str) -> AsyncIterator[Pool]:
    async with asyncpg.create_pool(database, min_size=0, max_size=8) as pool:
        yield pool


class Diary:
    """A job that only counts, by worker."""

    def __init__(self) -> None:
        self.turns: list[str] = []

    def job(self, worker: str, seconds: float = 60.0) -> Job:
        async def run() -> None:
            self.turns.append(worker)

        return Job("diary", seconds, run)


async def test_of_many_workers_that_look_at_once_one_does_the_job(pool: Pool) -> None:
    clock, diary = HandClock(), Diary()
    workers = [diary.job(f"w{n}") for n in range(8)]
    for round_number in range(1, 4):
        jobs = [(Jobs(pool, clock, [job], are_nudged=False), job) for job in workers]
        await asyncio.gather(*(each.look(job) for each, job in jobs))
        assert len(diary.turns) == round_number
        await asyncio.gather(*(each.look(job) for each, job in jobs))
        assert len(diary.turns) == round_number  # it is nobody's turn
        clock.move(seconds=60)


async def test_where_nudges_are_expected_a_worker_looks_after_a_missed_one_only(pool: Pool) -> None:
    clock, diary = HandClock(), Diary()
    job = diary.job("w")
    jobs = Jobs(pool, clock, [job], are_nudged=True)
    await jobs.look(job)
    clock.move(seconds=59)
    await jobs.look(job)
    assert len(diary.turns) == 1
    await jobs.nudge(job)  # a second early: as punctual as nudges are
    assert len(diary.turns) == 2
    clock.move(seconds=119)
    await jobs.look(job)
    assert len(diary.turns) == 2
    clock.move(seconds=1)
    await jobs.look(job)
    assert len(diary.turns) == 3


async def test_a_clock_that_was_set_back_does_not_stop_a_job(pool: Pool) -> None:
    clock, diary = HandClock(), Diary()
    job = diary.job("w")
    jobs = Jobs(pool, clock, [job], are_nudged=False)
    await jobs.look(job)
    clock.move(days=-30)
    await jobs.look(job)
    assert len(diary.turns) == 2


async def test_arq_gives_each_turn_to_one_worker_and_comes_back_with_redis(
    pool: Pool, redis_server: RedisServer
) -> None:
    diary, tasks = Diary(), []
    for worker in ("one", "two"):
        jobs = Jobs(pool, DatabaseClock(), [diary.job(worker, seconds=1.0)], are_nudged=True)
        bell = RedisBell(Secret(redis_server.url), "test")
        tasks.append(asyncio.create_task(keep_running(worker, lambda b=bell, j=jobs: serve_nudges(b, j))))
    started = asyncio.get_running_loop().time()
    await until(lambda: len(diary.turns) >= 3)
    # Two workers that did every turn would have needed half the time.
    assert len(diary.turns) <= asyncio.get_running_loop().time() - started + 1
    redis_server.kill()
    diary.turns.clear()
    redis_server.start()
    await until(lambda: len(diary.turns) >= 2)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
