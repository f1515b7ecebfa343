"""Cron lines: which are refused, and when the others fire, also while the clocks change."""

from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise

import pytest

from engine.cron import cron_problem, explain_cron, last_tick, ticks

MADRID = "Europe/Madrid"  # to 02:00 -> 03:00 on 2026-03-29, 03:00 -> 02:00 on 2026-10-25


@pytest.mark.parametrize(
    "cron", ["* * * * *", "0 9 * * 1-5", "*/15 8-18 * * mon", "0 9 L * *", "0 0 29 2 *", "0 8 * * 1#1"]
)
def test_lines_that_fire_are_taken(cron: str) -> None:
    assert cron_problem(cron) is None


@pytest.mark.parametrize(
    ("cron", "words"),
    [
        ("", "five parts"),
        ("9 * *", "five parts"),
        ("*/10 * * * * *", "five parts"),  # the sixth part is for seconds
        ("@daily", "five parts"),
        ("60 * * * *", "minute"),
        ("0 24 * * *", "hour"),
        ("0 9 32 * *", "day of the month"),
        ("0 9 * * 8", "day of the week"),
        ("0 9 30 2 *", "day of the month"),
        ("0 0 */30 2 1#5", "never fires"),
        ("0 9 * * 1#2/3", "cannot be read"),
        ("0 9 1,L/2 13 *", "cannot be read"),
        (f"{'9' * 90} * * * *", "minute"),
        ("٣ * * * *", "minute"),
    ],
)
def test_lines_that_do_not_are_refused_with_a_reason(cron: str, words: str) -> None:
    assert words in (cron_problem(cron) or "")


def test_a_line_reads_in_words() -> None:
    assert explain_cron("0 9 * * 1-5") == "At 09:00 on Monday through Friday"


def test_workdays_at_nine_in_madrid() -> None:
    assert fires("0 9 * * 1-5", "2026-10-23 07:00", 2) == ["2026-10-26 08:00", "2026-10-27 08:00"]


def test_a_skipped_time_fires_when_the_clocks_have_changed_and_once() -> None:
    assert fires("0,30 2 * * *", "2026-03-28 20:00", 2) == ["2026-03-29 01:00", "2026-03-30 00:00"]


def test_a_repeated_time_fires_the_first_time() -> None:
    assert fires("30 2 * * *", "2026-10-24 20:00", 2) == ["2026-10-25 00:30", "2026-10-26 01:30"]
    assert fires("30 2 * * *", "2026-10-25 01:15", 1) == ["2026-10-26 01:30"]  # in the hour that comes again


def test_every_so_many_minutes_goes_on_through_a_repeated_hour() -> None:
    assert fires("*/30 * * * *", "2026-10-25 00:00", 3) == [
        "2026-10-25 00:30",
        "2026-10-25 01:00",
        "2026-10-25 01:30",
    ]


CHANGES = {
    MADRID: ("2026-03-28", "2026-10-24"),
    "Australia/Lord_Howe": ("2026-04-03", "2026-10-02"),  # by half an hour
    "Africa/Cairo": ("2026-04-23", "2026-10-29"),  # at midnight
    "America/Santiago": ("2026-04-03", "2026-09-04"),
}


@pytest.mark.parametrize("zone", CHANGES)
@pytest.mark.parametrize("cron", ["*/20 * * * *", "5,35 * * * *", "30 0,1,2,3 * * *", "0 */2 * * 0"])
def test_whenever_one_asks_the_times_are_the_same(zone: str, cron: str) -> None:
    for day in CHANGES[zone]:
        times = list(islice(ticks(cron, zone, at(f"{day} 12:00")), 150))
        assert all(second - first >= timedelta(minutes=1) for first, second in pairwise(times))
        assert [next(ticks(cron, zone, moment)) for moment in times[:-1]] == times[1:]


def test_of_several_missed_times_the_last_one_counts() -> None:
    assert last_tick("*/10 * * * *", "UTC", at("2026-11-25 10:00"), at("2026-11-25 10:35")) == at(
        "2026-11-25 10:30"
    )
    assert last_tick("*/10 * * * *", "UTC", at("2026-11-25 10:30"), at("2026-11-25 10:35")) is None


def fires(cron: str, after: str, count: int) -> list[str]:
    return [f"{moment:%Y-%m-%d %H:%M}" for moment in islice(ticks(cron, MADRID, at(after)), count)]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
