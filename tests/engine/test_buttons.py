"""A question with buttons rests for its answer, and hears when WhatsApp refuses it."""

from typing import Any

from flow_builder import ANY, Lane, flow, say, trail

QUESTION = {
    "text": "Which one?",
    "buttons": [{"id": "red", "title": "Red"}, {"id": "blue", "title": "Blue"}],
    "timeout": {"hours": 1},
}
ASK = flow(
    ("start", "trigger", ANY),
    ("ask", "send_buttons", QUESTION),
    say("red", "Red it is"),
    say("lost", "We could not ask"),
    edges="start>ask ask.red>red ask.other>ask ask.failed>lost",
)


def asked() -> Lane:
    lane = Lane(ASK)
    lane.take(lane.message("hi"))
    return lane


def tap(lane: Lane, button: str, title: str = "Red") -> Any:
    event = lane.message(title)
    event.payload["button"] = button
    return lane.take(event)


def test_a_tap_takes_its_way_and_its_message_tells_of_failures() -> None:
    lane = Lane(ASK)
    commit = lane.take(lane.message("hi"))
    (execution,) = lane.executions
    (message,) = commit.messages
    assert (message.content, message.visit) == ("Which one? [Red] [Blue]", execution.visit)
    assert trail(tap(lane, "1/ask/red")) == ["ask.red", "red.out"]


def test_that_it_was_sent_changes_nothing() -> None:
    lane = asked()
    sent = lane.event("send_result", lane.executions[0], error=None)
    assert lane.take(sent).stale == [sent.id]
    assert trail(tap(lane, "1/ask/red")) == ["ask.red", "red.out"]


def test_a_refusal_ends_the_wait_and_its_timer() -> None:
    lane = asked()
    commit = lane.take(lane.event("send_result", lane.executions[0], error="The window is closed."))
    assert trail(commit) == ["ask.failed", "lost.out"]
    assert commit.steps[0].output == (
        '{"message":"Which one? [Red] [Blue]","error":"The window is closed.",'
        '"waitUntil":"2026-03-02T10:00:00Z"}'
    )
    assert commit.cleared == [lane.executions[0].id]


def test_a_refusal_that_nothing_is_wired_to_ends_the_flow() -> None:
    lane = Lane(flow(("start", "trigger", ANY), ("ask", "send_buttons", QUESTION), edges="start>ask"))
    lane.take(lane.message("hi"))
    lane.take(lane.event("send_result", lane.executions[0], error="refused"))
    assert lane.executions[0].is_over


def test_a_refusal_of_the_question_before_is_too_late() -> None:
    lane = asked()
    late = lane.event("send_result", lane.executions[0], error="refused")
    assert trail(lane.take(lane.message("neither"))) == ["ask.other"]
    assert lane.take(late).stale == [late.id]
    assert lane.executions[0].takes_reply


def test_a_tap_on_the_same_question_asked_before_counts() -> None:
    lane = asked()
    lane.take(lane.message("neither"))
    assert trail(tap(lane, "1/ask/red")) == ["ask.red", "red.out"]


def test_a_tap_on_a_question_of_an_earlier_execution_is_another_text() -> None:
    lane = asked()
    tap(lane, "1/ask/red")
    lane.take(lane.message("hi"))
    assert trail(tap(lane, "1/ask/red")) == ["ask.other"]


def test_a_refusal_waits_for_a_paused_execution() -> None:
    lane = asked()
    (execution,) = lane.executions
    lane.take(lane.command("pause", execution))
    refused = lane.event("send_result", execution, error="refused")
    assert lane.take(refused).held == [refused.id]
    lane.take(lane.command("resume", execution))
    assert trail(lane.take(refused)) == ["ask.failed", "lost.out"]
