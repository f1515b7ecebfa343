"""Windows of weekdays and hours, across midnight and across changes of the clocks."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from engine.windows import Window, at

MADRID = ZoneInfo("Europe/Madrid")
WEEK = Window(("mon", "tue", "wed", "thu", "fri"), "09:00", "17:00")
NIGHT = Window(("sat",), "22:00", "02:00")


@pytest.mark.parametrize(
    ("window", "moment", "opens"),
    [
        (WEEK, "2026-03-02T08:00Z", "2026-03-02T08:00Z"),  # nine o'clock in Madrid
        (WEEK, "2026-03-02T07:59Z", "2026-03-02T08:00Z"),
        (WEEK, "2026-03-02T16:00Z", "2026-03-03T08:00Z"),  # it closes at five
        (WEEK, "2026-03-27T16:00Z", "2026-03-30T07:00Z"),  # over the weekend on which the clocks change
        (NIGHT, "2026-03-08T00:30Z", "2026-03-08T00:30Z"),  # half past one, and Saturday's window is open
        (NIGHT, "2026-03-08T01:00Z", "2026-03-14T21:00Z"),
        (
            Window(("sun",), "02:30", "04:00"),
            "2026-03-28T12:00Z",
            "2026-03-29T01:30Z",
        ),  # there is no half past two
    ],
)
def test_when_a_window_opens_next(window: Window, moment: str, opens: str) -> None:
    assert window.next_open(datetime.fromisoformat(moment), MADRID) == datetime.fromisoformat(opens)


def test_a_local_time_that_comes_twice_is_its_first() -> None:
    assert at(date(2026, 10, 25), "02:30", MADRID) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
