"""The verifier beside its yardstick, which is reading the same document from its JSON."""

import time
from collections.abc import Callable
from typing import Any

import msgspec

from bench.big_flow import big_flow
from bench.renamed_flow import renamed_flow
from engine.flow import FlowDocument, decode_document
from engine.registry import load_registry
from engine.verifier.recheck import Rechecker


class Times(msgspec.Struct, frozen=True):
    """CPU milliseconds: for a flow it never saw, for the same `again` with one node changed, and for `reading` the JSON."""

    anew: float
    again: float
    reading: float


class Check(msgspec.Struct, frozen=True):
    """One size: the flow of the canvas, one whose messages read variables, and the same with all variables renamed."""

    usual: Times
    sound: Times
    renamed: Times
    wrong: int


def measure(nodes: int) -> Check:
    """The best of three each, as they are while somebody draws."""
    renamed = renamed_flow(nodes, is_renamed=True)
    return Check(
        _times(big_flow(nodes)),
        _times(renamed_flow(nodes, is_renamed=False)),
        _times(renamed),
        len(Rechecker(load_registry()).check(_read(renamed))),
    )


def _times(flow: dict[str, Any]) -> Times:
    raw, document = msgspec.json.encode(flow), _read(flow)
    registry, edits = load_registry(), iter(range(1_000))
    rechecker = Rechecker(registry)
    anew = _best(lambda: Rechecker(registry).check(document))
    message = next(node for node in document.nodes if node.type == "send_message")

    def change() -> None:
        message.config = {"body": {"type": "text", "text": f"Edit {next(edits)}"}}
        rechecker.check(document)

    change()
    return Times(anew, _best(change), _best(lambda: decode_document(raw)))


def _read(flow: dict[str, Any]) -> FlowDocument:
    return decode_document(msgspec.json.encode(flow))


def _best(work: Callable[[], object]) -> float:
    return min(_once(work) for _ in range(3))


def _once(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000
