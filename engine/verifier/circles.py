"""Flows that call or start each other: whether they go round for ever."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

import msgspec
import networkx as nx

from engine.errors import Issue
from engine.flow import EveryTime, InterruptRunning, read_settings, trigger_ids
from engine.node import is_effect
from engine.verifier.issues import error, warning
from engine.verifier.reach import reached
from engine.verifier.reading import Draft
from engine.verifier.ways import OPTIONAL

MOST_JUDGED = 20
"""Handovers of one flow that are looked at closely: each takes walks through the flow."""


class Handover(msgspec.Struct, frozen=True):
    """A node of one flow that starts or calls another."""

    target: int
    node_id: str
    field: str
    is_call: bool


def circling_flows(flow_id: int, drafts: Mapping[int, Draft], names: Mapping[int, str]) -> Iterator[Issue]:
    """Circles through this flow; `drafts` holds it and the published flows that it leads to, by flow id."""
    handovers = {each: [*handovers_of(draft)] for each, draft in drafts.items()}
    graph: nx.DiGraph[int] = nx.DiGraph()
    for each, ways in handovers.items():
        graph.add_edges_from((each, way.target) for way in ways if way.target in drafts)
    back = nx.ancestors(graph, flow_id) | {flow_id} if flow_id in graph else set()
    for way in [way for way in handovers[flow_id] if way.target in back][:MOST_JUDGED]:
        circle = nx.shortest_path(graph, way.target, flow_id)
        yield from _judge(flow_id, way, circle, drafts, handovers, names)


def _judge(
    flow_id: int,
    way: Handover,
    circle: list[int],
    drafts: Mapping[int, Draft],
    handovers: Mapping[int, list[Handover]],
    names: Mapping[int, str],
) -> Iterator[Issue]:
    """Calls nest, whatever time passes; starts follow each other, and may when time passes."""
    steps = [(flow_id, way)]
    for here, there in pairwise(circle):
        steps.append((here, next(step for step in handovers[here] if step.target == there)))
    is_nesting = all(step.is_call for _, step in steps)
    if not is_nesting and not all(_is_reached_at_once(drafts[each], step.node_id) for each, step in steps):
        return
    told = ", ".join(dict.fromkeys(f"“{names[each]}”" for each in circle))
    if all(_is_certain(drafts[each], step, drafts[step.target]) for each, step in steps):
        text = f"These flows go round for ever: {told}. Take this one out, or put a condition before it."
        yield error("flows_in_circle", text, way.node_id, way.field)
    else:
        text = f"These flows may go round: {told}. Make sure that they come to an end."
        yield warning("flows_may_circle", text, way.node_id, way.field)


def handovers_of(draft: Draft) -> Iterator[Handover]:
    """Every node of the flow that starts or calls another."""
    for decoded in draft.nodes.values():
        for field, target in decoded.told.flows:
            if draft.arrivals.at(decoded.id) is not None:
                yield Handover(target, decoded.id, field, decoded.node.waits)


def _is_certain(draft: Draft, step: Handover, target: Draft) -> bool:
    """Whether no way ends before this node, and the other flow always lets the contact in."""
    return not _ends_without(draft, step.node_id) and (step.is_call or _lets_in_again(target))


def _lets_in_again(draft: Draft) -> bool:
    try:
        return isinstance(read_settings(draft.document).reentry, EveryTime | InterruptRunning)
    except msgspec.ValidationError:
        return False


def _ends_without(draft: Draft, node_id: str) -> bool:
    """Whether the flow can come to an end and never pass this node."""
    for place in reached(trigger_ids(draft.document), draft.graph.successors, without=node_id):
        decoded = draft.nodes.get(place)
        ports = set(decoded.told.ports if decoded else ()) - OPTIONAL
        if any((place, port) not in draft.wired for port in ports) or not any(draft.graph.successors(place)):
            return True
    return False


def _is_reached_at_once(draft: Draft, node_id: str) -> bool:
    """Whether some way leads here on which nothing waits."""

    def at_once(place: str) -> Iterator[str]:
        decoded = draft.nodes.get(place)
        is_slow = decoded is not None and (decoded.node.waits or is_effect(type(decoded.node)))
        return iter(()) if is_slow else draft.graph.successors(place)

    return node_id in reached(trigger_ids(draft.document), at_once)
