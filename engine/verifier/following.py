"""Follows data and time along all ways of a flow, until nothing new is learned at any node."""

from collections.abc import Mapping
from functools import reduce
from operator import or_

import networkx as nx

from engine.flow import FlowDocument, trigger_ids
from engine.triggers import MessageMatch
from engine.verifier.arrivals import DAY, Arrival, Arrivals
from engine.verifier.beginnings import at_entry, at_goal, at_trigger, when_called
from engine.verifier.names import MESSAGE, Names
from engine.verifier.passages import Ways, ways_of
from engine.verifier.reach import circles, in_order
from engine.verifier.told import Told, Untold


def follow(
    document: FlowDocument,
    nodes: dict[str, Told],
    jumps: dict[str, list[str]],
    wrong: Mapping[str, Untold],
    called_at: str | None = None,
) -> Arrivals:
    """What is known at each node, also behind those that are `wrong`; `called_at` is the trigger where another flow lets this one begin and gives it nothing."""
    names = Names(
        [*(told.writes for told in nodes.values()), *(each.writes or () for each in wrong.values())]
    )
    ways = ways_of(document, nodes, jumps, names, wrong)
    triggers = {
        node_id: at_trigger(_heard_by(node_id, nodes, wrong), names) for node_id in trigger_ids(document)
    }
    if called_at is not None:
        triggers = {called_at: when_called(names)}
    starts = list(triggers.values())
    goals = {
        node_id: on for node_id, told in nodes.items() if starts and (on := told.node.jumps_on()) is not None
    }
    order = in_order([*triggers, *goals], lambda node_id: (way.target for way in ways[node_id]))
    hears = any(isinstance(on, MessageMatch) for on in goals.values())
    gained = (way.adds for node_id in order for way in ways[node_id])
    anywhere = reduce(or_, (*(start.may for start in starts), *gained), names[MESSAGE] if hears else 0)
    jumped = ((node_id, at_goal(on, starts, anywhere, names)) for node_id, on in goals.items())
    landed = ((way.target, way.after(jump)) for node_id, jump in jumped for way in ways[node_id])
    found = _walk([*triggers.items(), *landed], ways, order)
    return Arrivals(names, found, Arrival(anywhere, anywhere), at_entry(starts, names))


def _heard_by(node_id: str, nodes: dict[str, Told], wrong: Mapping[str, Untold]) -> object:
    """What the trigger listens to, if that can be told."""
    told, untold = nodes.get(node_id), wrong.get(node_id)
    return getattr(told.node, "on", None) if told else untold and untold.on


def _walk(beginnings: list[tuple[str, Arrival]], ways: Ways, order: list[str]) -> dict[str, Arrival]:
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
