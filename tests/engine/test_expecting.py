"""Expectations: each holds where it should, and says what came instead where it does not."""

from typing import Any

import flow_builder
import pytest
from flow_builder import ANY, chain, flow
from scripts import NOTHING, expect, expect_end, play, say, wrong

ASK = flow(
    ("start", "trigger", ANY),
    flow_builder.say("ask", "Which city?"),
    flow_builder.say("more", "Take your time."),
    ("listen", "wait_for_reply", {"saveTo": "city"}),
    ("broken", "set_variable", {"name": "x", "expression": "1 / 0"}),
    edges="start>ask ask>more more>listen listen.replied>broken",
)
DONE = chain(("count", "set_variable", {"name": "n", "expression": "2"}), ("end", "end", {"outcome": "done"}))
FAILURE = {"type": "expect_failure"}
AT = {"type": "expect_at", "nodeId": "listen"}


def variable(name: str, value: Any) -> dict[str, Any]:
    return {"type": "expect_variable", "name": name, "value": value}


HOLDS: list[tuple[Any, list[dict[str, Any]]]] = [
    (ASK, [say("hi"), expect("which CITY"), expect("Take your time.", match="exact"), NOTHING]),
    (ASK, [say("hi"), expect("^Which (city|town)", match="regex")]),
    (ASK, [say("hi"), AT]),
    (ASK, [NOTHING]),
    (ASK, [say("hi"), say("x"), FAILURE, FAILURE | {"nodeId": "broken"}]),
    (DONE, [say("hi"), expect_end(), expect_end("done"), variable("n", 2)]),
]

FAILS: list[tuple[Any, list[dict[str, Any]], str]] = [
    (ASK, [say("hi"), expect("Hello")], "“Which city?” was sent, where “Hello” was expected."),
    (ASK, [say("hi"), expect("Which city", match="exact")], "“Which city?” was sent, where “Which city” was expected."),
    (ASK, [say("hi"), expect("^city", match="regex")], "“Which city?” was sent, where “^city” was expected."),
    (ASK, [expect("Which")], "Nothing more was sent, where “Which” was expected."),
    (ASK, [say("hi"), expect("Which", failed=True)], "“Which city?” arrived, where it was expected not to."),
    (ASK, [{"type": "fail_send", "reason": "No."}, say("hi"), expect("Which")], "“Which city?” did not arrive: No."),
    (ASK, [say("hi"), NOTHING], "“Which city?” and 1 more was sent, where nothing was expected."),
    (ASK, [expect_end()], "The flow has not begun."),
    (ASK, [say("hi"), expect_end()], "The flow has not ended: it rests at 'listen' and waits for a reply."),
    (ASK, [say("hi"), say("x"), expect_end()], "The flow failed: The expression '1 / 0' failed: it divides by zero."),
    (ASK, [say("hi"), say("x"), AT], "The flow failed: The expression '1 / 0' failed: it divides by zero."),
    (DONE, [say("hi"), expect_end("helped")], "The flow ended as “done”, not as “helped”."),
    (DONE, [say("hi"), AT], "The flow has ended, as “done”, where it was expected to rest at 'listen'."),
    (ASK, [say("hi"), {"type": "expect_at", "nodeId": "ask"}], "The flow rests at 'listen' and waits for a reply, not at 'ask'."),
    (ASK, [say("hi"), variable("city", "Rome")], "The variable 'city' has no value, where “Rome” was expected."),
    (ASK, [variable("city", None)], "The flow has not begun."),
    (DONE, [say("hi"), variable("n", "two")], "The variable 'n' is “2”, not “two”."),
    (ASK, [AT], "The flow has not begun."),
    (ASK, [FAILURE], "The flow has not begun."),
    (ASK, [say("hi"), FAILURE], "The flow has not failed: it rests at 'listen' and waits for a reply."),
    (DONE, [say("hi"), FAILURE], "The flow has ended, as “done”, where it was expected to fail."),
    (ASK, [say("hi"), say("x"), FAILURE | {"nodeId": "ask"}], "The flow failed at 'broken', not at 'ask': The expression '1 / 0' failed: it divides by zero."),
]  # fmt: skip


@pytest.mark.parametrize(("document", "steps"), HOLDS)
def test_it_holds(document: Any, steps: list[dict[str, Any]]) -> None:
    outcome = play(document, *steps)
    assert wrong(outcome) == []
    assert outcome.passed


@pytest.mark.parametrize(("document", "steps", "sentence"), FAILS)
def test_it_says_what_came_instead(document: Any, steps: list[dict[str, Any]], sentence: str) -> None:
    outcome = play(document, *steps)
    assert wrong(outcome) == [sentence]
    assert not outcome.passed
    assert outcome.expectations[-1].script_step == len(steps) - 1


def test_an_expectation_that_fails_does_not_shift_those_behind_it() -> None:
    outcome = play(ASK, say("hi"), expect("Hello"), expect("Take your time"))
    assert [each.holds for each in outcome.expectations] == [False, True]


def test_a_failing_step_does_not_keep_the_others_from_being_done() -> None:
    outcome = play(ASK, {"type": "tap", "button": "Yes"}, say("hi"), expect("Which"))
    assert outcome.expectations[0].holds
    assert not outcome.passed


def test_what_happens_to_called_flows_is_not_expected_of_the_flow() -> None:
    other = flow(
        ("start", "trigger", {"on": {"type": "flow_called"}}),
        ("end", "end", {"outcome": "inner"}),
        edges="start>end",
    )
    outer = chain(("call", "call_flow", {"flow": 3}), ("end", "end", {"outcome": "outer"}))
    assert play(outer, say("hi"), expect_end("outer"), others={3: other}).passed
