"""The verifier compares a draft with the owner's other flows."""

from typing import Any

import pytest
from flow_builder import ANY, REGISTRY, flow, say

from engine.flow import FlowDocument
from engine.triggers import MessageReceived
from engine.verifier.check import examine
from engine.verifier.circles import circling_flows
from engine.verifier.shadows import Rival, covered, shadowed_triggers

CALLED = ("start", "trigger", {"on": {"type": "flow_called"}})


def match(kind: Any, *words: str, priority: int = 100) -> MessageReceived:
    return MessageReceived(match=kind, keywords=words, priority=priority)


@pytest.mark.parametrize(
    ("first", "then", "words"),
    [
        (match("any"), match("exact", "hi"), ["hi"]),
        (match("any"), match("any"), [""]),
        (match("contains", "hi"), match("exact", "Hi there", "bye"), ["hi there"]),
        (match("contains", "hi"), match("contains", "hi there", "this"), ["hi there"]),
        (match("starts_with", "or"), match("starts_with", "order", "o"), ["order"]),
        (match("contains", "my order"), match("starts_with", "my order", "my order is"), ["my order is"]),
        (match("regex", "^a"), match("exact", "apple", "pear"), ["apple"]),
        (match("regex", "^a"), match("regex", "^a", "^b"), ["^a"]),
        (match("exact", "hi"), match("contains", "hi"), []),
        (match("exact", "hi"), match("any"), []),
        (match("regex", "(("), match("exact", "hi"), []),
    ],
)
def test_which_words_a_trigger_leaves_nothing_of(
    first: MessageReceived, then: MessageReceived, words: list[str]
) -> None:
    assert covered(first, then) == words


def shadows(draft_on: dict[str, Any], rival: MessageReceived, rival_id: int = 1) -> list[tuple[str, str]]:
    document = flow(("start", "trigger", {"on": {"type": "message_received", **draft_on}}))
    found = shadowed_triggers(examine(document, REGISTRY), 2, [Rival(rival_id, "Welcome", rival)])
    return [(issue.code, issue.message) for issue in found]


def test_the_older_flow_the_lower_number_and_words_before_any_come_first() -> None:
    hi = {"match": "exact", "keywords": ["hi"]}
    assert [code for code, _ in shadows(hi, match("exact", "hi"))] == ["trigger_shadowed"]
    assert [code for code, _ in shadows(hi, match("exact", "hi"), rival_id=3)] == ["trigger_shadows"]
    assert shadows(hi, match("any")) == []
    assert [code for code, _ in shadows(hi, match("any", priority=99))] == ["trigger_shadowed"]
    assert [code for code, _ in shadows({"match": "any", "priority": 5}, match("exact", "hi"))] == [
        "trigger_shadows"
    ]


def test_the_words_that_are_taken_are_named() -> None:
    [(_, text)] = shadows({"match": "exact", "keywords": ["hi", "bye"]}, match("exact", "hi"))
    assert text == (
        "The flow “Welcome” takes messages with “hi” first. Give it a lower priority number than 100, or other words."
    )


def circles(*documents: FlowDocument) -> list[tuple[str, str | None]]:
    """What is found in flow 1 when these are flows 1, 2, …"""
    drafts = {n: examine(document, REGISTRY) for n, document in enumerate(documents, 1)}
    names = {n: f"Flow {n}" for n in drafts}
    return [(issue.code, issue.node_id) for issue in circling_flows(1, drafts, names)]


def handing_to(
    flow_id: int, kind: str = "call_flow", before: tuple[str, str, Any] = say("a", "Hi")
) -> FlowDocument:
    hand = ("hand", kind, {"flow": flow_id})
    return flow(CALLED, before, hand, edges=f"start>{before[0]} {before[0]}>hand")


PAUSE = ("pause", "wait", {"duration": {"days": 1}})
EITHER = ("either", "business_hours", {"window": {"days": ["mon"]}})


def test_flows_that_always_call_each_other_are_an_error() -> None:
    assert circles(handing_to(1)) == [("flows_in_circle", "hand")]
    assert circles(handing_to(2), handing_to(3), handing_to(1)) == [("flows_in_circle", "hand")]
    assert circles(handing_to(2), handing_to(1, before=PAUSE)) == [("flows_in_circle", "hand")]


def test_a_way_past_the_call_makes_it_a_warning() -> None:
    maybe = flow(CALLED, EITHER, ("hand", "call_flow", {"flow": 1}), edges="start>either either.open>hand")
    assert circles(handing_to(2), maybe) == [("flows_may_circle", "hand")]


def test_flows_that_start_each_other_after_a_rest_are_fine() -> None:
    assert circles(handing_to(1, "start_flow")) == [("flows_in_circle", "hand")]
    assert circles(handing_to(1, "start_flow", PAUSE)) == []
    assert circles(handing_to(2, "start_flow"), handing_to(1, "start_flow", PAUSE)) == []


def test_flows_that_lead_elsewhere_are_no_circle() -> None:
    assert circles(handing_to(2), flow(("start", "trigger", ANY))) == []
    assert circles(handing_to(9)) == []


def test_a_flow_that_a_contact_enters_once_ends_the_circle() -> None:
    once = handing_to(1, "start_flow")
    once.settings = {"reentry": {"type": "once"}}
    assert circles(once) == [("flows_may_circle", "hand")]
