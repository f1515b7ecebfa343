"""What is wrong with how a flow is put together: ids, groups, edges, targets, triggers, and what nothing leads to."""

from collections import Counter, defaultdict
from collections.abc import Iterator

import networkx as nx

from engine.errors import Issue
from engine.fixes import DeleteEdges, DeleteNode, Reconnect
from engine.flow import TRIGGER, FlowDocument, FlowEdge, trigger_ids
from engine.verifier.issues import error, warning
from engine.verifier.reach import circles, reached
from engine.verifier.reading import DecodedNode, Draft
from engine.verifier.ways import port_name

MOST_OFFERED = 3


def shared_ids(document: FlowDocument) -> Iterator[Issue]:
    """Ids that stand for two things; asked of the whole document, disabled nodes included."""
    for node_id, count in Counter(node.id for node in document.nodes).items():
        if count > 1:
            yield error("duplicate_id", f"{count} nodes have the id '{node_id}'.", node_id, "id")
    for edge_id, count in Counter(edge.id for edge in document.edges).items():
        if count > 1:
            yield error("duplicate_id", f"{count} edges have the id '{edge_id}'.", None, "edges")


def circling_groups(document: FlowDocument) -> Iterator[Issue]:
    """Groups that are in themselves, which no canvas could draw."""
    groups = document.groups or []
    inside: nx.DiGraph[str] = nx.DiGraph()
    inside.add_edges_from((group.id, member) for group in groups for member in group.members)
    names = {group.id: group.name or group.id for group in groups}
    for circle in circles(inside):
        told = ", ".join(sorted(f"'{names.get(one, one)}'" for one in circle))
        yield error("group_in_itself", f"Groups contain each other: {told}. Take one out.", None, "groups")


def wrong_edges(draft: Draft) -> Iterator[Issue]:
    """Edges that start or end nowhere, lead into a trigger, or share a way out."""
    types = {node.id: node.type for node in draft.document.nodes}
    ways: dict[tuple[str, str], list[str]] = defaultdict(list)
    for edge in draft.document.edges:
        if edge.source in types:
            ways[edge.source, edge.source_handle].append(edge.id)
    for edge in draft.document.edges:
        yield from _wrong_edge(edge, types, draft.nodes.get(edge.source), ways)
    for (source, port), edges in ways.items():
        if len(edges) > 1:
            text = f"One way out of this node leads to {len(edges)} nodes; it may lead to one: delete the others."
            fix = DeleteEdges("Keep the first", tuple(edges[1:]))
            yield error("port_used_twice", text, source, port, fix)


def _wrong_edge(
    edge: FlowEdge,
    types: dict[str, str],
    source: DecodedNode | None,
    ways: dict[tuple[str, str], list[str]],
) -> Iterator[Issue]:
    fix = DeleteEdges("Delete the edge", (edge.id,))
    if edge.source not in types:
        text = "An edge starts at a node that is not there: delete the edge."
        yield error("dangling_edge", text, edge.target, edge.id, fix)
        return
    way = edge.source, edge.source_handle
    if edge.target not in types:
        text = "A way out of this node leads to a node that is not there: connect it again."
        yield error("dangling_edge", text, *way, fix)
    elif types[edge.target] == TRIGGER:
        text = "A way out of this node leads into a trigger, which only starts: connect it to another node."
        yield error("edge_into_trigger", text, *way, fix)
    if source and edge.source_handle not in source.told.ports:
        text = "An edge leaves a way out that this node has no more: lead it from another, or delete it."
        free = [
            port
            for port in source.told.ports
            if (edge.source, port) not in ways and source.told.passage(port) is not None
        ]
        others = (
            Reconnect(
                f"Lead it from “{port_name(source.node, port)}”", edge.id, edge.source, port, edge.target
            )
            for port in free[:MOST_OFFERED]
            if edge.target in types
        )
        yield error("unknown_port", text, *way, *others, fix)


def wrong_targets(draft: Draft) -> Iterator[Issue]:
    """Jumps to nodes that cannot be gone to."""
    types = {node.id: node.type for node in draft.document.nodes}
    for decoded in draft.nodes.values():
        for field, target in decoded.told.targets:
            place = draft.past.get(target, target)
            if place is None:
                text = "The node to go to is disabled and nothing comes after it, so the flow ends here."
                yield warning("way_to_nowhere", text, decoded.id, field)
            elif place not in types:
                text = "The node to go to is gone: choose another."
                yield error("unknown_target", text, decoded.id, field)
            elif types[place] == TRIGGER:
                text = "The node to go to is a trigger, which only starts: choose another."
                yield error("edge_into_trigger", text, decoded.id, field)


def no_trigger(draft: Draft) -> Iterator[Issue]:
    """A flow that nothing would start."""
    if not trigger_ids(draft.document):
        text = "The flow has no trigger, so nothing would start it. Add a trigger node."
        yield error("no_trigger", text, None, "nodes")


def unreachable_nodes(draft: Draft) -> Iterator[Issue]:
    """Nodes that no trigger and no goal leads to."""
    triggers = trigger_ids(draft.document)
    if not triggers:
        return
    goals = [decoded.id for decoded in draft.nodes.values() if decoded.node.jumps_on() is not None]
    now = reached([*triggers, *goals], draft.graph.successors)
    drawn = _reached_as_drawn(draft.drawn, goals) if draft.drawn is not draft.document else set()
    for node in draft.document.nodes:
        if node.id not in now:
            if node.id in drawn:
                text = "Only disabled nodes lead here, so the flow does not get here now."
                yield warning("reached_when_enabled", text, node.id, None)
                continue
            text = "No trigger leads here: connect the node or delete it."
            yield error("unreachable", text, node.id, None, DeleteNode("Delete the node", node.id))


def _reached_as_drawn(document: FlowDocument, goals: list[str]) -> set[str]:
    """What would be reached if no node was disabled."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(node.id for node in document.nodes)
    graph.add_edges_from((edge.source, edge.target) for edge in document.edges if edge.source in graph)
    return reached([*trigger_ids(document), *goals], graph.successors)


OF_DOCUMENT = (shared_ids, circling_groups)
FINDINGS = (wrong_edges, wrong_targets, no_trigger, unreachable_nodes)
