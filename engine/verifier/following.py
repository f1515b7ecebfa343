"""Follows data and time along all ways of a flow, until nothing new is learned at any node."""

import networkx as nx

from engine.flow import FlowDocument, trigger_ids
from engine.verifier.arrivals import DAY, Arrival, Arrivals
from engine.verifier.beginnings import at_goal, at_trigger
from engine.verifier.names import Names
from engine.verifier.passages import Ways, ways_of
from engine.verifier.reach import circles, in_order
from engine.verifier.told import Told


def follow(document: FlowDocument, nodes: dict[str, Told], jumps: dict[str, list[str]]) -> Arrivals:
    """What is known at each node."""
    names = Names(told.writes for told in nodes.values())
    ways = ways_of(document, nodes, jumps, names)
    return Arrivals(names, _walk(_beginnings(document, nodes, names, ways), ways))


def _beginnings(
    document: FlowDocument, nodes: dict[str, Told], names: Names, ways: Ways
) -> list[tuple[str, Arrival]]:
    """Where executions begin, and where those go on that jump to a goal."""
    found = [(node_id, at_trigger(nodes.get(node_id), names)) for node_id in trigger_ids(document)]
    starts = [arrival for _, arrival in found]
    for node_id, told in nodes.items():
        if starts and (on := told.node.jumps_on()) is not None:
            jump = at_goal(on, starts, names)
            found += [(way.target, way.after(jump)) for way in ways[node_id]]
    return found


def _walk(beginnings: list[tuple[str, Arrival]], ways: Ways) -> dict[str, Arrival]:
    """Each node is looked at when those before it are through, and again only for ways back that brought something new."""
    endless = _endless(ways)
    arrivals: dict[str, Arrival] = {}

    def is_news(node_id: str, arrival: Arrival) -> bool:
        known = arrivals.get(node_id)
        if known is not None:
            return known.merge(arrival)
        arrivals[node_id] = arrival
        if node_id in endless:
            arrival.most = DAY
        return True

    changed = {node_id for node_id, arrival in beginnings if is_news(node_id, arrival)}
    order = in_order(list(arrivals), lambda node_id: (way.target for way in ways[node_id]))
    while changed:
        for node_id in order:
            if node_id in changed:
                changed.remove(node_id)
                here = arrivals[node_id]
                changed.update(way.target for way in ways[node_id] if is_news(way.target, way.after(here)))
    return arrivals


def _endless(ways: Ways) -> set[str]:
    """The nodes on circles that take time and hear nothing: any length may have passed there."""
    silent: nx.DiGraph[str] = nx.DiGraph()
    silent.add_edges_from(
        (source, way.target) for source, each in ways.items() for way in each if not way.passage.hears
    )
    return {
        node_id
        for group in circles(silent)
        if any(
            way.passage.most and not way.passage.hears and way.target in group
            for source in group
            for way in ways[source]
        )
        for node_id in group
    }
