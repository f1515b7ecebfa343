"""The simulator's clock: timers in order and at their own moments, windows, debounce, kept events, and limits."""

from datetime import UTC, datetime

import flow_builder
import msgspec
from flow_builder import ANY, REGISTRY, chain, flow
from scripts import NEXT, expect, happen, play, say, skip, texts, trail, wrong

from engine.simulator.host import MAX_WORK, Limits
from engine.simulator.results import Sent, Stepped
from engine.simulator.script import Script
from engine.simulator.simulate import simulate
from engine.simulator.stage import set_stage

HOUR = {"duration": {"hours": 1}}


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    """In the March in which simulations begin."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def test_timers_go_off_in_order_each_at_its_own_moment() -> None:
    steps = [say("a"), skip(hours=1), say("b"), skip(days=1)]
    document = chain(
        ("n", "set_variable", {"name": "n", "value": "{{ message.text }}"}),
        *(("sleep", "wait", {"duration": {"hours": 3}}), flow_builder.say("late", "{{ vars.n }} {{ now.hour }}")),
    )  # fmt: skip
    outcome = play(document, *steps)
    sent = [entry for entry in outcome.timeline if isinstance(entry, Sent)]
    assert [(each.text, each.at) for each in sent] == [("a 12", moment(2, 12)), ("b 13", moment(2, 13))]
    assert outcome.now == moment(3, 10)
    times = [entry.at for entry in outcome.timeline]
    assert times == sorted(times)


def test_the_next_timer_is_jumped_to() -> None:
    document = chain(("sleep", "wait", {"duration": {"days": 30}}), flow_builder.say("late", "Late"))
    outcome = play(document, say("go"), NEXT)
    assert outcome.now == datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
    assert outcome.next_timer is None
    assert texts(outcome) == ["Late"]
    assert wrong(play(document, NEXT)) == ["Nothing waits for a time, so there is no next moment to go to."]


def test_an_answered_wait_leaves_no_timer() -> None:
    document = flow(
        ("start", "trigger", ANY),
        ("listen", "wait_for_reply", {"timeout": {"hours": 1}}),
        flow_builder.say("bye", "Bye"),
        edges="start>listen listen.replied>bye listen.timeout>bye",
    )
    outcome = play(document, say("go"), say("answer"), skip(days=1))
    assert outcome.next_timer is None
    assert "listen.timeout" not in trail(outcome)


def test_a_wait_for_open_hours_goes_on_when_they_open() -> None:
    window = {"days": ["mon", "tue", "wed", "thu", "fri"], "opens": "09:00", "closes": "17:00"}
    document = chain(
        ("hours", "wait", {"window": window, "timezone": "America/New_York"}),
        flow_builder.say("open", "Open"),
    )
    outcome = play(document, say("go"), NEXT, expect("Open"))
    assert outcome.passed
    assert outcome.now == moment(2, 14)  # nine in the morning there


def test_fragments_are_collected_until_none_has_come_for_a_while() -> None:
    document = chain(("listen", "wait_for_reply", {"saveTo": "all", "debounce": 10, "timeout": {"hours": 1}}))
    outcome = play(document, say("go"), say("one"), skip(seconds=9), say("two"), skip(seconds=9), NEXT)
    assert outcome.executions[0].variables == {"all": "one\ntwo"}
    assert outcome.now == datetime(2026, 3, 2, 9, 0, 19, tzinfo=UTC)


def test_an_event_that_came_early_is_found_for_a_day() -> None:
    document = chain(("paid", "wait_for_event", {"name": "paid", "key": "7"}))
    assert trail(play(document, happen("paid", "7"), skip(hours=23), say("x")))[-1] == "paid.happened"
    assert trail(play(document, happen("paid", "7"), skip(hours=25), say("x"))) == ["start.out"]


def test_steps_say_when_they_began_and_ended() -> None:
    outcome = play(chain(("sleep", "wait", HOUR)), say("go"), skip(hours=2))
    step = next(each for each in outcome.timeline if isinstance(each, Stepped) and each.node_id == "sleep")
    assert (step.started_at, step.at) == (moment(2, 9), moment(2, 10))


def test_the_clock_stops_after_two_years_and_says_so() -> None:
    outcome = play(chain(), skip(days=700), skip(days=40), say("hello"))
    assert wrong(outcome) == ["The clock was moved by more than 2 years."]
    assert outcome.troubles[0].script_step == 1
    assert not outcome.timeline  # what came after it was not done


def test_a_circle_without_a_rest_is_stopped() -> None:
    document = flow(
        ("start", "trigger", ANY),
        ("a", "set_variable", {"name": "x", "expression": "1"}),
        ("b", "set_variable", {"name": "x", "expression": "2"}),
        edges="start>a a>b b>a",
    )
    outcome = play(document, say("go"))
    assert wrong(outcome) == [f"The simulation took more than {MAX_WORK:,} steps, so it was stopped."]


def test_a_simulation_whose_time_is_up_is_stopped() -> None:
    script = msgspec.convert({"steps": [say("go")]}, Script)
    outcome = simulate(set_stage(chain(), REGISTRY), script, Limits(is_over=lambda: True))
    assert wrong(outcome) == ["The simulation took too long, so it was stopped."]
