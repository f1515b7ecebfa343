"""Schedules turn into start events: each contact once per occurrence, whoever works, whatever breaks."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest
from workshop import Workshop, node, sends, ways

from api.runtime.bell import Bell
from api.runtime.scheduler import Scheduler
from engine.flow import decode_document
from storage import flows, publishing
from storage.connect import connect_piccolo, disconnect_piccolo
from storage.flows import StoredFlow

pytestmark = pytest.mark.anyio

MADRID = "Europe/Madrid"
NINE = {"type": "schedule", "cron": "0 9 * * *"}
EVERYBODY: dict[str, Any] = {"audience": {}}
BIRTHDAY = {"type": "contact_date", "field": "birthday", "everyYear": True}


class Office(Workshop):
    """A workshop that publishes as the product does, with schedulers on a pool of their own."""

    pool: Any = None

    async def draft(self, on: dict[str, Any], then: dict[str, Any] | None = None) -> StoredFlow:
        """Store a flow with this trigger."""
        return await flows.create_flow(self.user_id, decode_document(document(on, then)), str(on))

    async def published(self, on: dict[str, Any], then: dict[str, Any] | None = None) -> StoredFlow:
        """Publish a flow with this trigger."""
        flow = await self.draft(on, then)
        assert await publishing.publish_flow(self.user_id, self.user_id, flow, self.clock.now())
        return flow

    async def republish(self, flow: StoredFlow, on: dict[str, Any]) -> StoredFlow:
        """Change the trigger and publish again."""
        owner, draft = self.user_id, decode_document(document(on))
        saved = await flows.save_flow(owner, owner, flow.id, flow.revision, draft)
        assert saved is not None
        assert await publishing.publish_flow(self.user_id, self.user_id, saved, self.clock.now())
        return saved

    def scheduler(self, chunk: int = 100) -> Scheduler:
        """One more scheduler."""
        return Scheduler(self.pool, self.clock, Bell(), chunk)

    async def work(self, until: str | None = None) -> None:
        """Move the clock there, or leave it, and do all that is due."""
        if until:
            self.clock.time = utc(until)
        scheduler = self.scheduler()
        for _ in range(1000):
            if not await scheduler.run_once():
                return
        raise AssertionError("The scheduler does not come to rest.")

    async def contacts(self, count: int, zone: str | None = None, **fields: str) -> None:
        """Make contacts."""
        await self.connection.execute(
            """
            WITH made AS (INSERT INTO contact (user_id, whatsapp_account_id, name, timezone, custom_fields)
              SELECT $1, $2, 'C' || n, $4, $5::jsonb FROM generate_series(1, $3) n RETURNING id, lane_id)
            INSERT INTO lane (id, user_id, contact_id) SELECT lane_id, $1, id FROM made
            """,
            *(self.user_id, self.account_id, count, zone, json.dumps(fields)),
        )

    async def started(self) -> dict[str, int]:
        """How many start events there are for each occurrence."""
        rows = await self.connection.fetch(
            "SELECT payload->'data'->>'at' AS at, count(*) FROM flow_event WHERE kind = 'start' GROUP BY 1 ORDER BY 1"
        )
        return {row["at"].removesuffix(":00Z").replace("T", " "): row["count"] for row in rows}

    async def most_for_one(self) -> int:
        """The most start events that one contact has for one occurrence."""
        most: int = await self.value(
            "SELECT max(n) FROM (SELECT count(*) n FROM flow_event GROUP BY lane_id, payload->'data'->>'at') s"
        )
        return most


@pytest.fixture
async def office(database: str) -> AsyncIterator[Office]:
    await connect_piccolo(database)
    office = await Office.open(database)
    assert isinstance(office, Office)
    office.pool = await asyncpg.create_pool(database, min_size=1, max_size=4)
    yield office
    await office.pool.close()
    await office.close()
    await disconnect_piccolo()


async def test_a_schedule_without_an_audience_starts_once_without_a_contact(office: Office) -> None:
    flow = await office.published(NINE)
    await office.contacts(3)
    await office.work("2026-11-25 08:59")
    assert await office.started() == {}
    await office.work("2026-11-25 09:00")
    await office.work("2026-11-26 09:00")
    assert await office.started() == {"2026-11-25 09:00": 1, "2026-11-26 09:00": 1}
    payload = json.loads(await office.value("SELECT payload FROM flow_event ORDER BY id LIMIT 1"))
    data = {"type": "schedule", "at": "2026-11-25T09:00:00Z"}
    assert payload == {"flowId": flow.id, "nodeId": "start", "data": data}
    lanes = "SELECT count(*) FROM lane l JOIN flow_event e ON e.lane_id = l.id WHERE l.contact_id IS NULL"
    assert await office.value(lanes) == 2


async def test_it_fires_in_the_owners_zone_unless_it_names_one(office: Office) -> None:
    await office.connection.execute("UPDATE app_user SET timezone = $1", MADRID)
    await office.published(NINE)
    await office.published(NINE | {"timezone": "Asia/Tokyo"})
    await office.work()
    await office.work("2026-11-25 00:00")
    assert await office.started() == {"2026-11-25 00:00": 1}
    await office.work("2026-11-25 08:00")
    assert await office.started() == {"2026-11-25 00:00": 1, "2026-11-25 08:00": 1}


async def test_a_thousand_contacts_start_once_each_with_two_schedulers_at_once(office: Office) -> None:
    await office.published(NINE | EVERYBODY)
    await office.published({"type": "schedule", "cron": "*/30 9 * * *"} | EVERYBODY)
    await office.contacts(1000)
    await office.work()
    office.clock.time = utc("2026-11-25 09:00")

    async def work(scheduler: Scheduler) -> None:
        while await scheduler.run_once():
            pass

    await asyncio.gather(*(work(office.scheduler()) for _ in range(4)))
    await office.work()
    assert await office.started() == {"2026-11-25 09:00": 2000}
    per_flow = "SELECT max(n) FROM (SELECT count(*) n FROM flow_event GROUP BY lane_id, payload->>'flowId') s"
    assert await office.value(per_flow) == 1


@pytest.mark.parametrize("way", ["cancelled", "cut off"])
async def test_a_scheduler_that_dies_in_the_middle_leaves_the_rest_to_the_next(
    office: Office, way: str
) -> None:
    await office.published(NINE | EVERYBODY)
    await office.contacts(1000)
    await office.work()
    office.clock.time = utc("2026-11-25 09:00")
    doomed = office.scheduler()
    for _ in range(3):
        assert await doomed.run_once()
    async with office.connection.transaction():
        await office.connection.execute("LOCK TABLE flow_event IN EXCLUSIVE MODE")
        task = asyncio.create_task(
            doomed.run_once()
        )  # stands before its INSERT, with the schedule's row locked
        while not (pid := await office.value("SELECT pid FROM pg_locks WHERE NOT granted")):
            pass
        await office.connection.execute(
            "SELECT pg_terminate_backend($1)", pid
        ) if way == "cut off" else task.cancel()
        (result,) = await asyncio.gather(task, return_exceptions=True)
        assert isinstance(result, BaseException)
    assert await office.started() == {"2026-11-25 09:00": 300}
    await office.work("2026-11-28 08:00")  # what was begun is finished, however late
    assert await office.started() == {"2026-11-25 09:00": 1000}
    assert await office.most_for_one() == 1


async def test_of_what_was_missed_a_schedule_fires_the_last_if_it_is_not_old(office: Office) -> None:
    await office.published({"type": "schedule", "cron": "*/10 * * * *"})
    await office.published(NINE)
    await office.work()
    await office.work("2026-11-25 09:45")
    assert await office.started() == {"2026-11-25 09:00": 1, "2026-11-25 09:40": 1}
    await office.work("2026-11-26 10:01")
    assert (await office.started()).keys() == {"2026-11-25 09:00", "2026-11-25 09:40", "2026-11-26 10:00"}


async def test_a_clock_that_is_set_back_repeats_nothing(office: Office) -> None:
    await office.published(NINE)
    await office.work()
    await office.work("2026-11-25 09:00")
    await office.work("2026-11-25 08:30")
    await office.work("2026-11-25 09:05")
    assert await office.started() == {"2026-11-25 09:00": 1}


async def test_an_unpublished_flow_stops_in_the_middle_of_its_contacts(office: Office) -> None:
    flow = await office.published(NINE | EVERYBODY)
    await office.contacts(1000)
    await office.work()
    office.clock.time = utc("2026-11-25 09:00")
    assert await office.scheduler().run_once()
    assert await publishing.unpublish_flow(office.user_id, flow.id)
    await office.work("2026-11-26 09:00")
    assert await office.started() == {"2026-11-25 09:00": 100}
    assert await office.value("SELECT count(*) FROM flow_schedule") == 0


async def test_a_deleted_flow_stops(office: Office) -> None:
    flow = await office.published(NINE)
    assert await publishing.delete_flow(office.user_id, flow.id)
    await office.work("2026-11-25 09:00")
    assert await office.started() == {}


async def test_publishing_anew_goes_on_where_it_was_unless_the_times_changed(office: Office) -> None:
    flow = await office.published(NINE | EVERYBODY)
    await office.contacts(300)
    await office.work()
    office.clock.time = utc("2026-11-25 09:00")
    assert await office.scheduler().run_once()
    flow = await office.republish(flow, {**EVERYBODY, **NINE})
    await office.work()
    assert await office.started() == {"2026-11-25 09:00": 300}
    assert await office.most_for_one() == 1
    await office.republish(flow, {"type": "schedule", "cron": "30 10 * * *"})
    await office.work("2026-11-26 09:00")
    assert await office.started() == {"2026-11-25 09:00": 300}
    await office.work("2026-11-26 10:30")
    assert await office.started() == {"2026-11-25 09:00": 300, "2026-11-26 10:30": 1}


async def test_an_audience_is_those_with_the_tags_who_are_not_blocked(office: Office) -> None:
    other = await office.value(
        "INSERT INTO whatsapp_account (user_id, phone_number, phone_number_id, access_token, app_secret, verify_token)"
        " VALUES ($1, '+34600112233', 'p2', '', '', '') RETURNING id",
        office.user_id,
    )
    await office.contacts(8)
    await office.connection.execute("UPDATE contact SET tags = '{vip}' WHERE name <> 'C1'")
    await office.connection.execute("UPDATE contact SET tags = '{vip, no-ads}' WHERE name = 'C2'")
    await office.connection.execute("UPDATE contact SET is_blocked = true WHERE name = 'C3'")
    await office.connection.execute("UPDATE contact SET whatsapp_account_id = $1 WHERE name = 'C4'", other)
    await office.published(
        NINE | {"audience": {"tags": ["gold", "vip"], "withoutTags": ["no-ads"], "numbers": ["+1 0"]}}
    )
    await office.work("2026-11-25 09:00")
    assert await names(office) == ["C5", "C6", "C7", "C8"]


async def test_each_contact_has_its_date_in_its_own_morning(office: Office) -> None:
    await office.connection.execute("UPDATE app_user SET timezone = $1", MADRID)
    await office.contacts(2, birthday="1990-11-26")
    await office.contacts(3, "Asia/Tokyo", birthday="2000-11-26T08:30:00Z")
    await office.contacts(4, "America/New_York", birthday="--11-26")
    await office.contacts(5, "No/Where", birthday="11-26")
    await office.contacts(6, birthday="1990-11-27")
    await office.published(BIRTHDAY)
    for hour in range(24 * 4):  # every quarter of an hour
        await office.work(f"2026-11-26 {hour // 4:02}:{hour % 4 * 15:02}")
    assert await office.started() == {
        "2026-11-26 00:00": 3,
        "2026-11-26 08:00": 2,
        "2026-11-26 09:00": 5,
        "2026-11-26 14:00": 4,
    }
    await office.work("2027-11-26 20:00")
    assert sum((await office.started()).values()) == 2 * 14


async def test_dates_of_a_day_without_workers_are_made_good(office: Office) -> None:
    await office.contacts(250, birthday="1990-11-26")
    await office.contacts(1, birthday="1990-11-28")
    await office.published(BIRTHDAY)
    await office.work()
    await office.work("2026-11-27 08:00")
    assert await office.started() == {"2026-11-26 09:00": 250}
    await office.work("2026-12-01 09:00")
    assert await office.started() == {"2026-11-26 09:00": 250}


async def test_three_days_before_the_renewal(office: Office) -> None:
    await office.contacts(1, MADRID, renewal="2026-12-01")
    await office.contacts(1, MADRID, renewal="2025-12-01")
    await office.published(
        {"type": "contact_date", "field": "renewal", "when": "before", "days": 3, "timezone": MADRID}
    )
    await office.work("2026-11-27 20:00")
    assert await office.started() == {}
    await office.work("2026-11-28 08:00")
    assert await office.started() == {"2026-11-28 08:00": 1}


async def test_texts_that_are_no_dates_are_passed_over(office: Office) -> None:
    for text in ("", "soon", "11/26/1990", "1990-11-26x", "1990-13-26", "2027-11-26", "26", "1990-11"):
        await office.contacts(1, birthday=text)
    await office.connection.execute(
        'UPDATE contact SET custom_fields = \'{"birthday": {"1990-11-26": 1}}\' WHERE id = 1'
    )
    await office.connection.execute("UPDATE contact SET custom_fields = '[\"1990-11-26\"]' WHERE id = 2")
    await office.published(BIRTHDAY)
    await office.work("2026-11-26 09:00")
    assert await office.started() == {}


async def test_a_row_that_breaks_holds_up_nobody(office: Office) -> None:
    flow = await office.published(NINE)
    await office.connection.execute(
        'UPDATE flow_schedule SET config = \'{"type": "lunar"}\' WHERE flow_id = $1', flow.id
    )
    await office.published(NINE | EVERYBODY)
    await office.contacts(5)
    await office.work("2026-11-25 09:00")
    assert await office.started() == {"2026-11-25 09:00": 5}


async def test_the_engine_starts_the_flow_for_each_contact_and_knows_why(office: Office) -> None:
    on = BIRTHDAY | {"timezone": MADRID}
    await office.published(on, sends("greet", "Happy birthday, {{ contact.name }}"))
    await office.published({"type": "schedule", "cron": "0 8 * * *", "timezone": "UTC"})
    await office.contacts(60, birthday="1990-11-26")
    await office.work("2026-11-26 08:00")
    await office.settle(await office.loop())
    assert (
        await office.value("SELECT count(DISTINCT contact_id) FROM flow_execution WHERE status = 'Completed'")
        == 60
    )
    assert await office.value("SELECT count(DISTINCT content) FROM message") == 60
    assert await office.column("SELECT DISTINCT trigger_data::text FROM flow_execution ORDER BY 1") == [
        '{"at": "2026-11-26T08:00:00Z", "type": "contact_date"}',
        '{"at": "2026-11-26T08:00:00Z", "type": "schedule"}',
    ]
    assert await office.value("SELECT count(*) FROM flow_execution WHERE contact_id IS NULL") == 1
    assert await office.value("SELECT count(*) FROM flow_event") == 0


async def test_events_that_wait_when_a_flow_is_unpublished_start_nothing(office: Office) -> None:
    flow = await office.published(NINE | EVERYBODY)
    await office.contacts(3)
    await office.work("2026-11-25 09:00")
    assert await publishing.unpublish_flow(office.user_id, flow.id)
    await office.settle(await office.loop())
    assert await office.value("SELECT count(*) FROM flow_execution") == 0


async def test_another_owners_contacts_are_left_alone(office: Office) -> None:
    await office.contacts(2)
    stranger = await office.value(
        "INSERT INTO app_user (email, password, name, role) VALUES ('s@example.com', 'x', 'S', 'Owner') RETURNING id"
    )
    await office.connection.execute("UPDATE contact SET user_id = $1 WHERE name = 'C2'", stranger)
    await office.published(NINE | EVERYBODY)
    await office.work("2026-11-25 09:00")
    assert await names(office) == ["C1"]


def document(on: dict[str, Any], then: dict[str, Any] | None = None) -> dict[str, Any]:
    """A flow that starts so, does one thing and ends."""
    then = then or node("end", "end")
    nodes = [node("start", "trigger", on=on), then]
    return {"formatVersion": 1, "name": "Timed", "nodes": nodes, "edges": ways(f"start {then['id']}")}


async def names(office: Office) -> list[str]:
    """Whose lanes have an event."""
    return await office.column(
        "SELECT c.name FROM flow_event e JOIN contact c ON c.lane_id = e.lane_id ORDER BY c.name"
    )


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
