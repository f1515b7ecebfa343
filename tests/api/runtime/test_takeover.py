"""What one worker was at is taken over by another, in the middle of a batch: after a crash, a standstill, and never when it is poison."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from worker_processes import Workers, running_workers
from workshop import Workshop, node, on_message, sends, ways

from api.runtime.plans import PlanCache
from engine.registry import load_registry

pytestmark = pytest.mark.anyio

DEADLY = str(Path(__file__).parents[2] / "support/deadly")
LONGEST = 150.0  # seconds before a test gives up; four processes start, which takes long on a busy machine
WORKERS_ARE_UP = "SELECT count(*) >= $1 FROM runtime_process"
NOTHING_IS_DUE = "SELECT count(*) = 0 FROM flow_event WHERE due_at <= now()"


async def test_another_worker_goes_on_where_one_was_killed(shop: Workshop, tmp_path: Path) -> None:
    await _publish(shop, signal="SIGKILL")
    with running_workers(2, shop.dsn, tmp_path, PYTHONPATH=DEADLY) as workers:
        await _until(shop, WORKERS_ARE_UP, 2)
        await _write_and_settle(shop, workers)
        assert sorted(process.poll() is None for process in workers.processes) == [False, True]
        await _everything_happened_once(shop)


async def test_a_worker_that_stands_still_loses_its_lanes_and_does_no_harm_when_it_goes_on(
    shop: Workshop, tmp_path: Path
) -> None:
    await _publish(shop, signal="SIGSTOP")
    with running_workers(2, shop.dsn, tmp_path, PYTHONPATH=DEADLY) as workers:
        await _until(shop, WORKERS_ARE_UP, 2)
        await _write_and_settle(shop, workers)
        os.kill(int((tmp_path / "struck").read_text()), signal.SIGCONT)
        await shop.receive(shop.says("afterwards", phone="+493"))
        await _until(shop, NOTHING_IS_DUE)
        assert workers.stop() == [0, 0]
        await _everything_happened_once(shop, "afterwards")


async def test_an_event_that_kills_every_worker_is_set_aside_after_the_third(
    shop: Workshop, tmp_path: Path
) -> None:
    await _publish(shop, signal="SIGKILL", once=False)
    with running_workers(5, shop.dsn, tmp_path, PYTHONPATH=DEADLY) as workers:
        await _until(shop, WORKERS_ARE_UP, 5)
        await _write_and_settle(shop, workers)
        # Two, or one when another took the lanes, all together again, before the first one's death was known.
        assert sum(process.poll() is None for process in workers.processes) in (1, 2)
    (failed,) = await shop.connection.fetch("SELECT payload->>'text' AS text, error FROM flow_event_failed")
    assert tuple(failed) == ("strike", "3 workers died of it.")
    assert await _sent(shop) == ["before", "other"]


async def test_what_was_compiled_outlives_the_connection(shop: Workshop) -> None:
    """Else a worker with much to compile, whose session Postgres ends meanwhile, would begin anew for ever."""
    await shop.publish([on_message(), sends("echo", "{{ message.text }}")], ways("start echo"))
    cache = PlanCache(load_registry())
    await shop.receive(shop.says("first"))
    await shop.settle(await shop.loop(cache=cache))
    await shop.connection.execute("UPDATE flow_version SET document = '{}'")  # nobody can compile it any more
    await shop.receive(shop.says("second"))
    await shop.settle(await shop.loop(cache=cache))
    assert await _sent(shop) == ["first", "second"]


def test_a_process_whose_loop_stands_still_in_native_code_ends_and_says_where() -> None:
    program = (
        "import asyncio\n"
        "from api.runtime.watchdog import stay_watched\n"
        "async def main():\n"
        "    asyncio.create_task(stay_watched(0.3, 0.1))\n"
        "    await asyncio.sleep(0.5)\n"
        "    print('still here', flush=True)\n"
        "    sum(range(10**15))\n"
        "asyncio.run(main())\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False
    )
    assert (ended.returncode, ended.stdout) == (1, "still here\n")
    assert "Timeout" in ended.stderr
    assert "line 7 in main" in ended.stderr


async def _publish(shop: Workshop, **strike: Any) -> None:
    nodes = [on_message(), node("strike", "deadly.strike", **strike), sends("echo", "{{ message.text }}")]
    await shop.publish(nodes, ways("start strike", "strike echo"))


async def _write_and_settle(shop: Workshop, workers: Workers) -> None:
    """Three people write in one commit, so that they share a batch; the second one strikes."""
    texts = ["before", "strike", "other"]
    await shop.receive(*(shop.says(text, phone=f"+4917{n}") for n, text in enumerate(texts)))
    workers.ring()
    await _until(shop, NOTHING_IS_DUE)


async def _everything_happened_once(shop: Workshop, *more: str) -> None:
    assert await _sent(shop) == sorted(["before", "strike", "other", *more])
    assert await shop.value("SELECT count(*) FROM flow_execution WHERE status = 'Completed'") == 3 + len(more)
    assert await shop.value("SELECT count(*) FROM flow_execution_step") == 3 * (3 + len(more))
    assert await shop.value("SELECT count(*) FROM flow_event_failed") == 0


async def _sent(shop: Workshop) -> list[str]:
    return sorted(await shop.column("SELECT content FROM message WHERE direction = 'Outbound'"))


async def _until(shop: Workshop, question: str, *values: Any) -> None:
    async with asyncio.timeout(LONGEST):
        while not await shop.value(question, *values):  # noqa: ASYNC110, other processes are waited for
            await asyncio.sleep(0.005)
