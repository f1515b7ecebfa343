"""The verifier names the node and the field of everything that is wrong."""

from typing import Any

import pytest
from flow_builder import ANY, REGISTRY, chain, flow, say

from engine.flow import FlowDocument
from engine.verifier.check import check

START = ("start", "trigger", ANY)
PAUSE = ("pause", "wait", {"duration": {"minutes": 1}})

Found = tuple[str, str | None, str | None]


def found(document: FlowDocument) -> list[Found]:
    """Its errors."""
    return [(e.code, e.node_id, e.field) for e in check(document, REGISTRY) if e.severity == "error"]


def warned(document: FlowDocument) -> list[Found]:
    return [(w.code, w.node_id, w.field) for w in check(document, REGISTRY) if w.severity == "warning"]


PAID = {"type": "event_received", "name": "order_paid"}
HOURS = {"days": ["mon"], "opens": "09:00", "closes": "17:00"}
WRONG_FLOWS: dict[str, tuple[FlowDocument, Found]] = {
    "no trigger": (flow(("only", "end", {})), ("no_trigger", None, "nodes")),
    "unknown node": (chain(("alien", "acme.beam_up", {})), ("unknown_node", "alien", "type")),
    "edge to nowhere": (flow(START, edges="start>ghost"), ("dangling_edge", "start", "out")),
    "edge from nowhere": (
        flow(START, ("end", "end", {}), edges="start>end ghost>end"),
        ("dangling_edge", "end", "e1"),
    ),
    "two edges on a port": (
        flow(START, ("a", "end", {}), ("b", "end", {}), edges="start>a start>b"),
        ("port_used_twice", "start", "out"),
    ),
    "unknown port": (
        flow(START, say("greet", "Hi"), ("end", "end", {}), edges="start>greet greet.sideways>end"),
        ("unknown_port", "greet", "sideways"),
    ),
    "edge into a trigger": (
        flow(START, PAUSE, edges="start>pause pause>start"),
        ("edge_into_trigger", "pause", "out"),
    ),
    "loop without a wait": (
        flow(START, say("a", "1"), say("b", "2"), edges="start>a a>b b>a"),
        ("loop_without_wait", "a", None),
    ),
    "node that leads to itself": (
        flow(START, say("a", "1"), edges="start>a a>a"),
        ("loop_without_wait", "a", None),
    ),
    "loop through a goal, which lets pass once it is reached": (
        flow(
            START,
            say("a", "1"),
            ("goal", "goal", {"on": PAID, "otherwise": "wait"}),
            edges="start>a a>goal goal>a",
        ),
        ("loop_without_wait", "a", None),
    ),
    "loop on the way on from a list": (
        flow(START, say("a", "1"), ("each", "for_each", {"list": "[1]"}), edges="start>a a>each each.done>a"),
        ("loop_without_wait", "a", None),
    ),
    "loop past the limit of a jump": (
        flow(START, say("a", "1"), ("jump", "go_to", {"target": "a"}), edges="start>a a>jump jump.limit>a"),
        ("loop_without_wait", "a", None),
    ),
    "loop with hours that may be open": (
        flow(START, say("a", "1"), ("rest", "wait", {"window": HOURS}), edges="start>a a>rest rest>a"),
        ("loop_without_wait", "a", None),
    ),
    "unreachable node": (
        flow(START, ("end", "end", {}), say("island", "Hi"), edges="start>end"),
        ("unreachable", "island", None),
    ),
}


@pytest.mark.parametrize(("document", "issue"), WRONG_FLOWS.values(), ids=WRONG_FLOWS.keys())
def test_a_wrong_flow_has_exactly_this_issue(document: FlowDocument, issue: Found) -> None:
    assert found(document) == [issue]


WRONG_CONFIGS: list[tuple[str, dict[str, Any], str, str]] = [
    ("send_message", {"body": {"type": "text", "text": "{% for x in y %}"}}, "refused_source", "body.text"),
    ("send_message", {"body": {"type": "text", "text": ""}}, "invalid_config", "body.text"),
    ("send_message", {"body": {"type": "text", "text": "x" * 4097}}, "invalid_config", "body.text"),
    ("send_message", {"body": {"type": "text"}}, "invalid_config", "body.text"),
    ("send_message", {"body": {"type": "text", "text": "Hi"}, "loud": 1}, "invalid_config", "loud"),
    ("send_message", {}, "invalid_config", "body"),
    ("set_variable", {"name": "a", "expression": "import os"}, "refused_source", "expression"),
    ("set_variable", {"name": "a", "value": "{{ x() }}"}, "refused_source", "value"),
    ("set_variable", {"name": "Not A Name", "value": "1"}, "invalid_config", "name"),
    ("wait", {"duration": {"seconds": 0}}, "invalid_config", "duration"),
    ("wait", {"duration": {"days": 367}}, "invalid_config", "duration"),
    ("wait", {"duration": {"weeks": 1}}, "invalid_config", "duration.weeks"),
    ("wait", {"duration": {"days": -1}}, "invalid_config", "duration.days"),
    ("wait", {"until": "{{ now"}, "refused_source", "until"),
    ("condition", {"branches": []}, "invalid_config", "branches"),
    (
        "condition",
        {"branches": [{"id": "a", "when": {"all": [{"field": "os.environ"}]}}]},
        "invalid_config",
        "branches[0].when.all[0].field",
    ),
    (
        "condition",
        {"branches": [{"id": "a", "when": {"any": [{"field": "vars.x", "value": "{{ }}"}]}}]},
        "refused_source",
        "branches[0].when.any[0].value",
    ),
    (
        "trigger",
        {"on": {"type": "message_received", "match": "regex", "keywords": ["(a"]}},
        "refused_source",
        "on.keywords",
    ),
    ("trigger", {"on": {"type": "message_received", "match": "exact"}}, "invalid_config", "on.keywords"),
    ("trigger", {"on": {"type": "message_received", "priority": -1}}, "invalid_config", "on.priority"),
]


@pytest.mark.parametrize(("kind", "config", "code", "field"), WRONG_CONFIGS)
def test_a_wrong_setting_is_named(kind: str, config: dict[str, Any], code: str, field: str) -> None:
    subject = ("subject", kind, config)
    document = flow(subject) if kind == "trigger" else chain(subject)
    assert found(document) == [(code, "subject", field)]


def test_a_loop_that_waits_is_fine() -> None:
    asking = ("ask", "wait_for_reply", {"saveTo": "answer"})
    assert found(flow(START, say("a", "1"), asking, edges="start>a a>ask ask.replied>a")) == []
    assert found(flow(START, say("a", "1"), PAUSE, edges="start>a a>pause pause>a")) == []


def test_two_nodes_or_edges_of_one_id_are_named() -> None:
    twice = flow(START, ("end", "end", {}), ("end", "end", {}), edges="start>end")
    assert ("duplicate_id", "end", "id") in found(twice)
    edges = flow(START, say("a", "Hi"), ("end", "end", {}), edges="start>a a>end")
    edges.edges[1].id = edges.edges[0].id
    assert found(edges) == [("duplicate_id", None, "edges")]


def test_one_error_never_hides_another() -> None:
    document = flow(
        START,
        ("alien", "acme.beam_up", {}),
        ("bad", "wait", {}),
        say("worse", "{{"),
        edges="start>alien alien>bad bad>worse worse>ghost",
    )
    codes = {node: code for code, node, _ in found(document)}
    assert codes == {"alien": "unknown_node", "bad": "invalid_config", "worse": "dangling_edge"}
    assert ("refused_source", "worse", "body.text") in found(document)


def test_every_issue_is_a_sentence() -> None:
    for document, _ in WRONG_FLOWS.values():
        for issue in check(document, REGISTRY):
            assert not issue.message[0].islower()
            assert issue.message.endswith(".")


def test_a_flow_at_the_size_limit_is_checked_without_walking_it_again_and_again() -> None:
    triggers = [(f"t{n}", "trigger", ANY) for n in range(2_000)]
    nodes = [say(f"n{n}", "Hi") for n in range(2_000)]
    edges = [f"t{n}>n0" for n in range(2_000)] + [f"n{n}>n{n + 1}" for n in range(1_999)]
    assert found(flow(*triggers, *nodes, edges=" ".join(edges))) == []


def test_a_loop_that_rests_only_in_a_called_flow_is_pointed_at() -> None:
    """Whether that one waits is for its author to say, today or tomorrow."""
    call = ("call", "call_flow", {"flow": 2})
    looping = flow(START, say("a", "1"), call, edges="start>a a>call call>a")
    assert found(looping) == []
    assert ("loop_rests_in_called_flow", "a", None) in warned(looping)
    pausing = flow(START, say("a", "1"), call, PAUSE, edges="start>a a>call call>pause pause>a")
    assert "loop_rests_in_called_flow" not in [code for code, *_ in warned(pausing)]


def test_a_rule_of_entry_asks_for_a_contact() -> None:
    ruled = {"reentry": {"type": "once"}}
    webhook, weekly = {"type": "webhook"}, {"type": "schedule", "cron": "0 9 * * 1"}
    for on in (webhook, weekly):
        document = flow(("start", "trigger", {"on": on}), settings=ruled)
        assert warned(document) == [("reentry_without_contact", "start", "on")]
    for on in ({"type": "message_received"}, {**weekly, "audience": {}}):
        assert warned(flow(("start", "trigger", {"on": on}), settings=ruled)) == []
    assert warned(flow(("start", "trigger", {"on": webhook}))) == []
