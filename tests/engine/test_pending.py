"""The visit in progress: what it had when it came to rest is still there when it ends."""

from datetime import timedelta
from typing import Any

import msgspec
from flow_builder import ANY, NOW, REGISTRY, Lane, chain, flow, say

from engine.advance import MAX_STEPS_AT_ONCE
from engine.context import Context
from engine.fields import Text
from engine.model import Commit, Event, Pending, Step
from engine.node import Node, Wait
from engine.plan import PlanRefused
from engine.registry import Registry

AWAITED = flow(
    ("start", "trigger", ANY),
    say("greet", "Hi {{ contact.name }}"),
    ("lost", "end", {}),
    edges="start>greet greet.failed>lost",
)


class Look(Node, tag="test.look"):
    """Talk to the outside about something."""

    about: Text

    async def run(self, ctx: Context) -> str:
        """Never called in these tests: the result arrives as an event."""
        return "out"


class Ask(Node, tag="test.ask"):
    """Rest twice, noting something each time."""

    question: Text
    waits = True

    def run(self, ctx: Context) -> Wait:
        """Note the question and rest."""
        ctx.set("asked", self.question)
        return Wait("reply")

    def resume(self, ctx: Context, event: str) -> str | Wait:
        """Rest again after the first answer."""
        is_first = "first" not in ctx.output
        ctx.note("first" if is_first else "second", ctx.scope["message"]["text"])
        return Wait("reply") if is_first else "out"


WITH_TESTS = Registry([*REGISTRY.kinds.values(), Look, Ask])


def test_a_wait_that_is_over_shows_the_moment_it_was_given() -> None:
    later = NOW + timedelta(hours=1)
    lane = Lane(chain(("rest", "wait", {"until": "{{ message.text }}"})))
    lane.take(lane.message(later.isoformat()))
    (execution,) = lane.executions
    settings = {"duration": None, "until": later.isoformat(), "window": None, "timezone": None}
    assert pending(execution.pending) == (settings, {})
    step = last(lane.take(lane.event("timer", execution, later), now=later))
    assert read(step.input) == settings
    assert execution.pending is None


def test_an_awaited_send_shows_its_text_while_it_waits_and_after() -> None:
    for error in (None, "refused"):
        lane = Lane(AWAITED)
        lane.take(lane.message("hi"))
        (execution,) = lane.executions
        assert pending(execution.pending) == (
            {"body": {"type": "text", "text": "Hi Ana", "previewUrl": False}},
            {"message": "Hi Ana"},
        )
        commit = lane.take(lane.event("send_result", execution, error=error))
        step = next(step for step in commit.steps if step.node_id == "greet")
        said = {"message": "Hi Ana"} | ({"error": error} if error else {})
        assert (read(step.input)["body"]["text"], read(step.output)) == ("Hi Ana", said)


def test_a_call_shows_what_was_asked_whether_it_works_or_not() -> None:
    for result, status in (({"port": "out"}, "Completed"), ({"error": "The shop is closed."}, "Failed")):
        lane = Lane(chain(("look", "test.look", {"about": "{{ message.text }}"})), registry=WITH_TESTS)
        lane.take(lane.message("socks"))
        (execution,) = lane.executions
        assert pending(execution.pending) == ({"about": "socks"}, {})
        step = last(lane.take(lane.event("effect_result", execution, **result)))
        assert (step.status, read(step.input), execution.pending) == (status, {"about": "socks"}, None)


def test_a_visit_that_rests_twice_keeps_all_it_had() -> None:
    lane = Lane(chain(("ask", "test.ask", {"question": "{{ message.text }}?"})), registry=WITH_TESTS)
    lane.take(lane.message("size"))
    (execution,) = lane.executions
    lane.take(lane.message("small"))
    so_far = {"variables": {"asked": "size?"}, "first": "small"}
    assert pending(execution.pending) == ({"question": "size?"}, so_far)
    step = last(lane.take(lane.message("blue")))
    assert (read(step.input), read(step.output)) == ({"question": "size?"}, {**so_far, "second": "blue"})


def test_a_cancelled_visit_shows_what_it_had() -> None:
    lane = Lane(AWAITED)
    lane.take(lane.message("hi"))
    (execution,) = lane.executions
    cancel = Event(90, NOW, "command", {"command": "cancel"}, execution.id)
    step = last(lane.take(cancel))
    assert (step.status, read(step.input)["body"]["text"]) == ("Skipped", "Hi Ana")
    assert (read(step.output), execution.pending) == ({"message": "Hi Ana"}, None)


def test_what_rested_before_there_was_a_place_to_keep_it_goes_on() -> None:
    lane = Lane(AWAITED)
    lane.take(lane.message("hi"))
    (execution,) = lane.executions
    execution.pending = None
    commit = lane.take(lane.event("send_result", execution, error=None))
    assert read(commit.steps[0].input)["body"]["text"] == "Hi {{ contact.name }}"


def test_between_two_visits_nothing_is_pending() -> None:
    many = [(f"n{n}", "set_variable", {"name": "n", "value": str(n)}) for n in range(MAX_STEPS_AT_ONCE)]
    lane = Lane(chain(*many))
    lane.take(lane.message("hi"))
    assert (lane.executions[0].waiting_for, lane.executions[0].pending) == ("continue", None)


def test_a_version_that_cannot_run_any_more_leaves_nothing_pending() -> None:
    lane = Lane(AWAITED)
    lane.take(lane.message("hi"))
    (execution,) = lane.executions
    lane.plans[1] = PlanRefused("The flow cannot run.")
    lane.take(lane.event("send_result", execution, error=None))
    assert (execution.status, execution.pending) == ("Failed", None)


def pending(kept: Pending | None) -> tuple[Any, Any]:
    assert kept is not None
    return read(kept.input), kept.output


def read(text: Any) -> Any:
    return msgspec.json.decode(text)


def last(commit: Commit) -> Step:
    return commit.steps[-1]
