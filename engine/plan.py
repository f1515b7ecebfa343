"""A plan: a published flow version compiled into index lookups, so that a step parses nothing and walks no graph."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, get_type_hints

import msgspec
import networkx as nx

from engine.errors import ParleyError
from engine.expressions import Expression
from engine.flow import (
    FlowDocument,
    FlowNode,
    FlowSettings,
    Once,
    OncePerKey,
    OncePerPeriod,
    Reentry,
    read_settings,
)
from engine.listening import Listener, compile_listener
from engine.node import Node, is_effect, tag_of
from engine.registry import Registry
from engine.rendering import Recipe
from engine.templates import Template, compile_template
from engine.verifier.check import examine_to_run
from engine.verifier.reach import reached
from engine.verifier.reading import Decode, DecodedNode, Draft, decode_node

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
    nodes: Sequence[PlanNode]
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


class Part(msgspec.Struct, frozen=True):
    """What a node of a plan is made of: its entry in the document, what that decodes to, and where its ways and loops lead."""

    spec: FlowNode
    decoded: DecodedNode
    next: dict[str, int]
    loops_within: tuple[str, ...]


Making = Callable[[list[Part]], Sequence[PlanNode]]


def at_once(parts: list[Part]) -> tuple[PlanNode, ...]:
    """Every node made now, so that a step parses nothing."""
    return tuple(map(make_node, parts))


def compile_plan(
    flow_id: int,
    flow_version_id: int,
    document: FlowDocument,
    registry: Registry,
    decode: Decode = decode_node,
    make: Making = at_once,
) -> Plan:
    """Compile a document; PlanRefused names the first error when there is one."""
    verdict = examine_to_run(document, registry, decode)
    if not verdict.is_publishable:
        first = next(issue for issue in verdict.issues if issue.severity == "error")
        raise PlanRefused(f"The flow cannot run: {first.message}")
    return assemble(flow_id, flow_version_id, verdict, read_settings(verdict.document), make)


def assemble(
    flow_id: int, flow_version_id: int, draft: Draft, settings: FlowSettings, make: Making = at_once
) -> Plan:
    """Put a plan together from a draft; every node of the document is among the decoded ones."""
    document = draft.document
    index = {node.id: position for position, node in enumerate(document.nodes)}
    ways: dict[str, dict[str, int]] = {node.id: {} for node in document.nodes}
    for edge in document.edges:
        ways[edge.source][edge.source_handle] = index[edge.target]
    within = _loops_within(draft, ways)
    parts = [
        Part(spec, draft.nodes[spec.id], ways[spec.id], within.get(spec.id, ())) for spec in document.nodes
    ]
    goals = ((part.spec.id, part.decoded.node.jumps_on()) for part in parts)
    key = settings.reentry.key if isinstance(settings.reentry, OncePerKey) else None
    return Plan(
        flow_id,
        flow_version_id,
        make(parts),
        index,
        {**index, **{node_id: index.get(place or "") for node_id, place in draft.past.items()}},
        settings.reentry,
        None if key is None else compile_template(key),
        tuple(map(compile_listener, settings.exit_on)),
        tuple((node_id, compile_listener(on)) for node_id, on in goals if on is not None),
        any(part.decoded.node.awaits_events for part in parts),
    )


def _loops_within(draft: Draft, ways: dict[str, dict[str, int]]) -> dict[str, tuple[str, ...]]:
    """By each loop the loops that are inside of it: what is done with an item leads to them, and nothing else but the loop does."""
    nodes, graph = draft.nodes, draft.graph
    loops = [spec.id for spec in draft.document.nodes if nodes[spec.id].node.repeats]
    if len(loops) < 2:
        return {}
    start = ""  # before all that an execution may begin at or jump to
    rooted: nx.DiGraph[str] = nx.DiGraph(graph)
    rooted.add_edges_from(
        (start, node_id)
        for node_id in graph
        if not graph.in_degree(node_id) or nodes[node_id].node.jumps_on() is not None
    )
    above = nx.immediate_dominators(rooted, start)
    bodies = {loop: _body(loop, draft, ways[loop]) for loop in loops}
    found: dict[str, tuple[str, ...]] = {}
    for inner in loops:
        place = above.get(inner, start)
        while place != start:
            if place in bodies and inner in bodies[place]:
                found[place] = (*found.get(place, ()), inner)
            place = above.get(place, start)
    return found


def _body(loop: str, draft: Draft, ways: dict[str, int]) -> set[str]:
    """What may be visited for one item, before the loop is come to again."""
    nodes = draft.document.nodes
    starts = (nodes[ways[port]].id for port in draft.nodes[loop].told.slow_ports if port in ways)
    return reached(starts, draft.graph.successors, without=loop)


def make_node(part: Part) -> PlanNode:
    """The node of a plan."""
    node, fields = part.decoded.node, part.decoded.fields
    recipe = _at_a_visit(node, fields.recipe)
    names = tuple((field.name, field.encode_name) for field in msgspec.structs.fields(node))
    secrets = secrets_of(type(node))
    return PlanNode(
        id=part.spec.id,
        tag=tag_of(type(node)),
        node=node,
        recipe=recipe,
        expressions=fields.expressions,
        next=part.next,
        is_effect=is_effect(type(node)),
        field_names=names,
        constant_input=None if recipe is not None else node_input(node, names, secrets),
        secrets=secrets,
        loops_within=part.loops_within,
    )


def _at_a_visit(node: Node, recipe: Recipe | None) -> Recipe | None:
    """What is filled in when the node is visited: not what it jumps on, which is asked whenever something happens."""
    on = node.jumps_on()
    if on is None or not isinstance(recipe, dict):
        return recipe
    return {name: part for name, part in recipe.items() if getattr(node, name) is not on} or None


def node_input(node: Node, names: tuple[tuple[str, str], ...], secrets: frozenset[str] = frozenset()) -> str:
    """The settings of a node as JSON text, as steps and effects keep them; the tag stays outside, and secrets print as dots."""
    settings: dict[str, Any] = {encoded: getattr(node, name) for name, encoded in names}
    for name in secrets:
        settings[name] = DOTS if settings[name] else settings[name]
    return msgspec.json.encode(settings).decode()


@cache
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
