"""The verifier names the node and the field of everything that is wrong."""

from typing import Any

import pytest
from flow_builder import ANY, REGISTRY, chain, flow, say

from engine.fixes import DeleteEdges, Fix, Reconnect, SetField
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


LIKE = {"field": "contact.id", "op": "like"}
DATE = {"type": "contact_date", "field": "", "when": "before", "days": -1, "at": "9am"}
MANY_WRONGS: dict[str, tuple[FlowDocument, set[str]]] = {
    "rules of one branch": (
        chain(
            ("x", "condition", {"branches": [{"id": "a", "when": {"all": [LIKE, {"field": "os"}, {"op": "is_set"}, {"field": "vars.a", "op": "contains"}]}}]})
        ),
        {f"branches[0].when.all[{n}].{name}" for n, name in enumerate(("op", "field", "field", "value"))},
    ),
    "settings of a trigger": (flow(("x", "trigger", {"on": DATE})), {"on.field", "on.days", "on.at"}),
    "settings of a picture": (
        chain(("x", "send_message", {"body": {"type": "image", "link": "", "caption": "c" * 2_000}})),
        {"body.link", "body.caption"},
    ),
    "settings of a button": (
        chain(("x", "send_buttons", {"text": "?", "buttons": [{"id": "a b", "title": "y" * 21}]})),
        {"buttons[0].id", "buttons[0].title"},
    ),
    "ways of a wait": (
        chain(
            ("x", "wait_for_first", {"branches": [{"id": "a", "on": {"type": "event", "name": "No!"}}, {"id": "b!", "on": {"type": "post"}}]})
        ),
        {"branches[0].on.name", "branches[1].id", "branches[1].on.type"},
    ),
    "what is needed beside texts": (
        chain(
            ("x", "send_buttons", {"text": "Hi {{", "buttons": [], "header": "h" * 100, "footer": "f" * 100})
        ),
        {"text", "buttons", "header", "footer"},
    ),
    "too many ways": (
        chain(("x", "condition", {"branches": [{"id": f"b{n}", "when": {"all": [LIKE]}} for n in range(25)]})),
        {"branches", *(f"branches[{n}].when.all[0].op" for n in range(20))},
    ),
    "an item that cannot be read": (
        chain(
            ("x", "condition", {"branches": [7, {"id": "a", "when": {"expression": "import"}}, {"id": "a", "when": {}}]})
        ),
        {"branches[0]", "branches[1].when.expression", "branches[2].id", "branches[2].when"},
    ),
    "a setting that no node has": (chain(("x", "send_message", {"$tag": "x", "loud": 1})), {"$tag", "loud", "body"}),
    "settings of the flow": (
        flow(
            START,
            settings={"reentry": {"type": "never"}, "exitOn": [{"type": "message_received", "match": "exact"}, {"type": "event_received"}], "loud": 1},
        ),
        {"settings.reentry.type", "settings.exitOn[0].keywords", "settings.exitOn[1].name", "settings.loud"},
    ),
    "a key of the flow": (
        flow(START, settings={"reentry": {"type": "once_per_key", "key": "{{ vars.x }}"}, "exitOn": 1}),
        {"settings.reentry.key", "settings.exitOn"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("document", "fields"), MANY_WRONGS.values(), ids=MANY_WRONGS.keys())
def test_one_error_of_the_same_settings_never_hides_another(document: FlowDocument, fields: set[str]) -> None:
    told = [field for _, _, field in found(document)]
    assert sorted(filter(None, told)) == sorted(fields)


def test_of_very_many_errors_of_a_node_the_first_hundred_are_told() -> None:
    branches = [{"id": f"b{n}", "when": {"all": [LIKE] * 20}} for n in range(10)]
    assert len(found(chain(("x", "condition", {"branches": branches})))) == 100


def test_of_a_list_that_is_far_too_long_no_more_is_read_than_it_may_have() -> None:
    buttons = [{"id": "same", "title": "Same"}] * 50_000
    told = found(chain(("ask", "send_buttons", {"text": "?", "buttons": buttons})))
    assert {field for _, _, field in told} == {
        "buttons",
        "buttons[1].id",
        "buttons[2].id",
        "buttons[1].title",
        "buttons[2].title",
    }
    events = [{"type": "event_received", "name": "x", "key": "{{ vars.a }}"}] * 20_000
    assert len(found(flow(START, say("a", "1"), edges="start>a", settings={"exitOn": events}))) < 100


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


def fixes_of(document: FlowDocument) -> list[Fix]:
    return [fix for issue in check(document, REGISTRY) for fix in issue.fixes]


def test_what_is_too_long_can_be_shortened() -> None:
    buttons = {"text": "x" * 1_025, "buttons": [{"id": "a", "title": "y" * 21}]}
    assert [fix for fix in fixes_of(chain(("ask", "send_buttons", buttons))) if "Shorten" in fix.label] == [
        SetField("Shorten to 1,024 characters", "ask", "text", "x" * 1_024),
        SetField("Shorten to 20 characters", "ask", "buttons[0].title", "y" * 20),
    ]
    (fix,) = fixes_of(chain(say("long", "x" * 4_097)))
    assert fix == SetField("Shorten to 4,096 characters", "long", "body.text", "x" * 4_096)


def test_an_edge_of_a_way_that_is_gone_can_be_led_from_another() -> None:
    asking = ("ask", "wait_for_reply", {"timeout": {"hours": 1}})
    document = flow(START, asking, ("end", "end", {}), edges="start>ask ask.out>end")
    (issue,) = [issue for issue in check(document, REGISTRY) if issue.code == "unknown_port"]
    assert issue.fixes == (
        Reconnect("Lead it from “Replied”", "e1", "ask", "replied", "end"),
        Reconnect("Lead it from “No reply”", "e1", "ask", "timeout", "end"),
        DeleteEdges("Delete the edge", ("e1",)),
    )


def test_an_edge_is_not_led_from_a_way_that_is_never_taken() -> None:
    document = flow(START, ("ask", "wait_for_reply", {}), ("end", "end", {}), edges="start>ask ask.out>end")
    (issue,) = [issue for issue in check(document, REGISTRY) if issue.code == "unknown_port"]
    assert issue.fixes == (
        Reconnect("Lead it from “Replied”", "e1", "ask", "replied", "end"),
        DeleteEdges("Delete the edge", ("e1",)),
    )


def test_a_node_that_is_not_ready_breeds_no_loop() -> None:
    document = flow(START, say("a", "1"), ("rest", "wait", {"days": 1}), edges="start>a a>rest rest>a")
    assert {code for code, *_ in found(document)} == {"invalid_config"}


def test_one_error_of_a_node_does_not_hide_another() -> None:
    long = "x" * 30
    buttons = [{"id": "a", "title": long}, {"id": "c", "title": ""}, {"title": "d"}]
    ask = (
        "ask",
        "send_buttons",
        {"text": "", "buttons": buttons, "footer": 7, "loud": True, "timeout": {"weeks": 1}},
    )
    issues = [issue for issue in check(chain(ask), REGISTRY) if issue.code == "invalid_config"]
    assert {(issue.field, issue.message) for issue in issues} == {
        ("text", "Write something here."),
        ("buttons[0].title", "This is too long: at most 20 characters."),
        ("buttons[1].title", "Write something here."),
        ("buttons[2].id", "This is needed: fill it in."),
        ("footer", "This has to be a text or empty, and it is a whole number."),
        ("timeout.weeks", "There is no setting called 'weeks' here: remove it."),
        ("loud", "There is no setting called 'loud' here: remove it."),
    }
    assert next(issue for issue in issues if issue.field == "buttons[0].title").fixes


def test_every_setting_that_is_missing_is_named() -> None:
    found = [
        (issue.field, issue.message)
        for issue in check(chain(("ask", "send_buttons", {"footer": 1})), REGISTRY)
    ]
    needed = "This is needed: fill it in."
    assert {("text", needed), ("buttons", needed)} < set(found)
    assert len([field for field, _ in found if field == "footer"]) == 1
