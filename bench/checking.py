"""The verifier beside its yardstick, which is reading the same document from its JSON."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from bench.big_flow import big_flow
from bench.menu_flow import menu_flow
from bench.renamed_flow import renamed_flow
from engine.flow import decode_document
from engine.registry import load_registry
from engine.verifier.recheck import Rechecker

SHAPES: dict[str, Callable[[int], dict[str, Any]]] = {
    "rows": big_flow,
    "menus": menu_flow,
    "variables": partial(renamed_flow, is_renamed=False),
    "lost variables": partial(renamed_flow, is_renamed=True),
}


class Check(msgspec.Struct, frozen=True):
    """CPU milliseconds: for a flow it never saw, for the same `again` with one node changed, and for `reading` the JSON."""

    shape: str
    nodes: int
    anew: float
    again: float
    reading: float


def measure(shape: str, nodes: int) -> Check:
    """The best of three each, as they are while somebody draws."""
    raw = msgspec.json.encode(SHAPES[shape](nodes))
    document = decode_document(raw)
    registry, edits = load_registry(), iter(range(1_000))
    rechecker = Rechecker(registry)
    anew = _best(lambda: Rechecker(registry).check(document))
    message = next(node for node in document.nodes if node.type == "send_message")

    def change() -> None:
        message.config = {"body": {"type": "text", "text": f"Edit {next(edits)}"}}
        rechecker.check(document)

    change()
    return Check(shape, nodes, anew, _best(change), _best(lambda: decode_document(raw)))


def _best(work: Callable[[], object]) -> float:
    return min(_once(work) for _ in range(3))


def _once(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000
