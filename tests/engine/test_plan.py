"""A plan holds the document's edges as lookups, and any document is checked or compiled without a crash."""

from itertools import pairwise
from typing import Any

import pytest
from flow_builder import ANY, NOW, REGISTRY, Lane, chain, flow, say, trail
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.flow import FlowDocument, FlowEdge, FlowNode
from engine.plan import Plan, PlanRefused, compile_plan
from engine.verifier.check import check

CONFIGS: dict[str, dict[str, Any]] = {
    "trigger": ANY,
    "send_message": {"body": {"type": "text", "text": "Hi {{ contact.name }}"}},
    "set_variable": {"name": "n", "expression": "(vars.n or 0) + 1"},
    "condition": {"branches": [{"id": "yes", "when": {"expression": "vars.n > 1"}}]},
    "end": {"outcome": "done"},
}
PORTS = {"send_message": ["out"], "set_variable": ["out"], "condition": ["yes", "else"], "end": []}
WORDS = st.sampled_from(["a", "b", "c", "start", "out", "else", "failed", ""])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def test_ports_lead_to_positions() -> None:
    plan = compile_plan(3, 9, flow(("t", "trigger", ANY), say("a", "Hi"), edges="t>a"), REGISTRY)
    assert (plan.flow_id, plan.flow_version_id, plan.index) == (3, 9, {"t": 0, "a": 1})
    assert [node.next for node in plan.nodes] == [{"out": 1}, {}]


def test_constant_settings_are_encoded_once_and_templates_are_not() -> None:
    plan = compile_plan(1, 1, chain(say("plain", "Hi"), say("filled", "Hi {{ contact.name }}")), REGISTRY)
    assert plan.nodes[1].recipe is None
    assert plan.nodes[1].constant_input == '{"body":{"type":"text","text":"Hi","previewUrl":false}}'
    assert plan.nodes[2].recipe is not None
    assert plan.nodes[2].constant_input is None


def test_a_flow_with_errors_has_no_plan() -> None:
    with pytest.raises(PlanRefused, match="The flow cannot run: The node type 'alien' is not installed"):
        compile_plan(1, 1, chain(("x", "alien", {})), REGISTRY)


@st.composite
def any_documents(draw: st.DrawFn) -> FlowDocument:
    """Nodes and edges at random: unknown types, odd configs, loops, ghosts, ids twice."""
    kinds = st.sampled_from([*REGISTRY.kinds, "alien"])
    nodes = [
        FlowNode(
            draw(WORDS), kind, config=draw(st.just(CONFIGS.get(kind, {})) | st.dictionaries(WORDS, JSON))
        )
        for kind in draw(st.lists(kinds, max_size=6))
    ]
    edges = [FlowEdge(*parts) for parts in draw(st.lists(st.tuples(WORDS, WORDS, WORDS, WORDS), max_size=8))]
    return FlowDocument("Random", nodes=nodes, edges=edges)


@given(any_documents())
@settings(max_examples=150, deadline=None)
def test_any_document_is_compiled_or_refused(document: FlowDocument) -> None:
    issues = check(document, REGISTRY)
    try:
        plan = compile_plan(1, 1, document, REGISTRY)
    except PlanRefused:
        assert issues
    else:
        assert [node.id for node in plan.nodes] == [node.id for node in document.nodes]


def test_what_was_published_runs_whatever_later_rules_say_of_it() -> None:
    document = chain(say("hi", "Hi {{ vars.city }}"))
    assert [issue.code for issue in check(document, REGISTRY)] == ["variable_not_set"]
    lane = Lane(document)
    assert trail(lane.take(lane.message("x"))) == ["start.out", "hi"]


@st.composite
def tidy_documents(draw: st.DrawFn) -> FlowDocument:
    """A trigger and nodes that lead forward only, each reached by the one before it or an earlier one."""
    size = draw(st.integers(1, 12))
    kinds = ["trigger", *draw(st.lists(st.sampled_from(list(PORTS)), min_size=size, max_size=size))]
    free = [(0, "out")]
    document = FlowDocument("Random", nodes=[FlowNode("n0", "trigger", config=ANY)])
    for n, kind in enumerate(kinds[1:], 1):
        if not free:
            break
        source, port = free.pop(draw(st.integers(0, len(free) - 1)))
        document.nodes.append(FlowNode(f"n{n}", kind, config=CONFIGS[kind]))
        document.edges.append(FlowEdge(f"e{n}", f"n{source}", f"n{n}", port))
        free += [(n, port) for port in PORTS[kind]]
    return document


@given(tidy_documents())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_walk_follows_the_edges_of_the_document(document: FlowDocument) -> None:
    lane = Lane(document)
    assert isinstance(lane.plans[1], Plan)
    walk = [step.partition(".") for step in trail(lane.take(lane.message("hi"), now=NOW))]
    edges = {(edge.source, edge.source_handle): edge.target for edge in document.edges}
    assert walk[0][0] == "n0"
    for (node, _, port), (following, _, _) in pairwise(walk):
        assert edges[node, port] == following
    last, _, port = walk[-1]
    assert (last, port) not in edges
