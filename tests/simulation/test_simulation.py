"""The engine under seeded faults: a fixed corpus of seeds, some fresh ones, and each small run crashed at every point."""

import itertools
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace
from simulation.faults import Faults
from simulation.scenario import Moment, Scenario
from simulation.world import World

SUPPORT = Path(__file__).parents[1] / "support"
CORPUS = range(24)
FRESH = 6
PEACE = Faults(
    crash=0, lost=0, freeze=0, slow_vendor=0, ambiguous=0, refused=0, unavailable=0, storm=0, lost_ring=0,
    duplicate=0, late=0,
)  # fmt: skip

PROGRAM = "import sys; from simulation.world import World; w = World(sys.argv[1]); w.run(); print('\\n'.join(w.trace))"


def check(world: World) -> None:
    failures = world.run()
    assert not failures, (
        f"seed {world.seed}: `just simulate-engine --replay {world.seed}` shows it\n" + "\n".join(failures)
    )


@pytest.mark.parametrize("seed", CORPUS)
def test_nothing_is_lost_doubled_or_out_of_order(seed: int) -> None:
    check(World(str(seed)))


@pytest.mark.parametrize("number", range(FRESH))
def test_nor_with_seeds_that_nobody_has_seen(number: int) -> None:
    check(World(str(Random().randrange(10**9))))


def small() -> Scenario:
    """Two contacts and a flow that asks outside, sends, waits, and calls another one."""
    first = _flow(
        1,
        ("ask", "ask", {}),
        ("say", "send_message", {"body": {"type": "text", "text": "hello {{ vars.answer }}"}}),
        ("call", "call_flow", {"flow": 2, "inputs": [], "outputs": [{"name": "answer", "saveTo": "b"}]}),
        ("bye", "send_message", {"body": {"type": "text", "text": "bye {{ vars.b }}"}}),
        keyword="hi",
    )
    second = _flow(
        2,
        ("listen", "wait_for_reply", {"saveTo": "answer", "timeout": {"seconds": 20}}),
        ("echo", "send_message", {"body": {"type": "text", "text": "you said {{ message.text }}"}}),
        keyword="never",
    )
    moments = [
        Moment(0.0, "message", 11, "hi"),
        Moment(0.5, "message", 12, "hi"),
        Moment(4.0, "message", 11, "yes"),
    ]
    return Scenario({1: first, 2: second}, [11, 12], moments)


def _flow(flow_id: int, *nodes: tuple[str, str, dict[str, object]], keyword: str) -> dict[str, object]:
    on = {"type": "message_received", "match": "contains", "keywords": [keyword]}
    all_nodes = [("start", "trigger", {"on": on}), *nodes]
    ports = {"wait_for_reply": "replied"}
    return {
        "formatVersion": 1,
        "name": f"F{flow_id}",
        "nodes": [
            {"id": node_id, "type": kind, "position": {"x": 0, "y": 0}, "config": config}
            for node_id, kind, config in all_nodes
        ],
        "edges": [
            {"id": f"e{n}", "source": a[0], "sourceHandle": ports.get(a[1], "out"), "target": b[0]}
            for n, (a, b) in enumerate(itertools.pairwise(all_nodes))
        ],
    }


def peaceful(number: int | None = None, *others: int) -> World:
    """The small run without faults but for crashes at these points."""
    crashes = frozenset(other for other in (number, *others) if other is not None)
    return World("small", small(), replace(PEACE, crash_at=crashes), workers=1, batch=256)


def test_a_crash_at_any_point_changes_nothing() -> None:
    world = peaceful()
    check(world)
    assert sorted(a.text.split()[0] for a in world.whatsapp.ledger) == ["bye", "hello", "hello", "you"]
    last = next(n for n, line in enumerate(world.trace) if "calm" in line)
    points = sum(line.split()[1] in ("w0", "web") for line in world.trace[:last])
    assert points > 200
    for number in range(1 + Random().randrange(4), points, 4):
        check(peaceful(number))


def test_nor_do_two_crashes() -> None:
    rng = Random(7)
    for _ in range(25):
        check(peaceful(rng.randrange(1, 300), rng.randrange(1, 500)))


def test_a_seed_replays_byte_for_byte_in_any_process() -> None:
    traces = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM, "274"],
            env={**os.environ, "PYTHONPATH": f"{SUPPORT}:{SUPPORT.parents[1]}", "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            check=True,
        ).stdout
        for hash_seed in ("1", "2")
    ]
    assert traces[0].count(b"\n") > 1_000
    assert traces[0] == traces[1]
