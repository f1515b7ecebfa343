"""Which other flows a document names: those that its nodes start or call."""

import msgspec

from engine.flow import FlowDocument
from engine.node import Node
from engine.registry import Registry


def flows_named(document: FlowDocument, registry: Registry) -> frozenset[int]:
    """The flows that a document starts or calls; only nodes that may name one are looked at."""
    found: set[int] = set()
    for spec in document.nodes:
        kind = registry.get(spec.type)
        if spec.disabled or kind is None or kind.flows is Node.flows:
            continue
        try:
            node = msgspec.convert({**spec.config, "$tag": spec.type}, kind)
        except msgspec.ValidationError:
            continue  # a draft may be unfinished
        found.update(flow_id for _, flow_id in node.flows())
    return frozenset(found)
