"""One execution on its way: step limits, effects, sends that are waited for, and nodes that misbehave."""

from datetime import timedelta
from typing import Any

import pytest
from flow_builder import ANY, NOW, REGISTRY, Lane, chain, flow, say, texts, trail, webhook

from engine.advance import MAX_STEPS, MAX_STEPS_AT_ONCE
from engine.context import Context
from engine.model import Event, ExecutionStatus
from engine.node import Node
from engine.registry import Registry
from engine.triggers import WebhookReceived

ASK = flow(
    ("start", "trigger", ANY),
    say("ask", "Name?"),
    ("listen", "wait_for_reply", {"saveTo": "name", "timeout": {"hours": 1}}),
    say("thank", "Thanks {{ vars.name }}"),
    say("nudge", "Still there?"),
    edges="start>ask ask>listen listen.replied>thank listen.timeout>nudge",
)
HOUR = timedelta(hours=1)


class Fetch(Node, tag="test.fetch"):
    """Talk to the outside."""

    ports = ("out", "failed")
    url: str = "x"

    async def run(self, ctx: Context) -> str:
        """Never called in these tests: the result arrives as an event."""
        return "out"


class Odd(Node, tag="test.odd"):
    """Misbehave in a chosen way."""

    how: str

    def run(self, ctx: Context) -> Any:
        """Answer what a port is not, or break."""
        match self.how:
            case "wrong port":
                return "sideways"
            case "not json":
                ctx.set("thing", object())
            case "raises":
                raise ZeroDivisionError("nothing to divide")
        return None


WITH_TESTS = Registry([*REGISTRY.kinds.values(), Fetch, Odd])


def test_a_hundred_steps_pause_before_the_waiting_messages() -> None:
    many = [(f"n{n}", "set_variable", {"name": "n", "value": str(n)}) for n in range(MAX_STEPS_AT_ONCE + 20)]
    lane = Lane(chain(*many))
    first, second = lane.message("hi"), lane.message("again", NOW + HOUR)
    commit = lane.take(first, second, now=NOW + HOUR)
    assert (commit.consumed, len(commit.steps)) == ([first.id], MAX_STEPS_AT_ONCE)
    (later,) = commit.events
    assert (later.kind, later.due_at) == ("continue", first.due_at), "it sorts before the second message"
    rest = lane.take(lane.event("continue", lane.executions[0], first.due_at), second, now=NOW + HOUR)
    assert lane.executions[0].status is ExecutionStatus.COMPLETED
    assert lane.executions[0].step_count == MAX_STEPS_AT_ONCE + 21
    assert rest.consumed[-1] == second.id


def test_an_execution_that_never_ends_is_stopped() -> None:
    lane = Lane(ASK)
    lane.take(lane.message("hi"))
    lane.executions[0].step_count = MAX_STEPS
    lane.take(lane.message("Eva"))
    assert lane.executions[0].error_message == "The execution took more than 10000 steps, so it was stopped."


def test_an_effect_is_stored_and_its_result_goes_on() -> None:
    document = flow(
        ("start", "trigger", ANY),
        ("get", "test.fetch", {}),
        say("tell", "{{ vars.rate }}"),
        edges="start>get get>tell",
    )
    lane = Lane(document, registry=WITH_TESTS)
    (effect,) = lane.take(lane.message("hi")).effects
    (execution,) = lane.executions
    assert (effect.key, effect.input) == (f"{execution.id}/get/2", '{"url":"x"}')
    assert execution.waiting_for == "effect"
    commit = lane.take(lane.event("effect_result", execution, port="out", variables={"rate": 7}))
    assert (trail(commit), texts(commit)) == (["get.out", "tell.out"], ["7"])


def test_an_effect_that_fails_takes_failed_when_somebody_listens_and_else_fails() -> None:
    for edges, status in (("start>get get.failed>end", "Completed"), ("start>get get>end", "Failed")):
        document = flow(("start", "trigger", ANY), ("get", "test.fetch", {}), ("end", "end", {}), edges=edges)
        lane = Lane(document, registry=WITH_TESTS)
        lane.take(lane.message("hi"))
        lane.take(lane.event("effect_result", lane.executions[0], error="The shop is closed."))
        assert lane.executions[0].status == status


def test_a_send_whose_failure_is_wired_waits_for_the_outcome() -> None:
    edges = "start>greet greet>yes greet.failed>no"
    ends = [("yes", "end", {"outcome": "told"}), ("no", "end", {"outcome": "lost"})]
    for error, outcome in ((None, "told"), ("refused", "lost")):
        lane = Lane(flow(("start", "trigger", ANY), say("greet", "Hi"), *ends, edges=edges))
        commit = lane.take(lane.message("hi"))
        (execution,) = lane.executions
        assert (execution.waiting_for, commit.messages[0].visit) == ("send", execution.visit)
        lane.take(lane.event("send_result", execution, error=error))
        assert execution.outcome == outcome


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("wrong port", "The node 'odd' (test.odd) answered 'sideways', which is not one of its ports."),
        ("nothing", "The node 'odd' (test.odd) answered None, which is not one of its ports."),
        ("raises", "The node 'odd' (test.odd) broke: ZeroDivisionError: nothing to divide"),
        (
            "not json",
            "The node 'odd' (test.odd) broke: TypeError: Encoding objects of type object is unsupported",
        ),
    ],
)
def test_a_node_that_misbehaves_fails_its_own_execution_only(how: str, sentence: str) -> None:
    document = flow(("start", "trigger", ANY), ("odd", "test.odd", {"how": how}), edges="start>odd")
    lane = Lane(document, registry=WITH_TESTS)
    lane.take(lane.message("hi"))
    (execution,) = lane.executions
    assert (execution.error_message, execution.variables) == (sentence, {})


def test_a_flow_without_a_contact_cannot_write_to_anybody() -> None:
    lane = Lane(chain(say("greet", "Hi")), triggers=[WebhookReceived()])
    lane.contact = None  # type: ignore[assignment]
    lane.take(Event(90, NOW, "start", webhook(1, None)))
    assert (
        lane.executions[0].error_message == "This execution has no contact, so there is nobody to write to."
    )
