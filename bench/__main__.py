"""`python -m bench`: measures the product and the yardstick in turn, and prints one table."""

import argparse
import asyncio
import tempfile
from pathlib import Path

from bench import bulk, canvas, checking, deaths, end_to_end, engine_alone, neighbours, waits, yardstick
from bench.canvas import CanvasFigures
from bench.checking import Check
from bench.deaths import Deaths
from bench.end_to_end import EndToEnd
from bench.engine_alone import Alone
from bench.flow import VISITS, flow_document, waiting_document
from bench.graph import graph_server
from bench.house import open_house
from bench.keys import Typing
from bench.machine import facts
from bench.neighbours import Neighbours
from bench.pure import microseconds_per_visit
from bench.waits import Waits
from bench.yardstick import Yardstick
from storage.embedded import EmbeddedPostgres

Sticks = dict[tuple[int, bool], Yardstick]
"""By the number of clients, and whether they come over HTTP."""

RUNS = ((1, False), (20, False), (20, True))  # clients, and whether messages are sent meanwhile
IDLE_PACE = 0.1  # seconds, about, between the messages of the one client on an idle house
WIDTH = 44
NO_GRAPH = "http://127.0.0.1:9"  # nothing is sent while flows are drawn


def main() -> None:
    """Measure everything in a folder that is thrown away."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="parley-bench-", ignore_cleanup_errors=True) as folder:
        data_dir = Path(folder)
        if options.part in ("all", "engine"):
            runs, sticks, idle, lines = asyncio.run(_through_the_house(data_dir, options.seconds))
            alone, rows = _alone(data_dir, options.events)
            print("\n".join(lines))
            _print_runs(runs, sticks, idle)
            _print_engine(alone, rows, microseconds_per_visit())
        if options.part in ("all", "waits"):
            _print_waits(_crowded(data_dir / "waits", options.waits, options.events // 2))
        if options.part in ("all", "trouble"):
            _print_trouble(*_troubled(data_dir / "trouble"))
        if options.part in ("all", "canvas"):
            _print_canvas(_drawn(data_dir / "canvas"))


def _drawn(data_dir: Path) -> CanvasFigures:
    data_dir.mkdir()
    with open_house(data_dir, NO_GRAPH) as house:
        return canvas.measure(house)


async def _through_the_house(
    data_dir: Path, seconds: float
) -> tuple[list[EndToEnd], Sticks, EndToEnd, list[str]]:
    runs, sticks = list[EndToEnd](), Sticks()
    async with graph_server() as graph_url:
        with open_house(data_dir, graph_url) as house:
            lines = await facts(house.dsn)
            idle = await end_to_end.measure(house, 1, seconds, pace=IDLE_PACE)
            for clients, sends in RUNS:
                runs.append(await end_to_end.measure(house, clients, seconds, sends))
                for behind_http in (False, True):
                    if (clients, behind_http) not in sticks:
                        stick = await yardstick.measure(house.dsn, clients, seconds, behind_http=behind_http)
                        sticks[clients, behind_http] = stick
    return runs, sticks, idle, lines


def _crowded(data_dir: Path, count: int, events: int) -> Waits:
    data_dir.mkdir()
    with open_house(data_dir, NO_GRAPH, (flow_document(), waiting_document())) as house:
        print("\n".join(asyncio.run(facts(house.dsn))))
    postgres = EmbeddedPostgres(data_dir)
    dsn = postgres.start()
    try:
        return asyncio.run(waits.measure(dsn, data_dir, count, events))
    finally:
        postgres.stop()


def _troubled(data_dir: Path) -> tuple[list[Neighbours], Deaths]:
    data_dir.mkdir()
    with open_house(data_dir, NO_GRAPH) as house:
        print("\n".join(asyncio.run(facts(house.dsn))))
    postgres = EmbeddedPostgres(data_dir)
    dsn = postgres.start()
    try:
        crowds = [asyncio.run(neighbours.measure(dsn, data_dir, workers)) for workers in (1, 2)]
        return crowds, asyncio.run(deaths.measure(dsn, data_dir))
    finally:
        postgres.stop()


def _alone(data_dir: Path, events: int) -> tuple[list[Alone], dict[str, float]]:
    postgres = EmbeddedPostgres(data_dir)
    dsn = postgres.start()
    try:
        alone = [asyncio.run(engine_alone.measure(dsn, data_dir, workers, events)) for workers in (1, 2)]
        return alone, asyncio.run(bulk.steps_per_second(dsn))
    finally:
        postgres.stop()


def _print_runs(runs: list[EndToEnd], sticks: Sticks, idle: EndToEnd) -> None:
    _print(
        "webhook to 6 committed steps",
        *(f"{r.clients} clients" + ", sending" * s for r, (_, s) in zip(runs, RUNS, strict=True)),
    )
    _print("executions/s", *(f"{r.per_second:,.0f}" for r in runs))
    for behind_http, name in ((False, "bare loop"), (True, "bare loop behind HTTP")):
        bare = [sticks[r.clients, behind_http] for r in runs]
        _print(f"{name}, executions/s", *(f"{each.per_second:,.0f}" for each in bare))
        _print(
            "RATIO", *(f"{r.per_second / each.per_second:.2f}" for r, each in zip(runs, bare, strict=True))
        )
        _print("  p50 / p99 ms", *(f"{each.committed.p50:.1f} / {each.committed.p99:.1f}" for each in bare))
    _print(
        "webhook to commit p50 / p99 ms", *(f"{r.committed.p50:.1f} / {r.committed.p99:.1f}" for r in runs)
    )
    _print("webhook answered p50 / p99 ms", *(f"{r.answered.p50:.1f} / {r.answered.p99:.1f}" for r in runs))
    for part in runs[0].cpu:
        _print(f"CPU {part}, µs/execution", *(f"{r.cpu[part] * 1e6:,.0f}" for r in runs))
    _print("commits/execution", *(f"{r.commits:.2f}" for r in runs))
    _print(
        "idle: webhook to queued reply p50 / p99 ms", f"{idle.committed.p50:.1f} / {idle.committed.p99:.1f}"
    )


def _print_engine(alone: list[Alone], rows: dict[str, float], microseconds: float) -> None:
    _print("engine alone", *(f"{each.workers} worker" + "s" * (each.workers > 1) for each in alone))
    _print("executions/s", *(f"{each.per_second:,.0f}" for each in alone))
    _print("stored steps/s", *(f"{each.per_second * VISITS:,.0f}" for each in alone))
    for name, per_second in rows.items():
        _print(f"pgbench, 100 rows, {name}", *(f"{per_second:,.0f}" for _ in alone))
        _print("RATIO", *(f"{each.per_second * VISITS / per_second:.2f}" for each in alone))
    _print("engine in memory, µs/visit", f"{microseconds:.1f}")


def _print_waits(found: Waits) -> None:
    places, sizes = (found.quiet, found.crowded), found.sizes
    own = sizes.row + sizes.indexes + sizes.live
    _print("waits pending", "none", f"{found.count:,}")
    _print(
        "bytes/wait: event, its indexes, live",
        f"{sizes.row:.0f} + {sizes.indexes:.0f} + {sizes.live:.0f}",
        f"= {own:.0f}",
    )
    _print("  with all indexes of the execution", "", f"{own - sizes.live + sizes.execution_indexes:.0f}")
    _print("worker's memory, MB", *(f"{place.memory / 1e6:.1f}" for place in places))
    _print("executions/s, one worker", *(f"{place.per_second:,.0f}" for place in places))
    _print("RATIO", "", f"{found.crowded.per_second / found.quiet.per_second:.2f}")
    _print("CPU, µs/execution", *(f"{place.cpu / place.executions * 1e6:,.0f}" for place in places))
    _print(f"{found.due_at_once:,} due in a minute,")
    _print("  late p50 / p99 s", "", f"{found.late.p50 / 1e3:.2f} / {found.late.p99 / 1e3:.2f}")
    _print("a timer alone, late p50 / p99 ms", "", f"{found.idle.p50:.0f} / {found.idle.p99:.0f}")


def _print_trouble(crowds: list[Neighbours], found: Deaths) -> None:
    _print(
        f"beside an owner with {neighbours.DUE:,} due",
        *(f"{c.workers} worker" + "s" * (c.workers > 1) for c in crowds),
    )
    _print("small owners waited, p50 / p99 ms", *(f"{c.waited.p50:.0f} / {c.waited.p99:.0f}" for c in crowds))
    _print("  the longest, ms", *(f"{c.longest:.0f}" for c in crowds))
    _print("  left of the big owner's", *(f"{c.left:,}" for c in crowds))
    _print("one of two workers", "lives", "killed", "stopped")
    _print("  the latest event, s late", *(f"{s:.2f}" for s in (found.quiet, found.killed, found.stopped)))


def _print_canvas(figures: CanvasFigures) -> None:
    runs = figures.runs
    _print("canvas", *(f"{run.nodes:,} nodes" for run in runs), "budget")
    _print("ready, s", *(f"{run.ready:.2f}" for run in runs), "<= 1.5, <= 2")
    _print("frames/s while dragging", *(f"{run.frames:.0f}" for run in runs), ">= 55, >= 50")
    _print("frames/s of an empty page", *(f"{figures.still:.0f}" for _ in runs))
    _print("RATIO", *(f"{run.frames / figures.still:.2f}" for run in runs))
    _print("frame p95 ms", *(f"{run.slow_frame:.0f}" for run in runs))
    _print("frames/s with the whole flow in view", *(f"{run.far_frames:.0f}" for run in runs), "2,000: >= 20")
    _print("frames dropped while typing", *(_share(run.checked) for run in runs))
    _print("  without the verifier", *(_share(run.unchecked) for run in runs))
    _print(
        "  frame p95 ms, with / without",
        *(f"{run.checked.slow_frame:.0f} / {run.unchecked.slow_frame:.0f}" for run in runs),
    )
    _print("heap, MB", *(f"{run.heap:.0f}" for run in runs), "<= 40")
    _print("first load, kB of JavaScript", f"{figures.first_load:.0f}", "", "<= 260")
    _print_checks([checking.measure(shape, run.nodes) for shape in checking.SHAPES for run in runs])


def _share(typing: Typing) -> str:
    return f"{typing.dropped} of {typing.frames}"


def _print_checks(checks: list[Check]) -> None:
    _print("verifier", *(f"{each.nodes:,} in {each.shape}" for each in checks))
    _print("ms after a change (budget of 2,000: 100)", *(f"{each.again:.0f}" for each in checks))
    _print("ms for a flow it never saw", *(f"{each.anew:.0f}" for each in checks))
    _print("reading the same JSON, ms", *(f"{each.reading:.0f}" for each in checks))
    _print("RATIO", *(f"{each.again / each.reading:.1f}" for each in checks))


def _print(name: str, *values: str) -> None:
    print(name.ljust(WIDTH), *(value.rjust(20) for value in values))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="length of a run")
    parser.add_argument("--events", type=int, default=20_000, help="events for the engine alone")
    parser.add_argument("--waits", type=int, default=1_000_000, help="pending waits in the crowd")
    parser.add_argument(
        "--part",
        choices=("all", "engine", "waits", "trouble", "canvas"),
        default="all",
        help="what to measure",
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
