"""One lane's events go in, and what must be stored comes out: starts, replies, timers, results, cancels, limits."""

from datetime import timedelta
from typing import Any

import pytest
from flow_builder import ANY, NOW, Lane, chain, flow, say, texts, trail, webhook

from engine.model import Contact, Event, ExecutionStatus, StepStatus
from engine.plan import PlanRefused
from engine.triggers import MessageReceived, WebhookReceived

ASK = flow(
    ("start", "trigger", ANY),
    say("ask", "Name?"),
    ("listen", "wait_for_reply", {"saveTo": "name", "timeout": {"hours": 1}}),
    say("thank", "Thanks {{ vars.name }}"),
    say("nudge", "Still there?"),
    edges="start>ask ask>listen listen.replied>thank listen.timeout>nudge",
)
HOUR = timedelta(hours=1)


def test_a_message_starts_the_flow_and_every_step_is_told() -> None:
    lane = Lane(chain(say("greet", "Hi {{ contact.name }}, you wrote {{ message.text }}")))
    event = lane.message("hello")
    commit = lane.take(event)
    (execution,) = lane.executions
    assert texts(commit) == ["Hi Ana, you wrote hello"]
    assert trail(commit) == ["start.out", "greet.out"]
    assert [step.n for step in commit.steps] == [1, 2]
    assert commit.consumed == [event.id]
    assert (execution.status, execution.outcome, execution.is_new) == (ExecutionStatus.COMPLETED, "end", True)
    assert execution.trigger_data["type"] == "message_received"


def test_trigger_send_wait_send_are_four_steps_in_that_order() -> None:
    lane = Lane(ASK)
    first = lane.take(lane.message("hi"))
    second = lane.take(lane.message("Eva"), now=NOW + timedelta(minutes=5))
    assert trail(first) + trail(second) == ["start.out", "ask.out", "listen.replied", "thank.out"]
    assert [step.n for step in second.steps] == [3, 4]
    assert texts(second) == ["Thanks Eva"]
    assert second.steps[0].started_at == NOW
    assert second.steps[0].finished_at == NOW + timedelta(minutes=5)
    assert len(lane.executions) == 1, "a reply starts nothing"
    assert second.cleared == [lane.executions[0].id], "its timer falls away"


def test_without_a_reply_the_timeout_goes_on() -> None:
    lane = Lane(ASK)
    timer = lane.take(lane.message("hi")).events[0]
    (execution,) = lane.executions
    assert (timer.kind, timer.due_at, timer.visit) == ("timer", NOW + HOUR, execution.visit)
    late = lane.take(lane.event("timer", execution, NOW + HOUR), now=NOW + HOUR)
    assert texts(late) == ["Still there?"]
    assert trail(late)[0] == "listen.timeout"


def test_of_reply_and_timeout_in_one_batch_only_the_first_wins() -> None:
    lane = Lane(ASK)
    lane.take(lane.message("hi"))
    timer, reply = lane.event("timer", lane.executions[0], NOW + HOUR), lane.message("Eva", NOW + HOUR)
    commit = lane.take(reply, timer, now=NOW + HOUR)
    assert texts(commit) == ["Thanks Eva"]
    assert commit.stale == [timer.id]
    assert commit.consumed == [reply.id, timer.id]


def test_the_newest_wait_gets_the_reply() -> None:
    lane = Lane(ASK, ASK, triggers=[MessageReceived("exact", ("one",)), MessageReceived("exact", ("two",))])
    lane.take(lane.message("one"))
    older = lane.executions[0]
    start_two = lane.message("two")
    older.waiting_for = "time"  # else it would take the message as its reply
    lane.take(start_two, now=NOW + HOUR)
    older.waiting_for = "reply"
    commit = lane.take(lane.message("Eva"), now=NOW + 2 * HOUR)
    assert list(commit.executions) == [lane.executions[1].id]
    assert lane.take(lane.message("Ana"), now=NOW + 2 * HOUR).executions.keys() == {older.id}


@pytest.mark.parametrize("kind", ["timer", "effect_result", "send_result", "continue"])
def test_an_answer_to_a_visit_that_is_over_changes_nothing(kind: Any) -> None:
    lane = Lane(ASK)
    lane.take(lane.message("hi"))
    event = lane.event(kind, lane.executions[0])
    event.visit = 1
    commit = lane.take(event)
    assert (commit.stale, commit.consumed) == ([event.id], [event.id])
    assert commit.executions == {}
    assert commit.steps == []


def test_a_result_of_another_kind_than_the_wait_changes_nothing() -> None:
    lane = Lane(ASK)
    lane.take(lane.message("hi"))
    event = lane.event("send_result", lane.executions[0])
    assert lane.take(event).stale == [event.id]


def test_cancel_ends_the_execution_and_withdraws_its_messages() -> None:
    lane = Lane(ASK)
    lane.take(lane.message("hi"))
    (execution,) = lane.executions
    commit = lane.take(lane.event("command", execution, command="cancel"))
    assert (execution.status, execution.outcome) == (ExecutionStatus.COMPLETED, "cancelled")
    assert (commit.withdrawn, commit.cleared) == ([execution.id], [execution.id])
    assert [(step.node_id, step.status) for step in commit.steps] == [("listen", StepStatus.SKIPPED)]
    again = lane.event("command", execution, command="cancel")
    assert lane.take(again).stale == [again.id]


def test_a_blocked_contact_starts_nothing() -> None:
    lane = Lane(ASK, contact=Contact(7, 1, "Ana", "+34600000001", is_blocked=True))
    commit = lane.take(lane.message("hi"))
    assert (commit.executions, len(commit.consumed)) == ({}, 1)


def test_a_webhook_starts_its_own_flow_and_has_no_message() -> None:
    remember = ("keep", "set_variable", {"name": "total", "expression": "event.total * 2"})
    lane = Lane(ASK, chain(remember), triggers=[MessageReceived(), WebhookReceived()])
    lane.take(Event(90, NOW, "start", webhook(2, {"total": 21})))
    assert lane.executions[0].variables == {"total": 42}
    stale = lane.take(Event(91, NOW, "start", webhook(1, {})))
    assert stale.stale == [91]


def test_a_failing_template_fails_its_execution_with_a_sentence_and_the_next_message_goes_on() -> None:
    fragile = chain(say("greet", "Hi {{ contact.fields.nick }}"))
    lane = Lane(fragile, ASK, triggers=[MessageReceived("exact", ("bad",)), MessageReceived()])
    commit = lane.take(lane.message("bad"), lane.message("good"))
    failed, other = lane.executions
    assert failed.status is ExecutionStatus.FAILED
    assert "'contact.fields.nick' has no value" in (failed.error_message or "")
    assert [(s.node_id, s.status) for s in commit.steps[:2]] == [("start", "Completed"), ("greet", "Failed")]
    assert commit.steps[1].error_message == failed.error_message
    assert (other.status, texts(commit)) == (ExecutionStatus.RUNNING, ["Name?"])


def test_an_execution_whose_plan_cannot_be_built_any_more_fails_with_the_reason() -> None:
    lane = Lane(ASK)
    lane.take(lane.message("hi"))
    lane.plans[1] = PlanRefused("The flow cannot run: the node type 'acme.x' is not installed.")
    lane.take(lane.message("Eva"))
    assert lane.executions[0].status is ExecutionStatus.FAILED
    assert "acme.x" in (lane.executions[0].error_message or "")
