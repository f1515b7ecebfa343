"""Engine and reference agree on flows that hypothesis draws, whatever the size of batches, the number of workers and the crashes."""

import re
from collections import defaultdict
from random import Random
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from simulation.faults import Faults
from simulation.flows import EVENTS, KEYS, THEMES, WORDS, random_flow
from simulation.scenario import POISON_FLOW, POISONED, Moment, Scenario
from simulation.world import World

from engine.model import Execution, Step
from storage.memory_rows import ExecutionRow, MessageRow

CONTACTS = (11, 12)
PEACE = Faults(
    crash=0, lost=0, freeze=0, slow_vendor=0, ambiguous=0, refused=0, unavailable=0, storm=0, lost_ring=0,
    duplicate=0, late=0,
)  # fmt: skip
SLOWLY = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

numbers = st.integers(0, 2**32 - 1)
moments = st.one_of(
    st.builds(
        Moment,
        at=st.integers(0, 60).map(lambda n: n * 7.0),
        kind=st.just("message"),
        contact=st.sampled_from(CONTACTS),
        text=st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join),
    ),
    st.builds(
        Moment,
        at=st.integers(0, 60).map(lambda n: n * 7.0),
        kind=st.just("named_event"),
        contact=st.sampled_from(CONTACTS),
        text=st.sampled_from(EVENTS),
        key=st.sampled_from(KEYS),
        items=st.one_of(st.none(), st.integers(0, 40)),
    ),
)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Flows, and what happens at moments that lie far enough apart for nobody to be late."""
    rng, count = draw(st.randoms(use_true_random=False)), draw(st.integers(1, 3))
    theme = draw(st.sampled_from(THEMES))
    flows = {n: random_flow(rng, n, list(range(n + 1, count + 1)), theme) for n in range(count, 0, -1)}
    drawn = draw(st.lists(moments, min_size=1, max_size=8, unique_by=lambda m: (m.contact, m.at)))
    return Scenario({**flows, POISON_FLOW: POISONED}, list(CONTACTS), sorted(drawn, key=lambda m: m.at))


def run(scenario: Scenario, faults: Faults, workers: int, batch: int, seed: int) -> World:
    """One run that must be without fault; the reference is compared after every commit."""
    world = World(f"property {seed}", scenario, faults, workers, batch)
    assert not world.run()
    return world


@SLOWLY
@given(scenarios(), numbers, st.integers(1, 4), st.sampled_from((1, 2, 7, 256)))
def test_engine_and_reference_agree_whatever_goes_wrong(
    scenario: Scenario, seed: int, workers: int, batch: int
) -> None:
    faults = replace(Faults.of(Random(seed)), meddling=0.0)
    run(scenario, faults, workers, batch, seed)


@SLOWLY
@given(
    scenarios(),
    numbers,
    st.integers(1, 4),
    st.sampled_from((1, 2, 7, 256)),
    st.sets(st.integers(1, 800), max_size=3),
)
def test_batches_workers_and_crashes_leave_no_trace_in_what_happened(
    scenario: Scenario, seed: int, workers: int, batch: int, crashes: set[int]
) -> None:
    calm = run(scenario, PEACE, 1, 256, seed)
    other = run(scenario, replace(PEACE, crash_at=frozenset(crashes)), workers, batch, seed)
    assert transcript(calm) == transcript(other)


def transcript(world: World) -> Any:
    """What each contact's lane saw, without the numbers and the moments that a run gives out by itself."""
    steps: dict[int, list[Any]] = defaultdict(list)
    for step in world.tables.rows[Step].values():
        steps[step.execution_id].append((step.n, step.node_id, str(step.status), step.port))
    found: dict[int, list[Any]] = defaultdict(list)
    for row in world.tables.rows[ExecutionRow].values():
        if row.user_id == world.scenario.owner:
            found[row.lane_id].append(_run_of(row, sorted(steps[row.id])))
    sent: dict[int, list[str]] = defaultdict(list)
    for message in sorted(world.tables.rows[MessageRow].values(), key=lambda message: message.id):
        if message.direction == "Outbound":
            sent[message.contact_id].append(_plain(message.content))
    return {lane: sorted(runs, key=str) for lane, runs in found.items()}, dict(sent)


def _run_of(row: ExecutionRow, steps: list[Any]) -> Any:
    execution = msgspec.json.decode(row.execution, type=Execution)
    variables = {name: _plain(str(value)) for name, value in sorted(execution.variables.items())}
    return row.flow_id, str(execution.status), execution.outcome, variables, steps


def _plain(text: str) -> str:
    """Answers from outside name their execution and attempt."""
    return re.sub(r"\d+/(\w+)/(\d+) \d+", r"#/\1/\2", text)
