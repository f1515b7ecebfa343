"""Disabled nodes: a flow runs as if they were not there, and what led to one, or jumped to it, leads to what comes after it."""

from collections.abc import Mapping

import msgspec

from engine.flow import FlowDocument, FlowNode
from engine.registry import Registry

Past = Mapping[str, str | None]
"""By the id of each disabled node: where what leads to it goes on; None where nothing enabled comes after it."""


def passed_by(document: FlowDocument, registry: Registry) -> Past:
    """The disabled nodes of the document."""
    disabled = {node.id: node for node in document.nodes if node.disabled}
    behind = _behind(document, disabled, registry) if disabled else {}
    return {node_id: _next_enabled(node_id, behind) for node_id in disabled}


def enabled_part(document: FlowDocument, past: Past) -> FlowDocument:
    """The document without its disabled nodes; itself when it has none."""
    if not past:
        return document
    edges = [
        edge if edge.target == target else msgspec.structs.replace(edge, target=target)
        for edge in document.edges
        if edge.source not in past and (target := past.get(edge.target, edge.target)) is not None
    ]
    nodes = [node for node in document.nodes if node.id not in past]
    return msgspec.structs.replace(document, nodes=nodes, edges=edges)


def _behind(
    document: FlowDocument, disabled: dict[str, FlowNode], registry: Registry
) -> dict[str, str | None]:
    """Where each disabled node leads: by the way out that its type says, else by its first that leads on."""
    ways: dict[str, dict[str, str]] = {node_id: {} for node_id in disabled}
    for edge in document.edges:
        if edge.source in ways:
            ways[edge.source].setdefault(edge.source_handle, edge.target)
    return {node_id: _way_past(disabled[node_id], targets, registry) for node_id, targets in ways.items()}


def _way_past(node: FlowNode, targets: dict[str, str], registry: Registry) -> str | None:
    kind = registry.get(node.type)
    if kind is not None and kind.past is not None:
        return targets.get(kind.past)
    ports = kind.ports if kind else ()
    wired = (targets[port] for port in ports if port in targets)
    return next(wired, None) or next(iter(targets.values()), None)


def _next_enabled(node_id: str, behind: dict[str, str | None]) -> str | None:
    """The first enabled node from here on; None where there is none, also when disabled nodes go round in a circle."""
    place: str | None = node_id
    for _ in range(len(behind) + 1):
        if place is None or place not in behind:
            return place
        place = behind[place]
    return None
