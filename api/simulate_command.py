"""`parley simulate`: runs the tests of a flow file, for people and for CI."""

import sys
from collections.abc import Iterable
from pathlib import Path

from engine.errors import ParleyError
from engine.flow import FlowDocument, decode_document
from engine.registry import load_registry
from engine.simulator.flow_tests import Tested, run_tests
from engine.simulator.reading import Tests, read_tests
from engine.simulator.stage import set_stage

FAILED = 1
UNUSABLE = 2


class Unusable(ParleyError):
    """A file or an option that nothing can be tested with."""

    code = "unusable"


def simulate_command(path: Path, name: str | None, others: Iterable[str]) -> int:
    """Run the tests, or the one with this name, and print how each went; the answer is the exit code."""
    registry = load_registry()
    try:
        document = _read(path)
        tests = _tests(document, path, name)
        stage = set_stage(document, registry, _others(others))
    except ParleyError as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    failed = sum(not _print(tested) for tested in run_tests(stage, tests))
    print(_sum_up(path, len(tests), failed))
    return FAILED if failed else 0


def _tests(document: FlowDocument, path: Path, name: str | None) -> Tests:
    tests, issues = read_tests(document)
    for issue in issues:
        raise Unusable(f"{path} has a test that cannot be read: {issue.field}: {issue.message}")
    chosen = [pair for pair in tests if name in (None, pair[1].name)]
    if name is not None and not chosen:
        known = ", ".join(f"'{test.name}'" for _, test in tests) or "none at all"
        raise Unusable(f"{path} has no test '{name}', but {known}.")
    return chosen


def _others(given: Iterable[str]) -> dict[int, FlowDocument]:
    """Flows that the flow may start or call, each as `7=welcome.json`."""
    found = {}
    for each in given:
        number, equals, path = each.partition("=")
        if not equals or not number.isascii() or not number.isdigit():
            raise Unusable(f"'{each}' is not a flow: write its number and its file, such as 7=welcome.json.")
        found[int(number)] = _read(Path(path))
    return found


def _read(path: Path) -> FlowDocument:
    try:
        return decode_document(path.read_bytes())
    except OSError as error:
        raise Unusable(f"{path} cannot be read: {error.strerror}.") from None
    except ParleyError as error:
        raise Unusable(f"{path}: {error}") from None


def _print(tested: Tested) -> bool:
    print(f"{'ok' if tested.passed else 'FAILED'}  {tested.name}")
    for failure in tested.failures:
        where = "start" if failure.script_step is None else f"step {failure.script_step + 1}"
        print(f"        {where}: {failure.message}")
    return tested.passed


def _sum_up(path: Path, count: int, failed: int) -> str:
    if not count:
        return f"{path}: no tests."
    tests = "1 test" if count == 1 else f"{count} tests"
    return f"{path}: {tests}, {failed} failed." if failed else f"{path}: {tests}, all ok."
