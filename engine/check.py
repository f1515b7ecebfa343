"""The verifier: finds what is wrong with a flow and names the node and the field of each issue."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain

import msgspec
import networkx as nx

from engine.complaints import field_of, sentence_of
from engine.disabled import enabled_part
from engine.errors import Issue, SourceRefused
from engine.flow import EveryTime, FlowDocument, FlowEdge, FlowNode, OncePerPeriod, read_settings
from engine.node import Node
from engine.registry import Registry
from engine.rendering import Fields, compile_fields
from engine.schedules import Schedule
from engine.schema import title
from engine.triggers import MessageMatch, WebhookReceived, compile_matcher, normalise

TRIGGER = "trigger"

Decode = Callable[[FlowNode, Registry, list[Issue]], "DecodedNode | None"]


class DecodedNode(msgspec.Struct):
    """A node of the document with its settings decoded and its templates compiled."""

    id: str
    node: Node
    fields: Fields


class Verdict(msgspec.Struct):
    """What reading a document gave: its issues, the part of it that runs, its usable nodes and its graph."""

    issues: list[Issue]
    document: FlowDocument
    nodes: dict[str, DecodedNode]
    graph: "nx.MultiDiGraph[str]"

    @property
    def is_publishable(self) -> bool:
        """Whether no issue is an error."""
        return all(issue.severity != "error" for issue in self.issues)


def check(document: FlowDocument, registry: Registry) -> list[Issue]:
    """Every issue of the document, in the order of its nodes; one error never hides another."""
    return examine(document, registry).issues


def examine(document: FlowDocument, registry: Registry, decode: Decode | None = None) -> Verdict:
    """Decode, compile and check the document; `decode` may stand in for `decode_node`."""
    read = decode or decode_node
    issues = [*_ids(document), *_groups(document)]
    document = enabled_part(document, registry)
    nodes = {
        spec.id: decoded for spec in document.nodes if (decoded := read(spec, registry, issues)) is not None
    }
    graph = _graph(document, nodes)
    for finding in (_settings, _nobody, _edges, _targets, _trigger_nodes, _unreachable, _spinning):
        issues.extend(finding(document, nodes, graph))
    return Verdict(issues, document, nodes, graph)


def decode_node(spec: FlowNode, registry: Registry, issues: list[Issue]) -> DecodedNode | None:
    """The node of a document entry; None when its type is unknown or its settings are wrong, with the issues added."""
    kind = registry.get(spec.type)
    if kind is None:
        issues.append(
            _error(
                "unknown_node",
                f"The node type '{spec.type}' is not installed. Install the package that brings it, or delete the node.",
                spec.id,
                "type",
            )
        )
        return None
    if "$tag" in spec.config:
        issues.append(
            _error("invalid_config", "There is no setting called '$tag' here: remove it.", spec.id, "$tag")
        )
        return None
    try:
        node = msgspec.convert({**spec.config, "$tag": spec.type}, kind)
    except msgspec.ValidationError as error:
        issues.append(_error("invalid_config", sentence_of(error), spec.id, field_of(error)))
        return None
    fields = compile_fields(
        node, lambda path, text: issues.append(_error("refused_source", text, spec.id, path))
    )
    issues.extend(_error("invalid_config", text, spec.id, field) for field, text in node.problems())
    issues.extend(_listening_problems(spec.id, "on", getattr(node, "on", None)))
    return DecodedNode(spec.id, node, fields)


def _listening_problems(node_id: str | None, field: str, on: object) -> Iterator[Issue]:
    """What is wrong with what a trigger, a goal or an exit condition listens to."""
    if not isinstance(on, MessageMatch):
        return
    field = f"{field}.keywords"
    if on.match != "any" and not any(map(normalise, on.keywords)):
        yield _error("invalid_config", "Name at least one keyword, or match any message.", node_id, field)
    try:
        compile_matcher(on)
    except SourceRefused as error:
        yield _error("refused_source", str(error), node_id, field)


def _settings(
    document: FlowDocument, nodes: dict[str, DecodedNode], graph: "nx.MultiDiGraph[str]"
) -> Iterator[Issue]:
    try:
        settings = read_settings(document)
    except msgspec.ValidationError as error:
        field = ".".join(filter(None, ("settings", field_of(error))))
        yield _error("invalid_config", sentence_of(error), None, field)
        return
    found: list[Issue] = []
    compile_fields(
        settings,
        lambda path, text: found.append(_error("refused_source", text, None, f"settings.{path}")),
    )
    yield from found
    for index, on in enumerate(settings.exit_on):
        yield from _listening_problems(None, f"settings.exitOn[{index}]", on)
    if isinstance(settings.reentry, OncePerPeriod) and not settings.reentry.period.length():
        yield _error(
            "invalid_config", "The period is at least one second long.", None, "settings.reentry.period"
        )


def _nobody(
    document: FlowDocument, nodes: dict[str, DecodedNode], graph: "nx.MultiDiGraph[str]"
) -> Iterator[Issue]:
    """A rule of re-entry asks who enters; some triggers bring nobody."""
    try:
        rule = read_settings(document).reentry
    except msgspec.ValidationError:
        return
    for decoded in nodes.values() if not isinstance(rule, EveryTime) else ():
        on = getattr(decoded.node, "on", None)
        if isinstance(on, WebhookReceived) or (isinstance(on, Schedule) and on.audience is None):
            text = "This trigger brings no contact, so the rule of how often one may enter holds nobody back here."
            yield Issue("warning", "reentry_without_contact", text, decoded.id, "on")


def _graph(document: FlowDocument, nodes: dict[str, DecodedNode]) -> "nx.MultiDiGraph[str]":
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(node.id for node in document.nodes)
    for edge in document.edges:
        if edge.source in graph and edge.target in graph:
            graph.add_edge(edge.source, edge.target)
    for decoded in nodes.values():
        graph.add_edges_from((decoded.id, target) for _, target in decoded.node.targets() if target in graph)
    return graph


def _ids(document: FlowDocument) -> Iterator[Issue]:
    for node_id, count in Counter(node.id for node in document.nodes).items():
        if count > 1:
            yield _error("duplicate_id", f"{count} nodes have the id '{node_id}'.", node_id, "id")
    for edge_id, count in Counter(edge.id for edge in document.edges).items():
        if count > 1:
            yield _error("duplicate_id", f"{count} edges have the id '{edge_id}'.", None, "edges")


def _groups(document: FlowDocument) -> Iterator[Issue]:
    """A group is in one group at the most, and never in itself."""
    groups = document.groups or []
    inside: nx.DiGraph[str] = nx.DiGraph()
    inside.add_edges_from((group.id, member) for group in groups for member in group.members)
    names = {group.id: group.name or group.id for group in groups}
    for circle in nx.strongly_connected_components(inside):
        if len(circle) > 1 or any(inside.has_edge(one, one) for one in circle):
            told = ", ".join(sorted(f"'{names.get(one, one)}'" for one in circle))
            yield _error(
                "group_in_itself", f"Groups contain each other: {told}. Take one out.", None, "groups"
            )


def _edges(
    document: FlowDocument, nodes: dict[str, DecodedNode], graph: "nx.MultiDiGraph[str]"
) -> Iterator[Issue]:
    types = {node.id: node.type for node in document.nodes}
    for edge in document.edges:
        yield from _edge(edge, types, nodes.get(edge.source))
    ways = Counter((edge.source, edge.source_handle) for edge in document.edges if edge.source in types)
    for (source, port), count in ways.items():
        if count > 1:
            text = f"One way out of this node leads to {count} nodes; it may lead to one: delete the others."
            yield _error("port_used_twice", text, source, port)


def _edge(edge: FlowEdge, types: dict[str, str], source: DecodedNode | None) -> Iterator[Issue]:
    if edge.source not in types:
        text = "An edge starts at a node that is not there: delete the edge."
        yield _error("dangling_edge", text, edge.target, edge.id)
        return
    way = edge.source, edge.source_handle
    if edge.target not in types:
        text = "A way out of this node leads to a node that is not there: connect it again."
        yield _error("dangling_edge", text, *way)
    elif types[edge.target] == TRIGGER:
        text = "A way out of this node leads into a trigger, which only starts: connect it to another node."
        yield _error("edge_into_trigger", text, *way)
    if source and edge.source_handle not in source.node.all_ports():
        yield _error("unknown_port", "An edge leaves a way out that this node has no more: delete it.", *way)


def _targets(
    document: FlowDocument, nodes: dict[str, DecodedNode], graph: "nx.MultiDiGraph[str]"
) -> Iterator[Issue]:
    types = {node.id: node.type for node in document.nodes}
    for decoded in nodes.values():
        for field, target in decoded.node.targets():
            if target not in types:
                text = "The node to go to is gone or disabled: choose another."
                yield _error("unknown_target", text, decoded.id, field)
            elif types[target] == TRIGGER:
                text = "The node to go to is a trigger, which only starts: choose another."
                yield _error("edge_into_trigger", text, decoded.id, field)


def _trigger_nodes(
    document: FlowDocument, nodes: dict[str, DecodedNode], graph: "nx.MultiDiGraph[str]"
) -> Iterator[Issue]:
    if not any(node.type == TRIGGER for node in document.nodes):
        yield _error(
            "no_trigger",
            "The flow has no trigger, so nothing would start it. Add a trigger node.",
            None,
            "nodes",
        )


def _unreachable(
    document: FlowDocument, nodes: dict[str, DecodedNode], graph: "nx.MultiDiGraph[str]"
) -> Iterator[Issue]:
    triggers = [node.id for node in document.nodes if node.type == TRIGGER]
    if not triggers:
        return
    goals = [decoded.id for decoded in nodes.values() if decoded.node.jumps_on() is not None]
    reached = set(chain.from_iterable(nx.bfs_layers(graph, {*triggers, *goals})))
    for node in document.nodes:
        if node.id not in reached:
            yield _error(
                "unreachable", "No trigger leads here: connect the node or delete it.", node.id, None
            )


def _spinning(
    document: FlowDocument, nodes: dict[str, DecodedNode], graph: "nx.MultiDiGraph[str]"
) -> Iterator[Issue]:
    """A loop in which nothing waits would run for ever: look for cycles after the ways that take time, or are counted, are taken out."""
    refused = list(_cycles(document, nodes, graph, lambda node: bool(node.slow_ports())))
    for group in refused:
        text = f"These nodes go round without waiting: {_titles(document, group)}. Put a wait into the loop."
        yield _error("loop_without_wait", text, _first(document, group), None)
    for group in _cycles(
        document, nodes, graph, lambda node: bool(node.slow_ports()) and not any(node.flows())
    ):
        if not any(group & other for other in refused):
            text = (
                f"These nodes go round, and rest only if the called flow waits: {_titles(document, group)}."
                " Put a wait into the loop, unless it does."
            )
            yield Issue("warning", "loop_rests_in_called_flow", text, _first(document, group))


def _cycles(
    document: FlowDocument,
    nodes: dict[str, DecodedNode],
    graph: "nx.MultiDiGraph[str]",
    is_slow: Callable[[Node], bool],
) -> Iterator[set[str]]:
    busy: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    busy.add_nodes_from(graph)
    slow = {decoded.id: decoded.node.slow_ports() for decoded in nodes.values() if is_slow(decoded.node)}
    for edge in document.edges:
        if (
            edge.source in graph
            and edge.target in graph
            and edge.source_handle not in slow.get(edge.source, ())
        ):
            busy.add_edge(edge.source, edge.target)
    for decoded in nodes.values():
        if not decoded.node.counts_visits and decoded.id not in slow:
            busy.add_edges_from(
                (decoded.id, target) for _, target in decoded.node.targets() if target in graph
            )
    for group in nx.strongly_connected_components(busy):
        if len(group) > 1 or any(busy.has_edge(node_id, node_id) for node_id in group):
            yield group


def _first(document: FlowDocument, group: set[str]) -> str:
    return next(node.id for node in document.nodes if node.id in group)


def _titles(document: FlowDocument, group: set[str]) -> str:
    return ", ".join(sorted({title(node.type) for node in document.nodes if node.id in group})[:5])


def _error(code: str, message: str, node_id: str | None, field: str | None) -> Issue:
    return Issue("error", code, message, node_id, field)
