"""Waits for events, for the first of several, and for replies that come in pieces; an early event is found."""

from datetime import timedelta

import pytest
from flow_builder import ANY, NOW, Lane, chain, flow, say, texts, trail

from engine.model import Event
from engine.triggers import EventReceived

PAID = ("paid", "wait_for_event", {"name": "order_paid", "key": "{{ vars.order }}", "saveTo": "payment"})
KEEP = ("keep", "set_variable", {"name": "order", "value": "{{ message.text }}"})
ORDER = flow(
    ("start", "trigger", ANY),
    KEEP,
    PAID,
    say("thank", "Thanks for {{ vars.payment.total }}"),
    edges="start>keep keep>paid paid.happened>thank",
)
PIECES = flow(
    ("start", "trigger", ANY),
    ("ask", "wait_for_reply", {"saveTo": "answer", "timeout": {"hours": 1}, "debounce": 10}),
    say("thank", "You wrote: {{ vars.answer }}"),
    say("nudge", "Still there?"),
    edges="start>ask ask.replied>thank ask.timeout>nudge",
)


def later(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def test_an_event_with_the_right_key_ends_the_wait() -> None:
    lane = Lane(ORDER)
    lane.take(lane.message("17"))
    other = lane.take(lane.named("order_paid", "18", {"total": 1}))
    assert (other.steps, [kept.key for kept in other.kept]) == ([], ["18"])
    commit = lane.take(lane.named("order_paid", "17", {"total": 40}))
    assert texts(commit) == ["Thanks for 40"]
    assert commit.kept == []


def test_an_event_that_came_before_anybody_waited_is_found_and_used_once() -> None:
    lane = Lane(ORDER)
    early = lane.take(lane.named("order_paid", "17", {"total": 40}))
    assert [kept.key for kept in early.kept] == ["17"]
    commit = lane.take(lane.message("17"))
    assert (texts(commit), commit.used) == (["Thanks for 40"], [early.consumed[0]])
    again = lane.take(lane.message("17"))
    assert (texts(again), again.used) == ([], [])


def test_early_and_late_in_one_batch_leave_nothing_behind() -> None:
    lane = Lane(ORDER)
    commit = lane.take(lane.named("order_paid", "17", {"total": 40}), lane.message("17"))
    assert (texts(commit), commit.kept, commit.used) == (["Thanks for 40"], [], [])


def test_the_event_that_starts_an_execution_does_not_end_its_own_wait() -> None:
    document = flow(
        ("start", "trigger", {"on": {"type": "event_received", "name": "order_paid"}}),
        ("again", "wait_for_event", {"name": "order_paid"}),
        say("thank", "Twice!"),
        edges="start>again again.happened>thank",
    )
    lane = Lane(document, triggers=[EventReceived("order_paid")])
    assert texts(lane.take(lane.named("order_paid"))) == []
    assert texts(lane.take(lane.named("order_paid"))) == ["Twice!"]


def test_one_event_moves_everybody_who_waits_for_it() -> None:
    lane = Lane(ORDER)
    lane.take(lane.message("17"), lane.message("17"))
    assert texts(lane.take(lane.named("order_paid", "17", {"total": 2}))) == ["Thanks for 2"] * 2


def test_a_reply_in_pieces_is_collected_until_nothing_comes_for_a_while() -> None:
    lane = Lane(PIECES)
    lane.take(lane.message("hi"))
    (execution,) = lane.executions
    first = lane.take(lane.message("I want"), now=NOW + later(60))
    assert (first.steps, execution.wait_until) == ([], NOW + later(70))
    second = lane.take(lane.message("a plant"), now=NOW + later(65))
    assert (second.steps, execution.wait_until) == ([], NOW + later(75))
    quiet = lane.event("timer", execution, NOW + later(75))
    commit = lane.take(quiet, now=NOW + later(75))
    assert texts(commit) == ["You wrote: I want\na plant"]
    assert commit.steps[0].started_at == NOW


def test_the_timer_of_the_wait_before_a_piece_means_nothing_any_more() -> None:
    lane = Lane(PIECES)
    lane.take(lane.message("hi"))
    (execution,) = lane.executions
    lane.take(lane.message("I want"), now=NOW + later(1))
    old = lane.event("timer", execution, NOW + later(11))
    piece = lane.message("a plant", NOW + later(11))
    commit = lane.take(piece, old, now=NOW + later(11))
    assert (texts(commit), commit.stale) == ([], [old.id])


@pytest.mark.parametrize(
    ("kind", "payload", "port"),
    [
        ("message", {"text": "yes"}, "first.wrote"),
        ("named_event", {"name": "order_paid", "key": "hi"}, "first.paid"),
        ("timer", {}, "first.late"),
    ],
)
def test_the_first_of_several_wins_and_the_rest_starts_nothing_anew(kind, payload, port) -> None:
    branches = [
        {"id": "wrote", "on": {"type": "reply"}},
        {"id": "paid", "on": {"type": "event", "name": "order_paid", "key": "{{ message.text }}"}},
        {"id": "late", "on": {"type": "time", "duration": {"hours": 1}}},
    ]
    lane = Lane(chain(("first", "wait_for_first", {"branches": branches})))
    lane.take(lane.message("hi"))
    (execution,) = lane.executions
    commit = lane.take(Event(90, NOW, kind, payload, execution.id, execution.visit))
    assert trail(commit) == [port]


def test_a_blocked_contact_starts_nothing_by_an_event() -> None:
    lane = Lane(ORDER, triggers=[EventReceived("order_paid")])
    lane.contact.is_blocked = True
    assert lane.take(lane.named("order_paid")).executions == {}


def test_a_key_that_comes_out_empty_fails_instead_of_taking_anybodys_event() -> None:
    lane = Lane(ORDER)
    lane.take(lane.message(" "))
    (execution,) = lane.executions
    assert execution.status == "Failed"
    assert "The key came out empty" in (execution.error_message or "")
