"""A run from start to verdict: load and faults, then calm until everything has come, then one more look."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import msgspec

from chaos.faults import Faults
from chaos.house import GRACE, House
from chaos.moods import dice
from chaos.people import People, Watch
from chaos.posting import Post
from chaos.verdict import Listed, Verdict, judge

PATIENCE = 90.0  # seconds without a call to the ledger after which nothing is expected to come any more
LOOK = 1.0  # seconds
LAST_LOOK = GRACE + 4.0  # seconds of calm after which a late double would have come


class Options(msgspec.Struct, frozen=True):
    """What a run is made of; `pace` is the mean time between two faults, in seconds."""

    seconds: float
    seed: int
    workers: int
    webs: int
    contacts: int
    pace: float


class Result(msgspec.Struct):
    """What a run gives."""

    options: Options
    verdict: Verdict
    faults: dict[str, int]
    conversations: int
    copies: int
    load_seconds: float
    settle_seconds: float
    fates: dict[str, int]
    own_ends: dict[str, list[int]]
    """Exit codes of those who ended without being told to."""
    hung: dict[str, int]
    """How often somebody did not end though told to, and was killed."""


def run(folder: Path, options: Options) -> Result:
    """Do it all in this folder, which is left as it is at the end; whatever happens, no process is left behind."""
    house = House(folder, options.seed, options.webs, options.workers)
    try:
        house.start()
        return asyncio.run(_run(house, options))
    finally:
        house.stop()


async def _run(house: House, options: Options) -> Result:
    watch, post = Watch(house.journal), Post(house.web_urls)
    people, faults = (
        People(options.seed, post, watch),
        Faults(house, dice(options.seed, "faults"), options.pace),
    )
    began = time.monotonic()
    helpers = [asyncio.create_task(work) for work in (watch.run(), house.keep())]
    load = [asyncio.create_task(people.come_and_go()) for _ in range(options.contacts)]
    try:
        await faults.run(began + options.seconds)
        people.is_stopping = True
        rested = time.monotonic()
        verdict = await _settle(house, people, watch, load)
    finally:
        for task in (*load, *helpers):
            task.cancel()
        _keep(house.folder, people, faults)
    await post.close()
    everybody = (*house.webs, *house.workers)
    return Result(
        options=options,
        verdict=verdict,
        faults=dict(faults.done),
        conversations=len(people.talks),
        copies=post.copies,
        load_seconds=rested - began,
        settle_seconds=time.monotonic() - rested,
        fates=_fates(watch),
        own_ends={each.name: each.own_ends for each in everybody if each.own_ends},
        hung={each.name: each.hung for each in everybody if each.hung},
    )


async def _settle(house: House, people: People, watch: Watch, load: list[asyncio.Task[None]]) -> Verdict:
    """Look until nothing is missing or nothing comes any more; then once more after a calm that late doubles would end."""
    calls, since = 0, time.monotonic()
    while time.monotonic() - since < PATIENCE:
        if len(watch.entries) > calls:
            calls, since = len(watch.entries), time.monotonic()
        if all(task.done() for task in load) and not (await _look(house, people, watch)).violations:
            break
        await asyncio.sleep(LOOK)
    await asyncio.sleep(LAST_LOOK)
    return await _look(house, people, watch)


async def _look(house: House, people: People, watch: Watch) -> Verdict:
    listed = await asyncio.to_thread(_patiently, house.unknown_sends)
    watch.look()
    (house.folder / "listed.json").write_bytes(msgspec.json.encode(listed))
    return await asyncio.to_thread(judge, list(people.talks), list(watch.entries), listed)


def _patiently(ask: Callable[[], list[Listed]]) -> list[Listed]:
    """The web server may have been killed a moment ago."""
    until = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(httpx.HTTPError, SystemExit):
            return ask()
        if time.monotonic() > until:
            return ask()
        time.sleep(LOOK)


def _keep(folder: Path, people: People, faults: Faults) -> None:
    (folder / "conversations.json").write_bytes(msgspec.json.encode(people.talks))
    (folder / "faults.json").write_bytes(msgspec.json.encode(faults.told))


def _fates(watch: Watch) -> dict[str, int]:
    fates: dict[str, int] = {}
    for entry in watch.entries:
        fate = getattr(entry, "fate", "status webhook")
        fates[fate] = fates.get(fate, 0) + 1
    return dict(sorted(fates.items(), key=lambda pair: -pair[1]))
