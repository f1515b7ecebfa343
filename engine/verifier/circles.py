"""Flows that call or start each other: whether they go round for ever."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

import msgspec
import networkx as nx

from engine.errors import Issue
from engine.node import is_effect
from engine.verifier.issues import error, warning
from engine.verifier.reading import Draft
from engine.verifier.ways import OPTIONAL


class Handover(msgspec.Struct, frozen=True):
    """A node of one flow that starts or calls another. `is_certain`: no way ends before it. `rests`: some time passes before it."""

    target: int
    node_id: str
    field: str
    is_call: bool
    is_certain: bool
    rests: bool


def circling_flows(flow_id: int, drafts: Mapping[int, Draft], names: Mapping[int, str]) -> Iterator[Issue]:
    """Circles through this flow; `drafts` holds it and the published flows that it leads to, by flow id."""
    handovers = {each: [*handovers_of(draft)] for each, draft in drafts.items()}
    graph: nx.DiGraph[int] = nx.DiGraph()
    for each, ways in handovers.items():
        graph.add_edges_from((each, way.target) for way in ways if way.target in drafts)
    for way in handovers[flow_id]:
        if way.target in graph and nx.has_path(graph, way.target, flow_id):
            circle = nx.shortest_path(graph, way.target, flow_id)
            yield from _judge(way, circle, handovers, names)


def _judge(
    way: Handover, circle: list[int], handovers: Mapping[int, list[Handover]], names: Mapping[int, str]
) -> Iterator[Issue]:
    """Calls nest, whatever time passes; starts follow each other, and may when time passes."""
    steps = [way]
    for here, there in pairwise(circle):
        between = [step for step in handovers[here] if step.target == there]
        steps.append(max(between, key=lambda step: (step.is_certain, not step.rests)))
    if not all(step.is_call for step in steps) and any(step.rests for step in steps):
        return
    told = ", ".join(dict.fromkeys(f"“{names[each]}”" for each in circle))
    if all(step.is_certain for step in steps):
        text = f"These flows go round for ever: {told}. Take this one out, or put a condition before it."
        yield error("flows_in_circle", text, way.node_id, way.field)
    else:
        text = f"These flows may go round: {told}. Make sure that they come to an end."
        yield warning("flows_may_circle", text, way.node_id, way.field)


def handovers_of(draft: Draft) -> Iterator[Handover]:
    """Every node of the flow that starts or calls another."""
    for decoded in draft.nodes.values():
        for field, target in decoded.node.flows():
            if draft.arrivals.at(decoded.id) is not None:
                yield Handover(
                    *(target, decoded.id, field, decoded.node.waits),
                    is_certain=not _ends_without(draft, decoded.id),
                    rests=not _is_reached_at_once(draft, decoded.id),
                )


def _starts(draft: Draft) -> list[str]:
    return [node.id for node in draft.document.nodes if node.type == "trigger"]


def _ends_without(draft: Draft, node_id: str) -> bool:
    """Whether the flow can come to an end and never pass this node."""
    wired = {(edge.source, edge.source_handle) for edge in draft.document.edges}
    for place in _reached(draft, node_id, draft.graph.successors):
        decoded = draft.nodes.get(place)
        ports = set(decoded.node.all_ports() if decoded else ()) - OPTIONAL
        if any((place, port) not in wired for port in ports) or not any(draft.graph.successors(place)):
            return True
    return False


def _is_reached_at_once(draft: Draft, node_id: str) -> bool:
    """Whether some way leads here on which nothing waits."""

    def at_once(place: str) -> Iterator[str]:
        decoded = draft.nodes.get(place)
        is_slow = decoded is not None and (decoded.node.waits or is_effect(type(decoded.node)))
        return iter(()) if is_slow else draft.graph.successors(place)

    return any(node_id in at_once(place) for place in _reached(draft, node_id, at_once))


def _reached(draft: Draft, without: str, ways: Callable[[str], Iterator[str]]) -> set[str]:
    """The nodes that a trigger leads to, not through this one."""
    found: set[str] = set()
    todo = _starts(draft)
    while todo:
        place = todo.pop()
        if place not in found and place != without:
            found.add(place)
            todo.extend(ways(place))
    return found
