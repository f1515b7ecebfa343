"""arq, which chooses one of all workers for each turn of a job. It lives and dies with Redis; the jobs do not."""

import contextlib
from typing import Any, cast

import msgspec
from arq.connections import RedisSettings
from arq.cron import CronJob, cron
from arq.typing import WorkerCoroutine
from arq.worker import Worker

from api.runtime.jobs import Job, Jobs
from api.runtime.redis_bell import RedisBell

POLL = 0.5  # seconds
SHORTEST_TIMEOUT = 60.0  # seconds for a job


async def serve_nudges(redis: RedisBell, jobs: Jobs) -> None:
    """Run arq's worker until cancelled or Redis fails."""
    worker = Worker(
        queue_name=f"{redis.installation}:jobs",
        cron_jobs=[_cron(redis.installation, jobs, job) for job in jobs.jobs],
        redis_settings=RedisSettings.from_dsn(redis.url.reveal()),
        handle_signals=False,
        poll_delay=POLL,
        keep_result=0,
        max_tries=1,
        job_serializer=msgspec.msgpack.encode,  # arq's own is pickle: whoever writes to Redis could run code here
        job_deserializer=msgspec.msgpack.decode,
        log_results=False,
    )
    try:
        await worker.async_run()
    finally:
        with contextlib.suppress(Exception):  # Redis may be the reason
            await worker.close()


def _cron(installation: str, jobs: Jobs, job: Job) -> CronJob:
    async def nudge(context: dict[str, Any]) -> None:
        await jobs.nudge(job)

    timeout = max(SHORTEST_TIMEOUT, job.seconds)
    function = cast(WorkerCoroutine, nudge)  # which is typed with a name of its own
    return cron(function, name=f"{installation}:{job.name}", timeout=timeout, **_times(round(job.seconds)))


def _times(seconds: int) -> dict[str, Any]:
    """When arq nudges: as often as the job wants, but at least once an hour; its row refuses what comes too early."""
    if seconds < 60:
        return {"second": set(range(0, 60, seconds))}
    return {"second": 0, "minute": set(range(0, 60, min(seconds, 3600) // 60))}
