"""The ways between nodes: what an execution gains and loses on each, and how long it takes."""

from collections.abc import Iterable, Mapping

import msgspec

from engine.facts import AT_ONCE, Passage, Write
from engine.flow import FlowDocument
from engine.verifier.arrivals import DAY, Arrival
from engine.verifier.names import CONTACT, EVENT, MESSAGE, SAID, Names, variable
from engine.verifier.told import Told, Untold


class Way(msgspec.Struct, frozen=True, gc=False):
    """From one node to the next: the names that stay and that are new, as bits, and the time it takes."""

    target: str
    keeps: int
    adds: int
    passage: Passage

    def after(self, before: Arrival) -> Arrival:
        """What is known at the end of this way."""
        sure, may = before.sure & self.keeps | self.adds, before.may | self.adds
        passage = self.passage
        if passage.hears:
            return Arrival(sure, may)
        if not passage.most:
            return Arrival(sure, may, before.least, before.most)
        return Arrival(
            sure, may, min(before.least + passage.least, DAY), min(before.most + passage.most, DAY)
        )


ALL = -1
"""Every bit: a way on which nothing is lost."""

Ways = dict[str, list[Way]]
"""By the node that they leave."""


def ways_of(
    document: FlowDocument,
    nodes: dict[str, Told],
    jumps: dict[str, list[str]],
    names: Names,
    wrong: Mapping[str, Untold],
) -> Ways:
    """Every way that is taken; a node whose settings are wrong may do anything that its type can, and is given credit for it."""
    ways: Ways = {node.id: [] for node in document.nodes}
    writes = {node_id: _bits(told, names) for node_id, told in nodes.items()}
    said, message = names[SAID], names[MESSAGE]

    def way(target: str, told: Told, port: str, passage: Passage, written: "_Bits") -> Way:
        adds = written.everywhere | written.behind.get(port, 0)
        if passage.hears:
            return Way(target, ~said, adds | message, passage)
        if passage.most > 0:
            return Way(target, ~said, adds, passage)
        return Way(target, ALL, adds | said if told.node.sends else adds, passage)

    for edge in document.edges:
        if edge.source not in ways or edge.target not in ways:
            continue
        told = nodes.get(edge.source)
        if told is None:
            gained = _gained(wrong.get(edge.source), edge.source_handle, names)
            ways[edge.source].append(Way(edge.target, ~said, gained, AT_ONCE))
        elif (passage := told.passage(edge.source_handle)) is not None:
            ways[edge.source].append(way(edge.target, told, edge.source_handle, passage, writes[edge.source]))
    for node_id, targets in jumps.items():
        ways[node_id] += (way(target, nodes[node_id], "", AT_ONCE, writes[node_id]) for target in targets)
    return ways


def _gained(untold: Untold | None, port: str, names: Names) -> int:
    """What a node whose settings are wrong may bring."""
    if untold is None:
        return names.all
    heard = names[MESSAGE] if untold.kind.waits else 0
    if untold.writes is None:
        return names.all & ~names.of(CONTACT, MESSAGE, EVENT) | heard
    written = _written(untold.writes, names)
    return written.everywhere | written.behind.get(port, 0) | heard


class _Bits(msgspec.Struct):
    """The variables that a node sets, as bits: on every way, and by the port."""

    everywhere: int
    behind: dict[str, int]


def _bits(told: Told, names: Names) -> _Bits:
    if not told.node.tells_writes:
        return _Bits(names.all & ~names.of(CONTACT, MESSAGE, EVENT), {})
    return _written(told.writes, names)


def _written(writes: Iterable[Write], names: Names) -> _Bits:
    found = _Bits(0, {})
    for write in writes:
        bit = names[variable(write.name)]
        if not write.ports:
            found.everywhere |= bit
        for port in write.ports:
            found.behind[port] = found.behind.get(port, 0) | bit
    return found
