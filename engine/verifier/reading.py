"""Reads the nodes of a document: each by its type, so that one bad node never hides the rest."""

from collections.abc import Callable, Iterator
from functools import cached_property

import msgspec
import networkx as nx

from engine.complaints import field_of, longest_of, sentence_of
from engine.disabled import Past
from engine.errors import Issue, SourceRefused
from engine.fixes import SetField
from engine.flow import FlowDocument, FlowNode
from engine.limits import cut
from engine.node import Node
from engine.registry import Registry
from engine.rendering import Fields, compile_fields
from engine.schema import title
from engine.triggers import MessageMatch, compile_matcher, normalise
from engine.verifier.arrivals import Arrivals
from engine.verifier.following import follow
from engine.verifier.issues import error
from engine.verifier.places import text_at
from engine.verifier.told import Told


class DecodedNode(msgspec.Struct):
    """A node of the document with its settings decoded and its templates compiled, and what it tells of itself."""

    id: str
    node: Node
    fields: Fields
    told: Told


Decode = Callable[[FlowNode, Registry, list[Issue]], DecodedNode | None]


class Draft(msgspec.Struct, dict=True):
    """The part of a document that runs, its usable nodes, the graph of all its ways; `drawn` is the whole, disabled nodes included,
    which are `past`. `jumps` are the nodes at which a jump of a node goes on.
    """

    document: FlowDocument
    nodes: dict[str, DecodedNode]
    graph: "nx.DiGraph[str]"
    drawn: FlowDocument
    past: Past
    jumps: dict[str, list[str]]

    @cached_property
    def arrivals(self) -> Arrivals:
        """What is known at each node."""
        told = {decoded.id: decoded.told for decoded in self.nodes.values()}
        return follow(self.document, told, self.jumps)

    @cached_property
    def wired(self) -> set[tuple[str, str]]:
        """(node id, port) of every way out that an edge leaves by."""
        return {(edge.source, edge.source_handle) for edge in self.document.edges}

    def called(self, node_id: str) -> str:
        """What people call the node: its own name, else its type's."""
        node = next(node for node in self.document.nodes if node.id == node_id)
        return node.name or title(node.type)


Finding = Callable[[Draft], Iterator[Issue]]


def read_draft(
    document: FlowDocument, nodes: dict[str, DecodedNode], drawn: FlowDocument, past: Past
) -> Draft:
    """The draft with its graph, where jumps are ways too."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(node.id for node in document.nodes)
    graph.add_edges_from(
        (edge.source, edge.target) for edge in document.edges if edge.source in graph and edge.target in graph
    )
    jumps = {
        decoded.id: _jumps(decoded.told, graph, past) for decoded in nodes.values() if decoded.told.targets
    }
    graph.add_edges_from((node_id, target) for node_id, targets in jumps.items() for target in targets)
    return Draft(document, nodes, graph, drawn, past, jumps)


def _jumps(told: Told, graph: "nx.DiGraph[str]", past: Past) -> list[str]:
    found = (past.get(target, target) for _, target in told.targets)
    return [target for target in found if target is not None and target in graph]


def decode_node(spec: FlowNode, registry: Registry, issues: list[Issue]) -> DecodedNode | None:
    """The node of a document entry; None when its type is unknown or its settings are wrong, with the issues added."""
    node = convert_node(spec, registry, issues)
    if node is None:
        return None
    fields = compile_fields(
        node, lambda path, text: issues.append(error("refused_source", text, spec.id, path))
    )
    for place, text, *mended in node.problems():
        fixes = [SetField(each.label, spec.id, place, each.value) for each in mended]
        issues.append(error("invalid_config", text, spec.id, place, *fixes))
    issues.extend(listening_problems(spec.id, "on", getattr(node, "on", None)))
    return DecodedNode(spec.id, node, fields, Told(node))


def convert_node(spec: FlowNode, registry: Registry, issues: list[Issue]) -> Node | None:
    """The settings of a document entry as the node of its type, with no text of it looked at yet."""
    kind = registry.get(spec.type)
    if kind is None:
        text = f"The node type '{spec.type}' is not installed. Install the package that brings it, or delete the node."
        issues.append(error("unknown_node", text, spec.id, "type"))
        return None
    if "$tag" in spec.config:
        text = "There is no setting called '$tag' here: remove it."
        issues.append(error("invalid_config", text, spec.id, "$tag"))
        return None
    try:
        return msgspec.convert({**spec.config, "$tag": spec.type}, kind)
    except msgspec.ValidationError as complaint:
        field, fixes = field_of(complaint), _shortened(spec, complaint)
        issues.append(error("invalid_config", sentence_of(complaint), spec.id, field, *fixes))
        return None


def _shortened(spec: FlowNode, complaint: msgspec.ValidationError) -> list[SetField]:
    """A text that is too long, cut off where it may end."""
    field, text = field_of(complaint), text_at(spec.config, field_of(complaint))
    limit = longest_of(complaint)
    if field is None or text is None or limit is None or not (shorter := cut(text, limit)):
        return []
    return [SetField(f"Shorten to {limit:,} characters", spec.id, field, shorter)]


def listening_problems(node_id: str | None, field: str, on: object) -> Iterator[Issue]:
    """What is wrong with what a trigger, a goal or an exit condition listens to."""
    if not isinstance(on, MessageMatch):
        return
    field = f"{field}.keywords"
    if on.match != "any" and not any(map(normalise, on.keywords)):
        yield error("invalid_config", "Name at least one keyword, or match any message.", node_id, field)
    try:
        compile_matcher(on)
    except SourceRefused as refusal:
        yield error("refused_source", str(refusal), node_id, field)
