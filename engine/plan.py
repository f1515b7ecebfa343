"""A plan: a published flow version compiled into index lookups, so that a step parses nothing and walks no graph."""

from typing import Any, get_type_hints

import msgspec
import networkx as nx

from engine.errors import ParleyError
from engine.expressions import Expression
from engine.flow import FlowDocument, FlowSettings, Once, OncePerKey, OncePerPeriod, Reentry, read_settings
from engine.listening import Listener, compile_listener
from engine.node import Node, is_effect, tag_of
from engine.registry import Registry
from engine.rendering import Recipe
from engine.templates import Template, compile_template
from engine.verifier.check import examine_to_run
from engine.verifier.reach import reached
from engine.verifier.reading import DecodedNode, Draft

DOTS = "•••"


class PlanNode(msgspec.Struct):
    """One node, ready to run; `next` gives the index of the node behind each wired port, `secrets` are fields not to show.

    `loops_within` are the loops inside of the loop that this node is.
    """

    id: str
    tag: str
    node: Node
    recipe: Recipe | None
    expressions: dict[str, Expression]
    next: dict[str, int]
    is_effect: bool
    field_names: tuple[tuple[str, str], ...]
    constant_input: str | None
    secrets: frozenset[str] = frozenset()
    loops_within: tuple[str, ...] = ()


class Plan(msgspec.Struct):
    """A compiled flow version; immutable by convention and shared by all its executions.

    `index` tells where a node is, `landings` where a jump to it goes on: with a disabled one at what comes after it, or nowhere.
    `exits` end an execution, `goals` are the nodes that it jumps to, with what they listen to. It `awaits_events` when one
    of its nodes may wait for a named event.
    """

    flow_id: int
    flow_version_id: int
    nodes: tuple[PlanNode, ...]
    index: dict[str, int]
    landings: dict[str, int | None]
    reentry: Reentry
    reentry_key: Template | None
    exits: tuple[Listener, ...]
    goals: tuple[tuple[str, Listener], ...]
    awaits_events: bool

    def remembers_entries(self) -> bool:
        """Whether its rule of re-entry asks when the contact entered."""
        return isinstance(self.reentry, Once | OncePerPeriod | OncePerKey)


class PlanRefused(ParleyError):
    """A version that cannot be compiled here, as when a node package was uninstalled after publishing."""

    code = "plan_refused"


def compile_plan(flow_id: int, flow_version_id: int, document: FlowDocument, registry: Registry) -> Plan:
    """Compile a document; PlanRefused names the first error when there is one."""
    verdict = examine_to_run(document, registry)
    if not verdict.is_publishable:
        first = next(issue for issue in verdict.issues if issue.severity == "error")
        raise PlanRefused(f"The flow cannot run: {first.message}")
    return assemble(flow_id, flow_version_id, verdict, read_settings(verdict.document))


def assemble(flow_id: int, flow_version_id: int, draft: Draft, settings: FlowSettings) -> Plan:
    """Put a plan together from a draft; every node of the document is among the decoded ones."""
    document = draft.document
    index = {node.id: position for position, node in enumerate(document.nodes)}
    ways: dict[str, dict[str, int]] = {node.id: {} for node in document.nodes}
    for edge in document.edges:
        ways[edge.source][edge.source_handle] = index[edge.target]
    nodes = tuple(_compile_node(draft.nodes[node.id], ways[node.id]) for node in document.nodes)
    _nest_loops(nodes, draft.graph)
    key = settings.reentry.key if isinstance(settings.reentry, OncePerKey) else None
    return Plan(
        flow_id,
        flow_version_id,
        nodes,
        index,
        {**index, **{node_id: index.get(place or "") for node_id, place in draft.past.items()}},
        settings.reentry,
        None if key is None else compile_template(key),
        tuple(map(compile_listener, settings.exit_on)),
        tuple((each.id, compile_listener(on)) for each in nodes if (on := each.node.jumps_on()) is not None),
        any(each.node.awaits_events for each in nodes),
    )


def _nest_loops(nodes: tuple[PlanNode, ...], graph: "nx.DiGraph[str]") -> None:
    """Tell each loop which loops are inside of it: what is done with an item leads to them, and nothing else but the loop does."""
    loops = {each.id: each for each in nodes if each.node.repeats}
    if len(loops) < 2:
        return
    start = ""  # before all that an execution may begin at or jump to
    rooted: nx.DiGraph[str] = nx.DiGraph(graph)
    rooted.add_edges_from(
        (start, each.id) for each in nodes if not graph.in_degree(each.id) or each.node.jumps_on() is not None
    )
    above = nx.immediate_dominators(rooted, start)
    bodies = {loop.id: _body(loop, nodes, graph) for loop in loops.values()}
    for inner in loops:
        place = above.get(inner, start)
        while place != start:
            if place in loops and inner in bodies[place]:
                loops[place].loops_within += (inner,)
            place = above.get(place, start)


def _body(loop: PlanNode, nodes: tuple[PlanNode, ...], graph: "nx.DiGraph[str]") -> set[str]:
    """What may be visited for one item, before the loop is come to again."""
    starts = (nodes[loop.next[port]].id for port in loop.node.slow_ports() if port in loop.next)
    return reached(starts, graph.successors, without=loop.id)


def _compile_node(decoded: DecodedNode, ways: dict[str, int]) -> PlanNode:
    node, fields = decoded.node, decoded.fields
    names = tuple((field.name, field.encode_name) for field in msgspec.structs.fields(node))
    secrets = secrets_of(type(node))
    return PlanNode(
        id=decoded.id,
        tag=tag_of(type(node)),
        node=node,
        recipe=fields.recipe,
        expressions=fields.expressions,
        next=ways,
        is_effect=is_effect(type(node)),
        field_names=names,
        constant_input=None if fields.recipe is not None else node_input(node, names, secrets),
        secrets=secrets,
    )


def node_input(node: Node, names: tuple[tuple[str, str], ...], secrets: frozenset[str] = frozenset()) -> str:
    """The settings of a node as JSON text, as steps and effects keep them; the tag stays outside, and secrets print as dots."""
    settings: dict[str, Any] = {encoded: getattr(node, name) for name, encoded in names}
    for name in secrets:
        settings[name] = DOTS if settings[name] else settings[name]
    return msgspec.json.encode(settings).decode()


def secrets_of(kind: type[Node]) -> frozenset[str]:
    """The fields that the form hides while they are typed (hint `widget="secret"`), by the names of the document."""
    hints = get_type_hints(kind, include_extras=True)
    return frozenset(
        field.encode_name for field in msgspec.structs.fields(kind) if _is_secret(hints[field.name])
    )


def _is_secret(annotated: Any) -> bool:
    marks = getattr(annotated, "__metadata__", ())
    shown = [
        (mark.extra_json_schema or {}).get("x-ui", {}) for mark in marks if isinstance(mark, msgspec.Meta)
    ]
    return any(ui.get("widget") == "secret" for ui in shown)
