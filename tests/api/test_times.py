"""When a cron line fires next, over HTTP."""

import httpx
import pytest

from storage.database import fetch

pytestmark = pytest.mark.anyio


async def test_a_line_reads_in_words_with_its_next_times(owner: httpx.AsyncClient) -> None:
    query = {"cron": "0 9 * * 1-5", "timezone": "Europe/Madrid"}
    answer = (await owner.get("/api/schedule-times", params=query)).json()
    assert answer == {
        "text": "At 09:00 on Monday through Friday",
        "timezone": "Europe/Madrid",
        "times": ["2026-11-25T09:00:00+01:00", "2026-11-26T09:00:00+01:00", "2026-11-27T09:00:00+01:00"],
        "problem": None,
    }


async def test_without_a_zone_it_is_the_owners(owner: httpx.AsyncClient) -> None:
    await fetch("UPDATE app_user SET timezone = 'Asia/Tokyo'")
    answer = (await owner.get("/api/schedule-times", params={"cron": "0 9 * * *"})).json()
    assert (answer["timezone"], answer["times"][0]) == ("Asia/Tokyo", "2026-11-25T09:00:00+09:00")


async def test_a_line_that_is_not_finished_says_what_is_wrong(owner: httpx.AsyncClient) -> None:
    answer = (await owner.get("/api/schedule-times", params={"cron": "0 9 30 2 *"})).json()
    assert (answer["text"], answer["times"]) == ("", [])
    assert "day of the month" in answer["problem"]


@pytest.mark.parametrize("query", [{"cron": "0 9 * * *", "timezone": "Madrid"}, {}, {"cron": "9" * 101}])
async def test_what_makes_no_sense_is_refused(owner: httpx.AsyncClient, query: dict[str, str]) -> None:
    assert (await owner.get("/api/schedule-times", params=query)).status_code == 400
