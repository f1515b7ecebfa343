"""Flow tests: read from the document, played, and told as issues that name the test and what came instead."""

from typing import Any

import flow_builder
import msgspec
from flow_builder import REGISTRY, chain
from scripts import NOTHING, expect, expect_end, say

from engine.errors import Issue
from engine.flow import FlowDocument
from engine.plan import compile_plan
from engine.simulator.flow_tests import issues_of, run_tests
from engine.simulator.reading import read_tests
from engine.simulator.stage import set_stage
from engine.verifier.check import check

GREET = chain(flow_builder.say("greet", "Hi {{ contact.name }}"))
GOOD: dict[str, Any] = {
    "name": "Greets",
    "steps": [say("hello"), expect("Hi Eva"), expect_end()],
    "contact": {"name": "Eva"},
}
BAD: dict[str, Any] = {"name": "Old greeting", "steps": [say("hello"), expect("Good day"), expect("Bye")]}


def with_tests(*tests: dict[str, Any]) -> FlowDocument:
    return msgspec.structs.replace(GREET, tests=list(tests))


def found(document: FlowDocument) -> list[tuple[str, str | None]]:
    return [(issue.code, issue.field) for issue in check(document, REGISTRY)]


def test_each_test_is_played_and_a_failing_one_says_what_came_instead() -> None:
    document = with_tests(GOOD, BAD)
    tests, issues = read_tests(document)
    assert not issues
    good, bad = run_tests(set_stage(document, REGISTRY), tests)
    assert good.passed
    assert list(issues_of(good)) == []
    assert not bad.passed
    assert list(issues_of(bad)) == [
        Issue(
            "error",
            "test_failed",
            "The test 'Old greeting' fails at step 2: “Hi Ana” was sent, where “Good day” was expected.",
            None,
            "tests[1].steps[1]",
        )
    ]


def test_a_strict_test_notices_a_message_that_is_added_later() -> None:
    strict = {"name": "Strict", "steps": [say("hello"), expect("Hi Ana"), NOTHING, expect_end()]}
    longer = chain(flow_builder.say("greet", "Hi {{ contact.name }}"), flow_builder.say("more", "More."))
    tests, _ = read_tests(with_tests(strict))
    (before,) = run_tests(set_stage(GREET, REGISTRY), tests)
    (after,) = run_tests(set_stage(longer, REGISTRY), tests)
    assert before.passed
    assert [(each.script_step, each.message) for each in after.failures] == [
        (2, "“More.” was sent, where nothing was expected.")
    ]


def test_a_test_that_cannot_be_read_is_an_error_at_its_place() -> None:
    odd = {"name": "Odd", "steps": [say("x"), {"type": "dance"}]}
    assert found(with_tests(GOOD, odd)) == [("invalid_config", "tests[1].steps[1].type")]
    assert found(with_tests({"steps": []})) == [("invalid_config", "tests[0].name")]
    assert found(with_tests({"name": "A", "contact": {"timezone": "Mars"}})) == [
        ("invalid_config", "tests[0].contact.timezone")
    ]


def test_two_tests_of_one_name_are_refused() -> None:
    assert found(with_tests(GOOD, GOOD)) == [("invalid_config", "tests[1].name")]


def test_what_is_live_does_not_need_its_tests() -> None:
    assert compile_plan(1, 1, with_tests({"odd": True}), REGISTRY).nodes


def test_a_test_that_cannot_begin_fails_at_its_start() -> None:
    document = with_tests({"name": "Gone", "start": {"nodeId": "gone"}})
    (tested,) = run_tests(set_stage(document, REGISTRY), read_tests(document)[0])
    (issue,) = issues_of(tested)
    assert issue.message.startswith("The test 'Gone' fails at its start: There is no node 'gone'")
    assert issue.field == "tests[0]"
