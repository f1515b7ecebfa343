"""When timed triggers are due, and what the checker says of them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from flow_builder import flow

from engine.occurrences import Due, due_between, grace, local_moment, look_at
from engine.registry import load_registry
from engine.schedules import ContactDate, Schedule
from engine.verifier.check import check

MADRID = "Europe/Madrid"


def test_a_day_has_one_moment_for_each_time() -> None:
    moments = {
        at: local_moment(date(2026, 3, 29), at, MADRID)
        for at in ("01:59", "02:00", "02:30", "03:00", "09:00")
    }
    change = utc("2026-03-29 01:00")
    assert moments == {
        "01:59": utc("2026-03-29 00:59"),
        "02:00": change,
        "02:30": change,  # skipped: the next valid time
        "03:00": change,
        "09:00": utc("2026-03-29 07:00"),
    }
    assert local_moment(date(2026, 10, 25), "02:30", MADRID) == utc("2026-10-25 00:30")  # the first of two
    assert local_moment(date(2026, 9, 6), "00:30", "America/Santiago") == utc(
        "2026-09-06 04:00"
    )  # midnight is skipped
    assert local_moment(date(2011, 12, 30), "09:00", "Pacific/Apia") == utc(
        "2011-12-30 10:00"
    )  # the day is skipped


@pytest.mark.parametrize("zone", [MADRID, "America/Santiago", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"])
@pytest.mark.parametrize("at", ["00:00", "00:30", "02:15", "09:00", "23:59"])
@pytest.mark.parametrize("step", [timedelta(hours=1), timedelta(hours=24)])
def test_however_often_one_looks_each_day_is_due_once(zone: str, at: str, step: timedelta) -> None:
    on = ContactDate("birthday", at=at)
    seen: list[str] = []
    after, end = utc("2026-01-01 00:00"), utc("2027-01-01 00:00")
    while after < end:
        seen += [due.key for due in due_in(on, [zone], after, after + step)]
        after += step
    assert len(seen) == len(set(seen)) >= 364
    assert seen == sorted(seen)


def test_days_before_and_after() -> None:
    before = ContactDate("renewal", when="before", days=3)
    after = ContactDate("renewal", when="after", days=3)
    day = (utc("2026-05-17 06:00"), utc("2026-05-17 08:00"))
    assert [due.key for due in due_in(before, [MADRID], *day)] == ["2026-05-20"]
    assert [due.key for due in due_in(after, [MADRID], *day)] == ["2026-05-14"]
    assert [due.moment for due in due_in(after, [MADRID], *day)] == [utc("2026-05-17 07:00")]


def test_each_zone_has_its_own_morning() -> None:
    on = ContactDate("birthday")
    due = due_in(
        on, [MADRID, "Asia/Tokyo", "America/New_York"], utc("2026-05-16 20:00"), utc("2026-05-17 08:00")
    )
    assert [(each.zone, each.moment) for each in due] == [
        (MADRID, utc("2026-05-17 07:00")),
        ("Asia/Tokyo", utc("2026-05-17 00:00")),
    ]


def test_the_last_of_february_stands_in_for_a_day_that_only_leap_years_have() -> None:
    on = ContactDate("birthday", every_year=True)
    assert keys_on(on, "2027-02-28") == ["02-28", "02-29"]
    assert keys_on(on, "2028-02-28") == ["02-28"]
    assert keys_on(on, "2028-02-29") == ["02-29"]
    assert keys_on(on, "2027-03-01") == ["03-01"]
    assert keys_on(ContactDate("birthday", when="before", days=1, every_year=True), "2027-02-27") == [
        "02-28",
        "02-29",
    ]


def test_of_missed_times_only_the_last_counts() -> None:
    now = utc("2026-11-25 12:10")
    every_ten = Schedule("*/10 * * * *")
    assert due_between(every_ten, "UTC", [], now - grace(every_ten), now) == [Due("schedule", now)]
    assert due_between(Schedule("0 11 * * *"), "UTC", [], now - grace(every_ten), now) == []
    assert grace(ContactDate("birthday")) == timedelta(hours=24)


def test_a_zone_of_ones_own_holds_for_all_contacts() -> None:
    due = due_in(
        ContactDate("birthday", timezone=MADRID),
        ["Asia/Tokyo"],
        utc("2026-05-17 06:00"),
        utc("2026-05-17 08:00"),
    )
    assert due == [Due("contact_date", utc("2026-05-17 07:00"), "", "2026-05-17", "2026")]
    assert due[0].data == {"type": "contact_date", "at": "2026-05-17T07:00:00Z"}


def test_when_to_look_again() -> None:
    now = utc("2026-11-25 12:10")
    assert look_at(Schedule("0 9 * * *"), MADRID, now) == utc("2026-11-26 08:00")
    assert look_at(Schedule("0 9 * * *", "Asia/Tokyo"), MADRID, now) == utc("2026-11-26 00:00")
    assert look_at(ContactDate("birthday", timezone=MADRID), "UTC", now) == utc("2026-11-26 08:00")
    assert look_at(ContactDate("birthday", at="09:05"), "UTC", now) == utc("2026-11-25 12:20")
    assert look_at(ContactDate("birthday", at="09:10"), "UTC", now) == utc("2026-11-25 12:25")


@pytest.mark.parametrize(
    ("on", "field", "words"),
    [
        (
            {"type": "schedule", "cron": "0 9 * * 1-5", "timezone": MADRID, "audience": {"tags": ["vip"]}},
            None,
            "",
        ),
        ({"type": "contact_date", "field": "birthday", "everyYear": True, "timezone": "contact"}, None, ""),
        (
            {"type": "contact_date", "field": "order.renewal", "when": "before", "days": 3, "at": "09:00"},
            None,
            "",
        ),
        ({"type": "schedule"}, "on.cron", "needed"),
        ({"type": "schedule", "cron": "0 9 30 2 *"}, "on.cron", "day of the month"),
        ({"type": "schedule", "cron": "0 9 * * *", "timezone": "Madrid"}, "on.timezone", "Europe/Madrid"),
        ({"type": "schedule", "cron": "0 9 * * *", "timezone": "contact"}, "on.timezone", "at once"),
        (
            {"type": "schedule", "cron": "0 9 * * *", "audience": {"numbers": ["ours"]}},
            "on.audience.numbers[0]",
            "phone",
        ),
        ({"type": "contact_date", "field": "a..b"}, "on.field", "birthday"),
        ({"type": "contact_date", "field": "birthday", "at": "9 am"}, "on.at", "09:00"),
        ({"type": "contact_date", "field": "birthday", "days": 367}, "on.days", "366"),
    ],
)
def test_the_checker_names_the_field(on: dict[str, Any], field: str | None, words: str) -> None:
    document = flow(("start", "trigger", {"on": on}), ("end", "end", {}), edges="start>end")
    issues = check(document, load_registry())
    assert [(issue.node_id, issue.field) for issue in issues] == ([("start", field)] if field else [])
    assert all(words in issue.message for issue in issues)


def test_a_path_may_be_written_as_templates_read_it() -> None:
    assert msgspec.convert({"type": "contact_date", "field": "contact.fields.a.b"}, ContactDate).path == [
        "a",
        "b",
    ]


def due_in(on: ContactDate, zones: list[str], after: datetime, until: datetime) -> list[Due]:
    return due_between(on, "UTC", zones, after, until)


def keys_on(on: ContactDate, day: str) -> list[str]:
    return [due.key for due in due_in(on, ["UTC"], utc(f"{day} 08:00"), utc(f"{day} 10:00"))]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
