"""Every node does what its case file says, and no node is without one."""

from pathlib import Path

import pytest
from node_cases import Case, read_cases, run_case

from engine.registry import load_registry

FOLDER = Path(__file__).parent / "cases"
REGISTRY = load_registry()
CASES = [(path.stem, case) for path in sorted(FOLDER.glob("*.json")) for case in read_cases(path)]


@pytest.mark.parametrize("tag", REGISTRY.kinds)
def test_every_node_has_a_case_that_works_and_one_that_fails(tag: str) -> None:
    path = FOLDER / f"{tag}.json"
    assert path.is_file(), f"the node '{tag}' has no case file: write {path.relative_to(FOLDER.parents[2])}"
    failing = [bool(case.expect.issues or case.expect.error) for case in read_cases(path)]
    assert {True, False} <= set(failing), f"{path.name} shows a visit that works and one that fails"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_every_case_file_belongs_to_a_node(path: Path) -> None:
    assert REGISTRY.get(path.stem) is not None


@pytest.mark.parametrize(("tag", "case"), CASES, ids=[f"{tag}: {case.title}" for tag, case in CASES])
def test_case(tag: str, case: Case) -> None:
    assert run_case(tag, case, REGISTRY) == case.expect
