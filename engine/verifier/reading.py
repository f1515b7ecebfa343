"""Reads the nodes of a document: each by its type, so that one bad node never hides the rest."""

from collections.abc import Callable, Iterator
from functools import cached_property

import msgspec
import networkx as nx

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
from engine.verifier.converting import Complaint, Wrong, convert
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
    return None if node is None else DecodedNode(spec.id, node, _compile(spec, node, issues), Told(node))


def _compile(spec: FlowNode, node: Node, issues: list[Issue]) -> Fields:
    """The texts of the node, ready to be filled in; what is wrong with them and between settings is added."""
    fields = compile_fields(
        node, lambda path, text: issues.append(error("refused_source", text, spec.id, path))
    )
    for place, text, *mended in node.problems():
        fixes = [SetField(each.label, spec.id, place, each.value) for each in mended]
        issues.append(error("invalid_config", text, spec.id, place, *fixes))
    issues.extend(listening_problems(spec.id, "on", getattr(node, "on", None)))
    return fields


def convert_node(spec: FlowNode, registry: Registry, issues: list[Issue]) -> Node | None:
    """The settings of a document entry as the node of its type, or all that is wrong with them."""
    kind = registry.get(spec.type)
    if kind is None:
        text = f"The node type '{spec.type}' is not installed. Install the package that brings it, or delete the node."
        issues.append(error("unknown_node", text, spec.id, "type"))
        return None
    if "$tag" in spec.config:
        text = "There is no setting called '$tag' here: remove it."
        issues.append(error("invalid_config", text, spec.id, "$tag"))
        return None
    converted = convert(kind, {**spec.config, "$tag": spec.type})
    if isinstance(converted, Node):
        return converted
    issues.extend(
        error("invalid_config", each.sentence, spec.id, each.field, *_shortened(spec, each))
        for each in converted.complaints
    )
    issues.extend(_beside(spec, converted))
    return None


def _beside(spec: FlowNode, wrong: Wrong) -> Iterator[Issue]:
    """What is wrong beside what has the wrong form."""
    told: list[Issue] = []
    if wrong.rest is not None:
        _compile(spec, wrong.rest, told)
    for issue in told:
        place = wrong.place(issue.field or "")
        if place == issue.field:
            yield issue
        elif place is not None:  # a fix would mend another item of the list
            yield msgspec.structs.replace(issue, field=place, fixes=())


def _shortened(spec: FlowNode, complaint: Complaint) -> list[SetField]:
    """A text that is too long, cut off where it may end."""
    text, limit = text_at(spec.config, complaint.field), complaint.longest
    if complaint.field is None or text is None or limit is None or not (shorter := cut(text, limit)):
        return []
    return [SetField(f"Shorten to {limit:,} characters", spec.id, complaint.field, shorter)]


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
