"""The verifier compares the triggers of one flow."""

from typing import Any

import pytest
from flow_builder import ANY, REGISTRY, flow, say

from engine.errors import Issue
from engine.fixes import SetField
from engine.triggers import MessageReceived, TriggerIndex, TriggerRow
from engine.verifier import siblings
from engine.verifier.check import check, examine
from engine.verifier.shadows import MOST_PAIRS, Matcher


def on(match: str = "any", *words: str, priority: int = 100) -> dict[str, Any]:
    return {"type": "message_received", "match": match, "keywords": list(words), "priority": priority}


WEBHOOK, CALLED = {"type": "webhook"}, {"type": "flow_called"}


def issues_of(*triggers: dict[str, Any]) -> list[Issue]:
    """What is said of triggers with these settings, called a, b, …"""
    nodes = [(name, "trigger", {"on": each}) for name, each in zip("abc", triggers, strict=False)]
    document = flow(*nodes, say("hi", "Hi"), edges=" ".join(f"{name}>hi" for name, *_ in nodes))
    document.nodes[0].name = "Door"
    return [issue for issue in check(document, REGISTRY) if issue.code == "trigger_shadowed"]


@pytest.mark.parametrize(
    ("triggers", "shadowed"),
    [
        ([on("exact", "hi"), on("exact", "Hi")], ["b"]),
        ([on(priority=1), on("exact", "hi", priority=2)], ["b"]),
        ([on(), on("exact", "hi")], []),
        ([on("exact", "hi", priority=2), on(priority=1)], ["a"]),
        ([on(), on(), on()], ["b", "c"]),
        ([on("exact", "hi"), on("exact", "bye"), on("exact", "hi", "bye")], ["c", "c"]),
        ([on("exact", "hi"), on("exact", "bye")], []),
        ([on("regex", "(("), on("exact", "hi")], []),
        ([WEBHOOK, WEBHOOK, CALLED], ["b"]),
        ([CALLED, WEBHOOK, CALLED], ["c"]),
        ([{"type": "event_received", "name": "paid"}] * 2, []),
    ],
)
def test_triggers_that_another_of_the_flow_leaves_nothing(
    triggers: list[dict[str, Any]], shadowed: list[str]
) -> None:
    assert [issue.node_id for issue in issues_of(*triggers)] == shadowed


def test_no_more_words_are_compared_than_anybody_listens_to(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = list[int]()

    def covered(first: MessageReceived, then: MessageReceived, takes: Matcher) -> list[str]:
        compared.append(len(first.keywords) * len(then.keywords))
        return []

    monkeypatch.setattr(siblings, "covered", covered)
    words = [[f"word{trigger} {n}" for n in range(100)] for trigger in range(60)]
    nodes = [(f"t{n}", "trigger", {"on": on("contains", *each)}) for n, each in enumerate(words)]
    check(flow(*nodes, say("hi", "Hi"), edges=" ".join(f"t{n}>hi" for n in range(60))), REGISTRY)
    assert 0 < sum(compared) <= MOST_PAIRS


def test_the_other_trigger_is_named() -> None:
    (words,) = issues_of(on("exact", "hi"), on("exact", "hi", "bye"))
    assert words.message == (
        "The trigger “Door” of this flow takes messages with “hi” first. Let it listen to something else, or delete it."
    )
    (webhook,) = issues_of(WEBHOOK, WEBHOOK)
    assert webhook.message == (
        "The webhook starts this flow at “Door”, so this never starts. Let it listen to something else, or delete it."
    )


def test_it_is_asked_first_where_that_leaves_the_other_something() -> None:
    (issue,) = issues_of(on(priority=1), on("exact", "hi", priority=2))
    assert issue.fixes == (SetField("Ask this trigger first", "b", "on.priority", 0),)
    assert "Give it a lower priority number than 1, or other words." in issue.message
    assert issues_of(on(priority=0), on("exact", "hi", priority=2))[0].fixes == ()
    assert issues_of(on("exact", "hi"), on("exact", "hi"))[0].fixes == ()


def test_disabled_triggers_take_nothing() -> None:
    document = flow(("a", "trigger", ANY), ("b", "trigger", ANY), say("hi", "Hi"), edges="a>hi b>hi")
    document.nodes[0].disabled = True
    assert "trigger_shadowed" not in [issue.code for issue in check(document, REGISTRY)]


def test_the_engine_takes_the_same_trigger_first() -> None:
    document = flow(*((name, "trigger", {"on": on("contains", "hi")}) for name in "ba"))
    rows = [TriggerRow(1, 1, each.id, each.node.on) for each in examine(document, REGISTRY).nodes.values()]
    first = next(TriggerIndex(rows).for_message("hi"))
    (issue,) = [issue for issue in check(document, REGISTRY) if issue.code == "trigger_shadowed"]
    assert {first.node_id, issue.node_id} == {"a", "b"}
    assert first.node_id == "a"
