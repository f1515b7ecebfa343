"""A flow runs as if its disabled nodes were not there."""

import msgspec
from flow_builder import ANY, REGISTRY, Lane, flow, say, trail

from engine.disabled import enabled_part
from engine.flow import FlowDocument
from engine.verifier.check import check

WAIT = {"duration": {"hours": 1}}


def with_disabled(document: FlowDocument, *ids: str) -> FlowDocument:
    nodes = [
        msgspec.structs.replace(node, disabled=True) if node.id in ids else node for node in document.nodes
    ]
    return msgspec.structs.replace(document, nodes=nodes)


def test_what_led_to_a_disabled_node_leads_to_what_comes_after_it() -> None:
    document = flow(
        ("start", "trigger", ANY), ("rest", "wait", WAIT), say("hi", "Hi"), edges="start>rest rest>hi"
    )
    lane = Lane(with_disabled(document, "rest"))
    assert trail(lane.take(lane.message("x"))) == ["start.out", "hi.out"]


def test_a_condition_is_passed_at_otherwise_and_a_loop_at_its_end() -> None:
    document = flow(
        ("start", "trigger", ANY),
        ("which", "condition", {"branches": [{"id": "a", "when": {"expression": "True"}}]}),
        ("each", "for_each", {"list": "[1]"}),
        say("inside", "In"),
        say("after", "After"),
        edges="start>which which.a>inside which.else>each each.each>inside inside>each each.done>after",
    )
    lane = Lane(with_disabled(document, "which", "each", "inside"))
    assert trail(lane.take(lane.message("x"))) == ["start.out", "after.out"]


def test_disabled_nodes_in_a_circle_lead_nowhere() -> None:
    document = flow(("start", "trigger", ANY), say("a", "A"), say("b", "B"), edges="start>a a>b b>a")
    lane = Lane(with_disabled(document, "a", "b"))
    assert trail(lane.take(lane.message("x"))) == ["start.out"]


def test_a_disabled_node_may_be_broken_or_of_a_type_that_is_gone() -> None:
    document = flow(
        ("start", "trigger", ANY), ("odd", "gone.type", {"x": 1}), say("hi", "Hi"), edges="start>odd odd.a>hi"
    )
    disabled = with_disabled(document, "odd")
    assert check(disabled, REGISTRY) == []
    assert [edge.target for edge in enabled_part(disabled, REGISTRY).edges] == ["hi"]


def test_a_flow_whose_triggers_are_all_disabled_starts_by_nothing() -> None:
    document = with_disabled(flow(("start", "trigger", ANY), say("hi", "Hi"), edges="start>hi"), "start")
    assert [issue.code for issue in check(document, REGISTRY)] == ["no_trigger"]


def test_going_to_a_disabled_node_is_an_error() -> None:
    document = flow(
        ("start", "trigger", ANY),
        ("ask", "wait_for_reply", {}),
        ("back", "go_to", {"target": "ask"}),
        edges="start>ask ask.replied>back",
    )
    assert "unknown_target" in [issue.code for issue in check(with_disabled(document, "ask"), REGISTRY)]
