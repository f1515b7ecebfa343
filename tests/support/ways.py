"""What a test of the editor asks of a flow document: its nodes, its ways from node to node, and whether it is whole."""

from typing import Any

Document = dict[str, Any]
Node = dict[str, Any]
Way = tuple[str, str, str]
"""From a node, by a port, to a node."""


def assert_whole(document: Document, types: dict[str, Any]) -> None:
    """No two parts share an id, no edge leads nowhere or into a trigger, and a port has one edge."""
    known = {node["id"]: node["type"] for node in document["nodes"]}
    assert set(known.values()) <= types.keys()
    assert len(known) == len(document["nodes"])
    assert len({edge["id"] for edge in document["edges"]}) == len(document["edges"])
    assert len({way_of(edge)[:2] for edge in document["edges"]}) == len(document["edges"])
    for source, _, target in ways(document):
        assert source in known
        assert known.get(target, "trigger") != "trigger"


def ways(document: Document) -> set[Way]:
    return {way_of(edge) for edge in document["edges"]}


def way_of(edge: dict[str, str]) -> Way:
    return edge["source"], edge["sourceHandle"], edge["target"]


def loop(way: Way, node_id: str) -> str | None:
    """The port, when the way leads from a node to itself."""
    return way[1] if way[0] == way[2] == node_id else None


def ids(document: Document) -> set[str]:
    return {node["id"] for node in document["nodes"]}


def node_of(document: Document, node_id: str) -> Node:
    (found,) = [node for node in document["nodes"] if node["id"] == node_id]
    return dict(found)


def without_places(nodes: list[Node]) -> list[Node]:
    return [{**node, "position": None} for node in nodes]
