"""Reads the nodes of a document: each by its type, so that one bad node never hides the rest."""

from collections.abc import Callable, Iterator
from functools import cached_property

import msgspec
import networkx as nx

from engine.disabled import Past
from engine.errors import Issue
from engine.flow import FlowDocument, FlowNode
from engine.node import Node
from engine.registry import Registry
from engine.rendering import Fields
from engine.schema import title
from engine.verifier.arrivals import Arrivals
from engine.verifier.compiling import compile_texts, problems_of
from engine.verifier.converting import convert, with_tag
from engine.verifier.following import follow
from engine.verifier.issues import error
from engine.verifier.told import Told, Untold
from engine.verifier.wrong import read_wrong


class DecodedNode(msgspec.Struct):
    """A node of the document with its settings decoded and its templates compiled, and what it tells of itself."""

    id: str
    node: Node
    fields: Fields
    told: Told


Decode = Callable[[FlowNode, Registry, list[Issue]], DecodedNode | Untold | None]


class Draft(msgspec.Struct, dict=True):
    """The part of a document that runs, its usable nodes, the graph of all its ways; `drawn` is the whole, disabled nodes included,
    which are `past`. `jumps` are the nodes at which a jump of a node goes on; `wrong` are those whose settings cannot be used.
    """

    document: FlowDocument
    nodes: dict[str, DecodedNode]
    graph: "nx.DiGraph[str]"
    drawn: FlowDocument
    past: Past
    jumps: dict[str, list[str]]
    wrong: dict[str, Untold]

    @cached_property
    def arrivals(self) -> Arrivals:
        """What is known at each node."""
        told = {decoded.id: decoded.told for decoded in self.nodes.values()}
        return follow(self.document, told, self.jumps, self.wrong)

    @cached_property
    def wired(self) -> set[tuple[str, str]]:
        """(node id, port) of every way out that an edge leaves by."""
        return {(edge.source, edge.source_handle) for edge in self.document.edges}

    def called(self, node_id: str) -> str:
        """What people call the node: its own name, else its type's."""
        return self._names[node_id]

    @cached_property
    def _names(self) -> dict[str, str]:
        return {node.id: node.name or title(node.type) for node in self.document.nodes}


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
    return Draft(document, nodes, graph, drawn, past, jumps, {})


def _jumps(told: Told, graph: "nx.DiGraph[str]", past: Past) -> list[str]:
    found = (past.get(target, target) for _, target in told.targets)
    return [target for target in found if target is not None and target in graph]


def decode_node(spec: FlowNode, registry: Registry, issues: list[Issue]) -> DecodedNode | Untold | None:
    """The node of a document entry, or what is known of it when its settings are wrong; None when its type is not known.
    Issues are added.
    """
    node = convert_node(spec, registry, issues)
    if not isinstance(node, Node):
        return node
    fields = compile_texts(spec.id, node, issues)
    issues.extend(problems_of(spec.id, node))
    return DecodedNode(spec.id, node, fields, Told(node))


def convert_node(spec: FlowNode, registry: Registry, issues: list[Issue]) -> Node | Untold | None:
    """The settings of a document entry as the node of its type; all that is wrong with them is added."""
    kind = registry.get(spec.type)
    if kind is None:
        text = f"The node type '{spec.type}' is not installed. Install the package that brings it, or delete the node."
        issues.append(error("unknown_node", text, spec.id, "type"))
        return None
    converted = convert(kind, {**spec.config, "$tag": spec.type})
    if "$tag" in spec.config:
        converted = with_tag(converted)
    return converted if isinstance(converted, Node) else read_wrong(spec, kind, converted, issues)
