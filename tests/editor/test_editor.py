"""The editor's own checks: its unit tests, its types, and the files that are generated for it."""

from pathlib import Path

import pytest
from node_program import run_node

from api.contract import GENERATED, write_contract

PACKAGES = Path("node_modules")


def test_the_units_of_the_editor_do_what_their_tests_say() -> None:
    run_node(PACKAGES / "vitest" / "vitest.mjs", "run", "--no-color")


def test_the_editor_fits_its_types() -> None:
    run_node(PACKAGES / "typescript" / "bin" / "tsc", "--noEmit")


@pytest.mark.parametrize("name", ["openapi.json", "nodes.json", "api.d.ts", "nodes.d.ts"])
def test_the_generated_file_is_that_of_this_server(name: str, generated: Path) -> None:
    assert (generated / name).read_text() == (GENERATED / name).read_text(), "run `just types`"


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `just types` would write now."""
    folder = tmp_path_factory.mktemp("generated")
    write_contract(folder)
    run_node(Path("scripts", "types.mjs"), folder)
    return folder
