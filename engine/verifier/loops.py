"""Loops in which nothing waits would run for ever."""

from collections.abc import Callable, Iterator

import networkx as nx

from engine.errors import Issue
from engine.verifier.issues import error, warning
from engine.verifier.reach import circles
from engine.verifier.reading import Draft
from engine.verifier.told import Told


def spinning_loops(draft: Draft) -> Iterator[Issue]:
    """Cycles that are left after the ways that take time, or are counted, are taken out."""
    refused = list(_cycles(draft, lambda told: bool(told.slow_ports)))
    for group in refused:
        text = f"These nodes go round without waiting: {_names(draft, group)}. Put a wait into the loop."
        yield error("loop_without_wait", text, _first(draft, group), None)
    if not any(each.told.flows for each in draft.nodes.values()):
        return
    for group in _cycles(draft, lambda told: bool(told.slow_ports) and not told.flows):
        if not any(group & other for other in refused):
            text = (
                f"These nodes go round, and rest only if the called flow waits: {_names(draft, group)}."
                " Put a wait into the loop, unless it does."
            )
            yield warning("loop_rests_in_called_flow", text, _first(draft, group), None)


def _cycles(draft: Draft, is_slow: Callable[[Told], bool]) -> Iterator[set[str]]:
    busy: nx.DiGraph[str] = nx.DiGraph()
    busy.add_nodes_from(draft.graph)
    slow = {each.id: each.told.slow_ports for each in draft.nodes.values() if is_slow(each.told)}
    for edge in draft.document.edges:
        is_drawn = edge.source in draft.nodes and edge.target in draft.graph
        if is_drawn and edge.source_handle not in slow.get(edge.source, ()):
            busy.add_edge(edge.source, edge.target)
    for decoded in draft.nodes.values():
        if not decoded.node.counts_visits and decoded.id not in slow:
            busy.add_edges_from((decoded.id, target) for target in draft.jumps.get(decoded.id, ()))
    return circles(busy)


def _first(draft: Draft, group: set[str]) -> str:
    return next(node.id for node in draft.document.nodes if node.id in group)


def _names(draft: Draft, group: set[str]) -> str:
    return ", ".join(sorted({draft.called(node_id) for node_id in sorted(group)[:50]})[:5])


FINDINGS = (spinning_loops,)
