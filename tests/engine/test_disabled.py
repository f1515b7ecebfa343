"""A flow runs as if its disabled nodes were not there."""

import msgspec
from flow_builder import ANY, REGISTRY, Lane, flow, say, trail

from engine.disabled import enabled_part, passed_by
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
    assert [edge.target for edge in enabled_part(disabled, passed_by(disabled, REGISTRY)).edges] == ["hi"]


def test_a_flow_whose_triggers_are_all_disabled_starts_by_nothing() -> None:
    document = with_disabled(flow(("start", "trigger", ANY), say("hi", "Hi"), edges="start>hi"), "start")
    assert [issue.code for issue in check(document, REGISTRY)] == ["no_trigger"]


BACK = flow(
    ("start", "trigger", ANY),
    say("hello", "Hello"),
    say("ask", "Name?"),
    ("listen", "wait_for_reply", {"timeout": {"hours": 1}}),
    ("back", "go_to", {"target": "ask", "maxVisits": 1}),
    ("enough", "end", {"outcome": "enough"}),
    edges="start>hello hello>ask ask>listen listen.replied>back listen.timeout>enough back.limit>enough",
)


def test_who_goes_to_a_disabled_node_goes_on_behind_it() -> None:
    document = with_disabled(BACK, "ask")
    assert check(document, REGISTRY) == []
    lane = Lane(document)
    lane.take(lane.message("hi"))
    commit = lane.take(lane.message("Eva"))
    assert (trail(commit), commit.steps[-1].output) == (["listen.replied", "back"], '{"to":"listen"}')
    assert trail(lane.take(lane.message("Eva"))) == ["listen.replied", "back.limit", "enough"]


def test_the_ways_of_a_jump_past_a_disabled_node_are_followed() -> None:
    codes = [issue.code for issue in check(with_disabled(BACK, "ask", "listen"), REGISTRY)]
    assert codes == []  # it jumps to itself, and counts
    endless = flow(
        ("start", "trigger", ANY),
        ("far", "go_to", {"target": "off"}),
        say("off", "Off"),
        say("last", "{{ vars.x }}"),
        edges="start>far off>last",
    )
    found = [(issue.code, issue.node_id) for issue in check(with_disabled(endless, "off"), REGISTRY)]
    assert found == [("variable_not_set", "last")]


def test_who_goes_to_a_disabled_node_with_nothing_behind_it_ends_there() -> None:
    document = with_disabled(
        flow(
            ("start", "trigger", ANY),
            ("far", "go_to", {"target": "off"}),
            say("off", "Off"),
            edges="start>far",
        ),
        "off",
    )
    (issue,) = check(document, REGISTRY)
    assert (issue.severity, issue.code, issue.node_id, issue.field) == (
        "warning",
        "way_to_nowhere",
        "far",
        "target",
    )
    lane = Lane(document)
    assert trail(lane.take(lane.message("hi"))) == ["start.out", "far"]
    assert lane.executions[0].outcome == "end"


def test_who_goes_to_a_node_that_is_gone_goes_nowhere() -> None:
    document = flow(("start", "trigger", ANY), ("far", "go_to", {"target": "gone"}), edges="start>far")
    assert [issue.code for issue in check(document, REGISTRY)] == ["unknown_target"]


def test_what_only_a_disabled_node_leads_to_is_a_warning_and_not_deleted() -> None:
    document = flow(
        ("start", "trigger", ANY),
        ("again", "trigger", ANY),
        ("ask", "wait_for_reply", {"timeout": {"hours": 1}}),
        say("hi", "Hi"),
        say("late", "Late"),
        say("other", "Other"),
        edges="start>ask ask.replied>hi ask.timeout>late again>other",
    )
    issues = [
        i for i in check(with_disabled(document, "ask", "again"), REGISTRY) if i.code != "way_to_nowhere"
    ]
    assert [(i.severity, i.code, i.node_id, i.fixes) for i in issues] == [
        ("warning", "reached_when_enabled", "late", ()),
        ("warning", "reached_when_enabled", "other", ()),
    ]


def test_buttons_are_passed_at_the_first_way_that_leads_on() -> None:
    buttons = {"text": "?", "buttons": [{"id": "a", "title": "A"}]}
    document = flow(
        ("start", "trigger", ANY),
        ("ask", "send_buttons", buttons),
        say("hi", "Hi"),
        edges="start>ask ask.a>hi",
    )
    lane = Lane(with_disabled(document, "ask"))
    assert trail(lane.take(lane.message("x"))) == ["start.out", "hi.out"]
