"""Plays the tests of a flow, and says of those that fail what came instead."""

from collections.abc import Iterator

import msgspec

from engine.errors import Issue
from engine.simulator.host import Limits
from engine.simulator.reading import Tests
from engine.simulator.results import Outcome
from engine.simulator.simulate import simulate
from engine.simulator.stage import Stage


class Failure(msgspec.Struct, rename="camel", frozen=True):
    """What came instead, at a step of the script (null for the start)."""

    script_step: int | None
    message: str


class Tested(msgspec.Struct, rename="camel", frozen=True):
    """How a test went; `place` is its place among the document's tests."""

    place: int
    name: str
    passed: bool
    failures: list[Failure]


def run_tests(stage: Stage, tests: Tests, limits: Limits | None = None) -> Iterator[Tested]:
    """Play each test by itself; every one is tried."""
    for place, test in tests:
        outcome = simulate(stage, test, limits)
        failures = sorted(_failures(outcome), key=lambda each: -1 if each[0] is None else each[0])
        yield Tested(place, test.name, outcome.passed, [Failure(*each) for each in failures])


def issues_of(tested: Tested) -> Iterator[Issue]:
    """The first failure of a test as an issue of the flow: what follows it is often its consequence."""
    for failure in tested.failures[:1]:
        where = "at its start" if failure.script_step is None else f"at step {failure.script_step + 1}"
        step = "" if failure.script_step is None else f".steps[{failure.script_step}]"
        text = f"The test '{tested.name}' fails {where}: {failure.message}"
        yield Issue("error", "test_failed", text, None, f"tests[{tested.place}]{step}")


def _failures(outcome: Outcome) -> Iterator[tuple[int | None, str]]:
    yield from ((trouble.script_step, trouble.message) for trouble in outcome.troubles)
    yield from ((each.script_step, each.message) for each in outcome.expectations if not each.holds)
