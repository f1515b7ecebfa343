"""Schedules and dates of the contact fire by themselves while the clock of a simulation is moved, at their own moments."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import msgspec
import pytest
from flow_builder import REGISTRY, flow
from flow_builder import say as says
from scripts import NEXT, play, say, skip, texts, wrong

from engine.flow import FlowDocument
from engine.occurrences import contact_dates, due_between
from engine.schedules import ContactDate
from engine.simulator.results import Happened, Outcome, Sent, Started
from engine.simulator.script import Script
from engine.simulator.simulate import simulate
from engine.simulator.stage import set_stage

ZONES = ["UTC", "Europe/Madrid", "America/Santiago", "Asia/Kathmandu", "Australia/Lord_Howe"]


def timed(**on: Any) -> FlowDocument:
    return flow(("start", "trigger", {"on": on}), says("hi", "Hi {{ now.day }}"), edges="start>hi")


def daily(**more: Any) -> FlowDocument:
    return timed(type="schedule", cron="0 9 * * *", **{"audience": {}, **more})


def sent_at(outcome: Outcome) -> list[datetime]:
    return [entry.at for entry in outcome.timeline if isinstance(entry, Sent)]


def march(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def test_two_days_meet_a_daily_schedule_twice_in_its_own_zone() -> None:
    outcome = play(daily(timezone="Europe/Madrid"), skip(days=2))
    assert sent_at(outcome) == [march(3, 8), march(4, 8)]
    assert [type(entry) for entry in outcome.timeline[:2]] == [Happened, Started]
    assert outcome.timeline[0] == Happened(at=march(3, 8), script_step=0, name="schedule", key="start")


def test_a_schedule_without_a_zone_fires_in_the_owners() -> None:
    script = msgspec.convert({"steps": [skip(days=1)]}, Script)
    stage = set_stage(daily(), REGISTRY, zone="America/Santiago")
    assert sent_at(simulate(stage, script)) == [march(2, 12)]
    assert sent_at(simulate(set_stage(daily(), REGISTRY), script)) == [march(3, 9)]


def test_who_is_not_meant_is_not_started() -> None:
    vip = daily(audience={"tags": ["vip", "friend"], "withoutTags": ["no-ads"]})
    for tags, said in ([], 0), (["vip"], 1), (["friend", "other"], 1), (["vip", "no-ads"], 0):
        assert len(texts(play(vip, skip(days=1), contact={"tags": tags}))) == said
    assert len(texts(play(daily(audience={"numbers": ["+34 600 11 22 33"]}), skip(days=1)))) == 1


def test_a_schedule_for_nobody_starts_without_a_contact_each_time() -> None:
    document = flow(
        ("start", "trigger", {"on": {"type": "schedule", "cron": "0 * * * *"}}),
        ("keep", "set_variable", {"name": "hour", "expression": "now.hour"}),
        edges="start>keep",
    )
    outcome = play(document, skip(hours=3))
    assert [(each.has_contact, each.variables) for each in outcome.executions] == [
        (False, {"hour": hour}) for hour in (10, 11, 12)
    ]


def test_a_date_of_the_contact_comes_in_its_own_zone() -> None:
    document = timed(type="contact_date", field="order.renewal", when="before", days=3, at="08:30")
    madrid = {"timezone": "Europe/Madrid", "fields": {"order": {"renewal": "2026-03-08T10:00:00Z"}}}
    assert sent_at(play(document, skip(days=30), contact=madrid)) == [march(5, 7, 30)]
    assert sent_at(play(document, skip(days=30), contact={**madrid, "timezone": "UTC"})) == [march(5, 8, 30)]
    for fields in {}, {"order": "2026-03-08"}, {"order": {"renewal": "soon"}}, {"order": {"renewal": None}}:
        assert sent_at(play(document, skip(days=30), contact={"fields": fields})) == []


def test_a_birthday_comes_every_year() -> None:
    document = timed(type="contact_date", field="birthday", everyYear=True)
    outcome = play(document, skip(days=730), contact={"fields": {"birthday": "1990-02-28"}})
    assert [moment.year for moment in sent_at(outcome)] == [2027, 2028]
    leaping = play(document, skip(days=730), contact={"fields": {"birthday": "1992-02-29"}})
    assert [f"{moment:%Y-%m-%d}" for moment in sent_at(leaping)] == ["2027-02-28", "2028-02-29"]


def test_the_next_moment_may_be_that_of_a_schedule() -> None:
    outcome = play(daily(), NEXT, NEXT)
    assert texts(outcome) == ["Hi 3", "Hi 4"]
    assert (outcome.now, outcome.next_timer) == (march(4, 9), march(5, 9))


def test_what_waits_for_the_moment_of_a_schedule_goes_on_before_it() -> None:
    document = flow(
        ("said", "trigger", {"on": {"type": "message_received"}}),
        ("day", "wait", {"duration": {"days": 1}}),
        says("late", "A day later"),
        ("start", "trigger", {"on": {"type": "schedule", "cron": "0 9 * * *", "audience": {}}}),
        says("hi", "Morning"),
        edges="said>day day>late start>hi",
    )
    assert texts(play(document, say("go"), skip(days=1))) == ["A day later", "Morning"]


def test_rules_of_reentry_are_asked() -> None:
    once = msgspec.structs.replace(daily(), settings={"reentry": {"type": "once"}})
    outcome = play(once, skip(days=3))
    assert (len(texts(outcome)), len(outcome.executions)) == (1, 1)


def test_a_trigger_that_is_not_ready_or_disabled_does_not_fire() -> None:
    assert texts(play(timed(type="schedule", cron="0 9 31 2 *", audience={}), skip(days=3))) == []
    disabled = daily()
    disabled.nodes[0].disabled = True
    assert texts(play(disabled, skip(days=3))) == []


def test_a_schedule_that_fires_all_the_time_is_stopped() -> None:
    document = timed(type="schedule", cron="* * * * *", audience={})
    assert wrong(play(document, skip(days=30))) == [
        "The simulation took more than 5,000 steps, so it was stopped."
    ]


@pytest.mark.parametrize("seed", range(60))
def test_a_contact_is_due_when_the_scheduler_would_start_it(seed: int) -> None:
    """The scheduler asks the other way round: which zones and dates are due in a span of time."""
    rng = Random(seed)
    on = ContactDate(
        "birthday",
        when=rng.choice(("before", "on", "after")),
        days=rng.randrange(40),
        at=rng.choice(("00:00", "02:30", "09:15", "23:59")),
        every_year=rng.random() < 0.5,
        timezone=rng.choice(("contact", *ZONES)),
    )
    zone = rng.choice(ZONES)
    text = f"{rng.randrange(1990, 2029)}-{rng.choice(('02-28', '02-29', '03-29', '09-06', '12-31', '01-01'))}"
    after = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=rng.randrange(500_000))
    until = after + timedelta(days=731)
    key = text[5:] if on.every_year else text
    expected = [
        due.moment
        for due in due_between(on, "UTC", [zone], after, until)
        if due.key == key and text[:4] <= due.year
    ]
    assert list(contact_dates(on, zone, text, after, until)) == expected
