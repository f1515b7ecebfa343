"""The settings of a flow: who may enter again, and what makes a contact leave; and goals, which are jumped to."""

from datetime import timedelta
from typing import Any

import pytest
from flow_builder import ANY, NOW, Lane, flow, say, texts, trail

from engine.flow import FlowDocument
from engine.registry import load_registry
from engine.triggers import EventReceived, MessageReceived
from engine.verifier.check import check

REGISTRY = load_registry()
DAY = timedelta(days=1)


def ask(**settings: Any) -> FlowDocument:
    return flow(
        ("start", "trigger", ANY),
        say("ask", "Name?"),
        ("listen", "wait_for_reply", {"timeout": {"hours": 1}}),
        say("thank", "Thanks"),
        edges="start>ask ask>listen listen.replied>thank",
        settings=settings,
    )


def hello(**reentry: Any) -> FlowDocument:
    return flow(
        ("start", "trigger", ANY), say("hello", "Hello"), edges="start>hello", settings={"reentry": reentry}
    )


def test_once_is_once_and_the_next_flow_that_fits_gets_the_message() -> None:
    other = flow(("start", "trigger", ANY), say("other", "Again?"), edges="start>other")
    lane = Lane(hello(type="once"), other)
    first, second = lane.take(lane.message("hi")), lane.take(lane.message("hi"), now=NOW + 300 * DAY)
    assert (texts(first), texts(second)) == (["Hello"], ["Again?"])
    assert [(entry.flow_id, entry.key) for entry in first.entries] == [(1, "")]
    assert second.entries == []


def test_once_in_a_while_opens_again_when_the_time_has_passed() -> None:
    lane = Lane(hello(type="once_per_period", period={"days": 7}))
    said = [texts(lane.take(lane.message("hi"), now=NOW + days * DAY)) for days in (0, 6, 7, 8, 14)]
    assert said == [["Hello"], [], ["Hello"], [], ["Hello"]]


def test_once_for_each_key() -> None:
    document = flow(
        ("start", "trigger", {"on": {"type": "event_received", "name": "paid"}}),
        say("thank", "Thanks"),
        edges="start>thank",
        settings={"reentry": {"type": "once_per_key", "key": "{{ event.order }}"}},
    )
    lane = Lane(document, triggers=[EventReceived("paid")])
    orders = [{"order": "1"}, {"order": "2"}, {"order": "1"}]
    commit = lane.take(*(lane.named("paid", data=data) for data in orders))
    assert len(texts(commit)) == 2
    lost = lane.take(lane.named("paid", data={}))
    assert texts(lost) == []
    assert "The key of “once per key” is not known" in (lane.executions[-1].error_message or "")


def test_beginning_anew_leaves_the_execution_that_runs() -> None:
    lane = Lane(ask(reentry={"type": "interrupt_running"}), triggers=[EventReceived("visit")])
    lane.take(lane.named("visit"))
    commit = lane.take(lane.named("visit"))
    first, second = lane.executions
    assert (first.outcome, second.is_alive) == ("interrupted", True)
    assert commit.withdrawn == [first.id]


def test_an_exit_ends_the_flow_in_the_middle_of_a_wait_and_the_message_goes_on() -> None:
    goodbye = flow(
        ("start", "trigger", {"on": {"type": "message_received", "match": "exact", "keywords": ["stop"]}}),
        say("bye", "Bye"),
        edges="start>bye",
    )
    stop = {"type": "message_received", "match": "exact", "keywords": ["stop"]}
    lane = Lane(
        ask(exitOn=[stop]), goodbye, triggers=[MessageReceived(), MessageReceived("exact", ("stop",))]
    )
    lane.take(lane.message("hi"))
    commit = lane.take(lane.message("STOP"))
    assert lane.executions[0].outcome == "exit"
    assert (trail(commit), texts(commit)) == (["listen", "start.out", "bye.out"], ["Bye"])


def test_what_ends_a_flow_does_not_start_it_again() -> None:
    stop = {"type": "message_received", "match": "exact", "keywords": ["stop"]}
    paid = {"type": "event_received", "name": "order_paid"}
    lane = Lane(ask(exitOn=[stop, paid]))
    lane.take(lane.message("hi"))
    assert texts(lane.take(lane.message("stop"))) == []
    assert [execution.outcome for execution in lane.executions] == ["exit"]
    lane = Lane(ask(exitOn=[paid]), triggers=[EventReceived("order_paid")])
    lane.take(lane.named("order_paid"))
    assert texts(lane.take(lane.named("order_paid"))) == []
    assert texts(lane.take(lane.named("order_paid"))) == ["Name?"]


def test_an_exit_may_ask_for_the_key_of_this_execution_and_works_while_paused() -> None:
    paid = {"type": "event_received", "name": "order_paid", "key": "{{ message.text }}"}
    lane = Lane(ask(exitOn=[paid]))
    lane.take(lane.message("17"))
    (execution,) = lane.executions
    lane.take(lane.command("pause", execution))
    lane.take(lane.named("order_paid", "18"))
    assert not execution.is_over
    lane.take(lane.named("order_paid", "17"))
    assert execution.outcome == "exit"


GOAL = flow(
    ("start", "trigger", ANY),
    say("offer", "Buy?"),
    ("rest", "wait", {"duration": {"days": 1}}),
    say("nudge", "Really?"),
    ("bought", "goal", {"on": {"type": "event_received", "name": "order_paid"}}),
    say("thank", "Thank you"),
    edges="start>offer offer>rest rest>nudge bought>thank",
)


def test_a_goal_is_jumped_to_from_wherever_the_flow_stands() -> None:
    lane = Lane(GOAL)
    lane.take(lane.message("hi"))
    (execution,) = lane.executions
    commit = lane.take(lane.named("order_paid"))
    assert trail(commit) == ["rest", "bought.out", "thank.out"]
    assert (texts(commit), execution.status) == (["Thank you"], "Completed")
    assert commit.cleared == [execution.id]
    assert commit.kept == []


def test_a_goal_is_reached_once() -> None:
    document = flow(
        ("start", "trigger", ANY),
        ("rest", "wait", {"duration": {"days": 1}}),
        ("bought", "goal", {"on": {"type": "event_received", "name": "order_paid"}}),
        say("thank", "Thank you"),
        ("long", "wait", {"duration": {"days": 9}}),
        edges="start>rest bought>thank thank>long",
    )
    lane = Lane(document)
    lane.take(lane.message("hi"))
    first, second = lane.take(lane.named("order_paid")), lane.take(lane.named("order_paid"))
    assert (texts(first), texts(second)) == (["Thank you"], [])


def test_a_goal_that_was_reached_lets_the_flow_pass_when_it_comes_back() -> None:
    document = flow(
        ("start", "trigger", ANY),
        ("rest", "wait", {"duration": {"days": 1}}),
        (
            "bought",
            "goal",
            {"on": {"type": "event_received", "name": "order_paid"}, "otherwise": "wait"},
        ),
        say("thank", "Thank you"),
        edges="start>rest rest>bought bought>thank thank>rest",
    )
    lane = Lane(document)
    lane.take(lane.message("hi"))
    assert texts(lane.take(lane.named("order_paid"))) == ["Thank you"]
    (execution,) = lane.executions
    tomorrow = NOW + DAY
    commit = lane.take(lane.event("timer", execution, tomorrow), now=tomorrow)
    assert (texts(commit), execution.node_id) == (["Thank you"], "rest")


def test_a_goal_is_passed_before_its_key_can_be_filled_in() -> None:
    bought = {"type": "event_received", "name": "order_paid", "key": "{{ vars.order }}"}
    document = flow(
        ("start", "trigger", ANY),
        ("bought", "goal", {"on": bought}),
        ("order", "wait_for_reply", {"saveTo": "order"}),
        ("rest", "wait", {"duration": {"days": 1}}),
        edges="start>bought bought>order order.replied>rest",
    )
    lane = Lane(document)
    assert trail(lane.take(lane.message("hi"))) == ["start.out", "bought.out"]
    lane.take(lane.message("17"))
    assert trail(lane.take(lane.named("order_paid", "18"))) == []
    assert trail(lane.take(lane.named("order_paid", "17"))) == ["rest", "bought.out"]


def test_a_goal_takes_back_the_call_that_nobody_waits_for_any_more() -> None:
    document = flow(
        ("start", "trigger", ANY),
        ("call", "http_request", {"method": "GET", "url": "https://example.com/"}),
        ("bought", "goal", {"on": {"type": "event_received", "name": "order_paid"}}),
        edges="start>call",
    )
    lane = Lane(document)
    lane.take(lane.message("hi"))
    (execution,) = lane.executions
    assert execution.waiting_for == "effect"
    commit = lane.take(lane.named("order_paid"))
    assert (commit.dropped, commit.withdrawn) == ([execution.id], [])
    both = Lane(document)
    commit = both.take(both.message("hi"), both.named("order_paid"))
    assert commit.effects == []


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        (
            {"exitOn": [{"type": "message_received", "match": "regex", "keywords": ["("]}]},
            "settings.exitOn[0].keywords",
        ),
        ({"exitOn": [{"type": "message_received", "match": "exact"}]}, "settings.exitOn[0].keywords"),
        ({"exitOn": [{"type": "event_received", "name": "a", "key": "{{ a"}]}, "settings.exitOn[0].key"),
        ({"reentry": {"type": "once_per_key", "key": "{{ a"}}, "settings.reentry.key"),
        ({"reentry": {"type": "once_per_period", "period": {}}}, "settings.reentry.period"),
    ],
)
def test_settings_that_cannot_work_are_issues_with_their_place(settings: dict[str, Any], field: str) -> None:
    issues = check(ask(**settings), REGISTRY)
    assert [issue.field for issue in issues if issue.severity == "error"] == [field]
