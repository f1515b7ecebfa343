"""Names in the settings of a flow and in goals are followed as those of nodes are; and names that there are not."""

from typing import Any

import pytest
from flow_builder import ANY, REGISTRY, Lane, NodeSpec, chain, flow, say

from engine.errors import Issue
from engine.fixes import SetField
from engine.flow import FlowDocument
from engine.triggers import EventReceived
from engine.verifier.check import check

START = ("start", "trigger", ANY)
PAID = ("paid", "trigger", {"on": {"type": "event_received", "name": "paid"}})
CALLED = ("called", "trigger", {"on": {"type": "flow_called"}})
HOOK = ("hook", "trigger", {"on": {"type": "webhook"}})
ASK = ("ask", "wait_for_reply", {"saveTo": "order", "timeout": {"hours": 1}})
KEY = "settings.reentry.key"


def once_per(key: str, *triggers: NodeSpec) -> FlowDocument:
    edges = " ".join(f"{node_id}>end" for node_id, *_ in triggers)
    settings = {"reentry": {"type": "once_per_key", "key": key}}
    return flow(*triggers, ("end", "end", {}), edges=edges, settings=settings)


def leaving(key: str, *triggers: NodeSpec) -> FlowDocument:
    edges = " ".join(f"{node_id}>ask" for node_id, *_ in triggers)
    on = {"type": "event_received", "name": "order_paid", "key": key}
    return flow(*triggers, ASK, edges=f"{edges} ask.replied>ask", settings={"exitOn": [on]})


def told(document: FlowDocument) -> list[tuple[str, str, str | None, str | None]]:
    codes = ("variable_", "no_", "unknown_name")
    return [
        (i.severity, i.code, i.node_id, i.field)
        for i in check(document, REGISTRY)
        if i.code.startswith(codes)
    ]


def only(document: FlowDocument) -> Issue:
    (issue,) = [i for i in check(document, REGISTRY) if i.severity == "error"]
    return issue


@pytest.mark.parametrize("key", ["{{ event.order }}", "{{ event.order | default('x') }}", "{{ contact.id }}"])
def test_the_key_of_reentry_may_read_what_every_start_gives(key: str) -> None:
    assert told(once_per(key, PAID)) == []


def test_the_key_of_reentry_cannot_read_what_no_start_gives() -> None:
    assert told(once_per("{{ event.order }}", START)) == [("error", "no_event", None, KEY)]
    assert told(once_per("{{ message.text }}", PAID)) == [("error", "no_message", None, KEY)]
    assert told(once_per("{{ event.order | default('x') }}", START)) == [("warning", "no_event", None, KEY)]
    assert told(once_per("{{ event.order }}", PAID, START)) == [
        ("warning", "no_event_on_some_ways", None, KEY)
    ]
    assert told(once_per("{{ message.text }}", CALLED)) == [("error", "no_message", None, KEY)]


def test_nothing_is_set_yet_when_a_contact_enters() -> None:
    document = once_per("{{ vars.order }}", PAID)
    issue = only(document)
    assert (issue.code, issue.node_id, issue.field) == ("variable_not_set", None, KEY)
    assert issue.message.startswith(
        "No variable is set yet when a contact enters, so 'vars.order' has no value."
    )
    (fix,) = issue.fixes
    assert fix == SetField(
        "Leave it out when it has no value", None, "reentry.key", "{{ vars.order | default('') }}"
    )
    lane = Lane(document, triggers=[EventReceived("paid")])
    lane.take(lane.named("paid"))
    assert "'vars.order' has no value" in (lane.executions[0].error_message or "")


def test_where_nobody_enters_the_key_is_not_asked_for() -> None:
    assert told(once_per("{{ message.text }}", HOOK)) == []


def test_the_key_of_an_exit_may_read_what_the_flow_sets_at_any_time() -> None:
    assert told(leaving("{{ vars.order }}", START)) == []
    assert told(leaving("{{ message.text }}", PAID)) == []  # it hears one
    assert told(leaving("{{ vars.anything }}", CALLED)) == []  # it may be given


def test_the_key_of_an_exit_cannot_read_what_the_flow_never_has() -> None:
    place = "settings.exitOn[0].key"
    assert told(leaving("{{ event.id }}", START)) == [("error", "no_event", None, place)]
    issue = only(leaving("{{ vars.ordr }}", START))
    assert (issue.code, issue.node_id, issue.field) == ("variable_not_set", None, place)
    assert next(fix.value for fix in issue.fixes if isinstance(fix, SetField)) == "{{ vars.order }}"
    assert {fix.field for fix in issue.fixes if isinstance(fix, SetField)} == {"exitOn[0].key"}


def test_the_key_of_a_goal_cannot_either() -> None:
    def goal(key: str) -> FlowDocument:
        paid = {"on": {"type": "event_received", "name": "paid", "key": key}}
        return flow(START, ASK, ("paid", "goal", paid), edges="start>ask ask.replied>ask")

    assert told(goal("{{ vars.order }}")) == []
    assert told(goal("{{ vars.ordre }}")) == [("error", "variable_not_set", "paid", "on.key")]


def test_what_nothing_sets_is_not_there_behind_a_goal_either() -> None:
    paid = {"on": {"type": "event_received", "name": "paid"}}
    document = flow(
        START,
        ASK,
        ("paid", "goal", paid),
        say("hi", "{{ vars.order }} {{ vars.oder }} {{ event.id }}"),
        edges="start>ask ask.replied>ask paid>hi",
    )
    assert told(document) == [
        ("error", "no_event", "hi", "body.text"),
        ("error", "variable_not_set", "hi", "body.text"),
        ("warning", "variable_not_set_on_some_ways", "hi", "body.text"),
    ]


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("{{ nme }}", []),
        ("{{ order }}", ["{{ vars.order }}"]),
        ("{{ contact.nam }}", ["{{ contact.name }}"]),
        ("{{ contact.shoe_size }}", []),
        ("{{ now.hours }}", ["{{ now.hour }}"]),
        ("{{ message.txt }}", ["{{ message.text }}"]),
    ],
)
def test_a_name_that_there_is_not_is_an_error(text: str, fixed: list[str]) -> None:
    document = chain(("keep", "set_variable", {"name": "order", "value": "1"}), say("hi", text))
    issue = only(document)
    assert (issue.code, issue.node_id, issue.field) == ("unknown_name", "hi", "body.text")
    *others, last = [fix for fix in issue.fixes if isinstance(fix, SetField)]
    assert ([fix.value for fix in others], "default('')" in last.value) == (fixed, True)
    lane = Lane(document)
    lane.take(lane.message("go"))
    assert lane.executions[0].status == "Failed"


def test_a_name_that_there_is_not_is_a_warning_where_the_flow_can_do_without_it() -> None:
    formula: dict[str, Any] = {"branches": [{"id": "a", "when": {"expression": "nme > 1"}}]}
    assert told(chain(("which", "condition", formula))) == [
        ("warning", "unknown_name", "which", "branches[0].when.expression")
    ]
    rules = {"branches": [{"id": "a", "when": {"all": [{"field": "contact.nme", "op": "is_set"}]}}]}
    assert told(chain(("which", "condition", rules))) == [
        ("warning", "unknown_name", "which", "branches[0].when.all[0].field")
    ]
    assert told(chain(say("hi", "Hi {{ nme | default('you') }}"))) == [
        ("warning", "unknown_name", "hi", "body.text")
    ]


@pytest.mark.parametrize(
    "text",
    ["{{ contact.fields.city }}", "{{ contact.tags[0] }}", "{{ now }}", "{{ event.a.b }}", "{{ message }}"],
)
def test_names_that_there_are_pass(text: str) -> None:
    both = {"on": {"type": "event_received", "name": "paid"}}
    document = flow(
        ("start", "trigger", both),
        ASK,
        ("keep", "set_variable", {"name": "x", "value": text}),
        edges="start>ask ask.replied>keep",
    )
    assert told(document) == []


def test_a_flow_that_others_start_has_no_message_before_it_hears_one() -> None:
    document = flow(CALLED, say("hi", "{{ message.text }} {{ event.id }}"), edges="called>hi")
    assert [(severity, code) for severity, code, *_ in told(document)] == [
        ("error", "no_event"),
        ("error", "no_message"),
    ]
