"""The verifier follows data: what a node reads must have been set on the way to it."""

from typing import Any

import msgspec
import pytest
from flow_builder import ANY, REGISTRY, NodeSpec, chain, flow, say

from engine.errors import Issue
from engine.fixes import SetField
from engine.flow import FlowDocument
from engine.verifier.check import check

START = ("start", "trigger", ANY)
ASK = ("ask", "wait_for_reply", {"saveTo": "answer", "timeout": {"hours": 1}})
CODES = ("variable_", "no_message", "no_event", "no_contact")


def found(document: FlowDocument) -> list[tuple[str, str, str | None, str | None]]:
    return [(i.severity, i.code, i.node_id, i.field) for i in about_data(document)]


def about_data(document: FlowDocument) -> list[Issue]:
    return [issue for issue in check(document, REGISTRY) if issue.code.startswith(CODES)]


def trigger(**on: object) -> NodeSpec:
    return ("start", "trigger", {"on": on})


def test_what_nothing_sets_is_an_error_where_the_step_would_fail() -> None:
    (issue,) = about_data(chain(say("hi", "Hi {{ vars.nme }}")))
    assert (issue.severity, issue.code, issue.field) == ("error", "variable_not_set", "body.text")
    assert issue.message == "Nothing sets 'vars.nme' before this node. Set it before, or add | default('…')."


@pytest.mark.parametrize(
    "text",
    [
        "Hi {{ vars.nick | default('you') }}",
        "{% if vars.nick is defined %}Hi {{ vars.nick }}{% endif %}",
        "{{ vars.nick if vars.nick is defined else 'you' }}",
        "{{ vars.nick | default('') | upper }}",
        "{% if vars.nick is defined and vars.nick == 'A' %}Hi{% endif %}",
    ],
)
def test_a_text_that_does_without_it_is_only_told(text: str) -> None:
    assert found(chain(say("hi", text))) == [("warning", "variable_not_set", "hi", "body.text")]


@pytest.mark.parametrize(
    "text",
    [
        "{% if event %}{{ event.id }}{% endif %}Hi",
        "{{ event.id if event else 'none' }}",
        "{{ 'a' if event and event.id else 'b' }}",
        "{% if not event %}Hi{% else %}{{ event.id }}{% endif %}",
    ],
)
def test_what_may_be_missing_as_a_whole_may_ask_itself(text: str) -> None:
    assert {severity for severity, *_ in found(chain(say("hi", text)))} == {"warning"}


def test_the_key_of_a_goal_is_filled_in_later() -> None:
    paid = {"on": {"type": "event_received", "name": "order_paid", "key": "{{ vars.order }}"}}
    document = flow(
        START,
        ("paid", "goal", paid),
        ("keep", "set_variable", {"name": "order", "value": "1"}),
        edges="start>keep keep>paid",
    )
    assert found(document) == []


def test_a_variable_has_its_value_behind_the_way_that_sets_it_and_not_behind_another() -> None:
    document = flow(
        START,
        ASK,
        say("thanks", "{{ vars.answer }}"),
        say("bye", "{{ vars.answer }}"),
        edges="start>ask ask.replied>thanks ask.timeout>bye",
    )
    assert found(document) == [("error", "variable_not_set", "bye", "body.text")]


def test_a_variable_that_some_ways_set_is_a_warning_where_they_meet() -> None:
    document = flow(
        START,
        ASK,
        say("both", "{{ vars.answer }} {{ vars.answer | default('') }}"),
        edges="start>ask ask.replied>both ask.timeout>both",
    )
    assert found(document) == [("warning", "variable_not_set_on_some_ways", "both", "body.text")]


def test_what_a_loop_sets_is_not_there_on_its_first_round() -> None:
    document = flow(
        START,
        say("first", "{{ vars.answer }}"),
        ASK,
        edges="start>first first>ask ask.replied>first",
    )
    assert found(document) == [("warning", "variable_not_set_on_some_ways", "first", "body.text")]


def test_every_way_that_sets_it_will_do() -> None:
    document = flow(
        START,
        ("which", "business_hours", {"window": {"days": ["mon"]}}),
        ("one", "set_variable", {"name": "x", "value": "1"}),
        ("two", "set_variable", {"name": "x", "expression": "2"}),
        say("both", "{{ vars.x }}"),
        edges="start>which which.open>one which.closed>two one>both two>both",
    )
    assert found(document) == []


def test_a_rule_that_reads_what_nothing_sets_is_told() -> None:
    rules = {"branches": [{"id": "a", "when": {"all": [{"field": "vars.x", "value": "1"}]}}]}
    formula = {"branches": [{"id": "a", "when": {"expression": "vars.x > 1"}}]}
    assert found(chain(("which", "condition", rules))) == [
        ("warning", "variable_not_set", "which", "branches[0].when.all[0].field")
    ]
    assert found(chain(("which", "condition", formula))) == [
        ("warning", "variable_not_set", "which", "branches[0].when.expression")
    ]


def test_a_flow_that_others_start_may_be_given_anything() -> None:
    document = flow(trigger(type="flow_called"), say("hi", "{{ vars.city }}"), edges="start>hi")
    assert found(document) == []


NOT_SET = ("error", "variable_not_set", "hi", "body.text")
WRONG: list[tuple[str, dict[str, Any], list[Any]]] = [
    ("set_variable", {"name": "The city", "value": "Lima"}, []),
    ("http_request", {"url": "https://a.example", "keepIn": "city"}, []),
    ("wait_for_reply", {"saveTo": "city", "debounce": 0}, []),
    ("wait_for_reply", {"saveTo": "town", "debounce": 0}, [NOT_SET]),
    ("http_request", {"url": "https://a.example", "method": "NOPE"}, [NOT_SET]),
    ("send_message", {}, [NOT_SET]),
]


@pytest.mark.parametrize(("kind", "config", "issues"), WRONG)
def test_a_node_whose_settings_are_wrong_is_given_credit_for_what_it_may_set(
    kind: str, config: dict[str, Any], issues: list[Any]
) -> None:
    way = "replied" if kind == "wait_for_reply" else "out"
    edges = f"start>odd odd.{way}>hi"
    document = flow(START, ("odd", kind, config), say("hi", "{{ vars.city }}"), edges=edges)
    assert found(document) == issues


def test_texts_of_a_node_whose_settings_are_wrong_are_read() -> None:
    url = "https://a.example/{{ vars.city }}"
    document = chain(("hi", "http_request", {"url": url, "method": "NOPE"}))
    assert found(document) == [("error", "variable_not_set", "hi", "url")]
    rules = [{"field": "vars.city", "op": "like"}, {"field": "vars city"}]
    document = chain(("hi", "condition", {"branches": [{"id": "a", "when": {"all": rules}}]}))
    assert found(document) == [("warning", "variable_not_set", "hi", "branches[0].when.all[0].field")]


def test_a_goal_is_jumped_to_from_anywhere() -> None:
    paid = {"on": {"type": "event_received", "name": "order_paid"}}
    document = flow(
        START,
        ASK,
        ("paid", "goal", paid),
        say("hi", "{{ vars.answer }} {{ contact.name }} {{ message.text }}"),
        edges="start>ask ask.replied>paid paid>hi",
    )
    assert found(document) == [("warning", "variable_not_set_on_some_ways", "hi", "body.text")]


def test_a_webhook_brings_an_event_and_nobody_to_write_to() -> None:
    document = flow(
        trigger(type="webhook"),
        (
            "keep",
            "set_variable",
            {"name": "x", "value": "{{ event.id }} {{ contact.name }} {{ message.text }}"},
        ),
        say("hi", "Hi"),
        edges="start>keep keep>hi",
    )
    assert found(document) == [
        ("error", "no_contact", "keep", "value"),
        ("error", "no_message", "keep", "value"),
        ("error", "no_contact", "hi", None),
    ]


def test_two_triggers_that_bring_different_things_are_told_where_it_matters() -> None:
    document = flow(
        ("a", "trigger", ANY),
        ("b", "trigger", {"on": {"type": "webhook"}}),
        say("hi", "{{ message.text }}"),
        edges="a>hi b>hi",
    )
    assert found(document) == [
        ("warning", "no_message_on_some_ways", "hi", "body.text"),
        ("warning", "no_contact", "hi", None),
    ]


def test_the_fixes_mend_it() -> None:
    document = flow(START, ASK, say("hi", "Hi {{ vars.anwser }}"), edges="start>ask ask.replied>hi")
    (issue,) = about_data(document)
    assert [fix.value for fix in issue.fixes if isinstance(fix, SetField)] == [
        "Hi {{ vars.answer }}",
        "Hi {{ vars.anwser | default('') }}",
    ]
    for fix in issue.fixes:
        assert isinstance(fix, SetField)
        mended = [
            msgspec.structs.replace(node, config={"body": {"type": "text", "text": fix.value}})
            if node.id == "hi"
            else node
            for node in document.nodes
        ]
        left = about_data(msgspec.structs.replace(document, nodes=mended))
        assert all(issue.severity == "warning" for issue in left)


def test_values_that_do_not_fit_are_told() -> None:
    def told(formula: str) -> list[tuple[str, list[str]]]:
        config = {"branches": [{"id": "a", "when": {"expression": formula}}]}
        document = flow(START, ASK, ("which", "condition", config), edges="start>ask ask.replied>which")
        issues = [i for i in check(document, REGISTRY) if i.code == "values_do_not_fit"]
        return [(i.message, [str(f.value) for f in i.fixes if isinstance(f, SetField)]) for i in issues]

    assert told("vars.answer > 18") == [
        (
            "vars.answer is a text, so it cannot be compared with a number: write float(vars.answer).",
            ["float(vars.answer) > 18"],
        )
    ]
    assert told("18 <= vars.answer and true") == [
        (
            "vars.answer is a text, so it cannot be compared with a number: write float(vars.answer).",
            ["18 <= float(vars.answer) and true"],
        )
    ]
    assert [text for text, _ in told("contact.tags + 1")] == [
        "contact.tags is a list, so it cannot be calculated with a number: compare values of one kind."
    ]
    for fine in (
        "float(vars.answer) > 18",
        "vars.answer == 18",
        "len(contact.tags) > 1",
        "vars.x > 1",
        "now > 1",
    ):
        assert told(fine) == []


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"field": "contact.tags", "op": "greater_than", "value": 1}, "never more or less"),
        ({"field": "vars.answer", "op": "at_least", "value": "lots"}, "write a number"),
        ({"field": "contact.tags", "op": "equals", "value": "vip"}, "whether it contains"),
        ({"field": "contact.name.first", "op": "is_set"}, "has no parts"),
        ({"field": "contact.id", "op": "equals", "value": "me"}, "never equals a text"),
    ],
)
def test_rules_that_are_never_true_are_told(rule: dict[str, object], words: str) -> None:
    config = {"branches": [{"id": "a", "when": {"any": [rule]}}]}
    document = flow(START, ASK, ("which", "condition", config), edges="start>ask ask.replied>which")
    (issue,) = [i for i in check(document, REGISTRY) if i.code == "values_do_not_fit"]
    assert words in issue.message
    assert issue.field == "branches[0].when.any[0]"


def test_a_wait_with_a_wrong_setting_brings_no_event() -> None:
    for more in ({}, {"timeout": 5}):
        wait = ("order", "wait_for_event", {"name": "paid", **more})
        document = flow(START, wait, say("hi", "{{ event.name }}"), edges="start>order order.happened>hi")
        assert ("error", "no_event", "hi", "body.text") in found(document), more
