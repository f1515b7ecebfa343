"""What a browser fetches before a flow is drawn stays small: the budget of the editor's README."""

import gzip
import re
from pathlib import Path

STATIC = Path(__file__).parents[2] / "api/static"
BUDGET = 260_000  # bytes of JavaScript as they go over the wire
LATER = ("FlowPage", "FlowEditor")
"""What the address of a flow's canvas asks for beside what the page itself names."""
IMPORT = re.compile(r"""(?:from|import)\s*["']\./([\w.-]+\.js)["']""")


def test_the_first_load_of_a_flow_keeps_its_budget() -> None:
    page = (STATIC / "index.html").read_text()
    named = re.findall(r'(?:src|href)="/([\w./-]+\.js)"', page)
    wanted = {*named, *(f"assets/{_chunk(name)}" for name in LATER)}
    files = _with_imports({STATIC / name for name in wanted})
    sizes = {file.name: len(gzip.compress(file.read_bytes())) for file in files}
    assert len(sizes) > 10
    assert sum(sizes.values()) <= BUDGET, sorted(sizes.items(), key=lambda size: -size[1])


def _chunk(name: str) -> str:
    (found,) = (file.name for file in (STATIC / "assets").glob(f"{name}-*.js"))
    return found


def _with_imports(files: set[Path]) -> set[Path]:
    """These and all that they import at once; what is imported later stands in parentheses."""
    found: set[Path] = set()
    while files:
        file = files.pop()
        if file in found:
            continue
        found.add(file)
        files |= {file.parent / name for name in IMPORT.findall(file.read_text())}
    return found
