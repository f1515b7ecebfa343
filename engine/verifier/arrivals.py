"""Follows data and time through a flow: what an execution surely or maybe has, and how long ago the contact wrote, at each node."""

from collections import deque
from collections.abc import Iterable, Iterator

import msgspec
import networkx as nx

from engine.facts import AT_ONCE, Passage, Write
from engine.flow import FlowDocument
from engine.node import Node
from engine.schedules import ContactDate, Schedule
from engine.triggers import EventReceived, FlowCalled, MessageMatch, MessageReceived, WebhookReceived

CONTACT, MESSAGE, EVENT = "contact", "message", "event"
SAID = ""
"""There when a message was sent, and neither time passed nor a message came since."""
GIVEN = "*"
"""There when the flow that started this one may have given it any variable that it does not write itself."""
DAY = 86_400.0
MOST_ROUNDS = 30  # of changes to a node in a loop, before the time in it counts as a day or more


class Arrival(msgspec.Struct):
    """An execution that gets to a node: the names it surely and maybe has, as bits, and the seconds since the contact wrote."""

    sure: int
    may: int
    least: float = 0.0
    most: float = 0.0
    rounds: int = 0

    def merge(self, other: "Arrival", is_in_loop: bool) -> bool:
        """Take in another way to get here; answers whether anything changed."""
        before = (self.sure, self.may, self.least, self.most)
        self.sure &= other.sure
        self.may |= other.may
        self.least, self.most = min(self.least, other.least), max(self.most, other.most)
        if is_in_loop and self.most != before[3]:
            self.rounds += 1
            if self.rounds > MOST_ROUNDS:
                self.most = DAY
        return before != (self.sure, self.may, self.least, self.most)


class Arrivals:
    """What is known at each node that a trigger or a goal leads to."""

    def __init__(self, bits: dict[str, int], nodes: dict[str, Arrival]) -> None:
        self._bits, self._nodes = bits, nodes

    def at(self, node_id: str) -> Arrival | None:
        """What is known when an execution gets here; None when none does."""
        return self._nodes.get(node_id)

    def is_sure(self, arrival: Arrival, name: str) -> bool:
        """Whether every way here gives the name a value."""
        return bool(arrival.sure & self._bits.get(name, self._bits[GIVEN]))

    def is_possible(self, arrival: Arrival, name: str) -> bool:
        """Whether some way here gives the name a value."""
        return bool(arrival.may & self._bits.get(name, self._bits[GIVEN]))

    def possible(self, arrival: Arrival) -> Iterator[str]:
        """The variables that some way here sets."""
        return (name for name, bit in self._bits.items() if arrival.may & bit and name.startswith("vars."))


class _Way(msgspec.Struct, frozen=True):
    target: str
    adds: int
    takes: int
    passage: Passage


def follow(document: FlowDocument, nodes: dict[str, Node]) -> Arrivals:
    """Walk all ways until nothing new is learned. A node whose settings are wrong may do anything, and is given credit for it."""
    bits = _bits(nodes.values())
    everything = sum(bits.values()) & ~bits[SAID]
    ways = _ways(document, nodes, bits, everything)
    loops = _in_loops(ways)
    arrivals: dict[str, Arrival] = {}
    todo: deque[str] = deque()
    queued: set[str] = set()

    def arrive(target: str, arrival: Arrival) -> None:
        known = arrivals.get(target)
        if known is None:
            arrivals[target] = arrival
        elif not known.merge(arrival, target in loops):
            return
        if target not in queued:
            queued.add(target)
            todo.append(target)

    starts = [(node_id, _start(node, bits, everything)) for node_id, node in _triggers(document, nodes)]
    for node_id, arrival in starts:
        arrive(node_id, arrival)
    for node_id, node in nodes.items():
        if starts and (on := node.jumps_on()) is not None:
            jump = _jump(on, [arrival for _, arrival in starts], bits, everything)
            for way in ways[node_id]:
                arrive(way.target, _after(jump, way))
    while todo:
        node_id = todo.popleft()
        queued.discard(node_id)
        for way in ways[node_id]:
            arrive(way.target, _after(arrivals[node_id], way))
    return Arrivals(bits, arrivals)


def _in_loops(ways: dict[str, list[_Way]]) -> set[str]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from((source, way.target) for source, each in ways.items() for way in each)
    return {
        node_id
        for group in nx.strongly_connected_components(graph)
        for node_id in group
        if len(group) > 1 or graph.has_edge(node_id, node_id)
    }


def _after(before: Arrival, way: _Way) -> Arrival:
    passage = way.passage
    sure, may = (before.sure & ~way.takes) | way.adds, before.may | way.adds
    if passage.hears:
        return Arrival(sure, may)
    return Arrival(sure, may, min(before.least + passage.least, DAY), min(before.most + passage.most, DAY))


def _bits(nodes: Iterable[Node]) -> dict[str, int]:
    names = dict.fromkeys((CONTACT, MESSAGE, EVENT, SAID, GIVEN))
    names |= dict.fromkeys(f"vars.{write.name}" for node in nodes for write in node.sets())
    return {name: 1 << place for place, name in enumerate(names)}


def _triggers(document: FlowDocument, nodes: dict[str, Node]) -> Iterator[tuple[str, Node | None]]:
    return ((node.id, nodes.get(node.id)) for node in document.nodes if node.type == "trigger")


def _start(node: Node | None, bits: dict[str, int], everything: int) -> Arrival:
    """What an execution has that begins here. One that another flow started may have been given any variable."""

    def having(*names: str) -> int:
        return sum(bits[name] for name in names)

    match getattr(node, "on", None):
        case MessageReceived():
            return Arrival(having(CONTACT, MESSAGE), having(CONTACT, MESSAGE))
        case EventReceived():
            return Arrival(having(CONTACT, EVENT), having(CONTACT, EVENT), 0, DAY)
        case ContactDate() | Schedule(audience=msgspec.Struct()):
            return Arrival(having(CONTACT), having(CONTACT), 0, DAY)
        case Schedule():
            return Arrival(0, 0, 0, DAY)
        case WebhookReceived():
            return Arrival(having(EVENT), having(EVENT), 0, DAY)
        case FlowCalled():
            return Arrival(having(CONTACT, GIVEN), everything, 0, DAY)
    return Arrival(everything, everything)


def _jump(on: object, starts: list[Arrival], bits: dict[str, int], everything: int) -> Arrival:
    """An execution that jumps to a goal comes from anywhere; it has what every start gives."""
    sure = everything
    for start in starts:
        sure &= start.sure
    if isinstance(on, MessageMatch):
        return Arrival(sure | bits[MESSAGE], everything)
    return Arrival(sure, everything, 0, DAY)


def _ways(
    document: FlowDocument, nodes: dict[str, Node], bits: dict[str, int], everything: int
) -> dict[str, list[_Way]]:
    ways: dict[str, list[_Way]] = {node.id: [] for node in document.nodes}
    written = {node_id: [*node.sets()] if node.tells_writes else None for node_id, node in nodes.items()}
    for edge in document.edges:
        if edge.source not in ways or edge.target not in ways:
            continue
        node = nodes.get(edge.source)
        if node is None:
            ways[edge.source].append(_Way(edge.target, everything, bits[SAID], AT_ONCE))
        elif (passage := node.passage(edge.source_handle)) is not None:
            adds = _adds(written[edge.source], edge.source_handle, bits, everything)
            ways[edge.source].append(_way(edge.target, node, adds, passage, bits))
    for node_id, node in nodes.items():
        for _, target in node.targets():
            if target in ways:
                adds = _adds(written[node_id], "", bits, everything)
                ways[node_id].append(_way(target, node, adds, AT_ONCE, bits))
    return ways


def _way(target: str, node: Node, adds: int, passage: Passage, bits: dict[str, int]) -> _Way:
    is_pause = passage.hears or passage.most > 0
    if passage.hears:
        adds |= bits[MESSAGE]
    if node.sends and not is_pause:
        adds |= bits[SAID]
    return _Way(target, adds, bits[SAID] if is_pause else 0, passage)


def _adds(writes: list[Write] | None, port: str, bits: dict[str, int], everything: int) -> int:
    if writes is None:
        return everything & ~(bits[CONTACT] | bits[MESSAGE] | bits[EVENT])
    found = 0
    for write in writes:
        if not write.ports or port in write.ports:
            found |= bits[f"vars.{write.name}"]
    return found
