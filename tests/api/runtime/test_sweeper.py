"""What is old is forgotten, what lives stays: also a wait of three months, with its contact, its lane and its timer."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import asyncpg
import pytest
from workshop import Workshop, node, on_message, sends, ways

from api.runtime.sweeper import Sweeper
from storage import retention, statements
from storage.tables import TABLES

pytestmark = pytest.mark.anyio

KEPT = timedelta(days=30)
WAITS = [on_message(), node("rest", "wait", duration={"days": 90}), sends("late", "Still here?")]

NOBODY_WAITS = "SELECT NOT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"

GROWS_WITH = {
    "app_user": "people who sign in",
    "refresh_token": "swept",
    "whatsapp_account": "what people set up",
    "contact": "the customers",
    "contact_key": "the customers",
    "lane": "the customers; swept without a contact",
    "message": "the customers' history, which is theirs and stays",
    "flow": "what people draw",
    "flow_version": "what people publish; executions and replays point at it",
    "flow_trigger": "what is published",
    "flow_schedule": "what is published",
    "flow_execution": "swept",
    "flow_execution_step": "dropped by week",
    "flow_execution_step_text": "dropped by week",
    "flow_entry": "the customers and the flows; keys are swept",
    "lane_event": "swept",
    "accepted_key": "swept",
    "flow_event": "what is due or planned; deleted when handled",
    "flow_event_failed": "swept",
    "effect": "calls under way; deleted when answered or withdrawn",
    "flow_count_delta": "emptied every 2 seconds",
    "runtime_process": "forgotten an hour after the last sign of life",
    "send_pace": "the contacts written to in the last minutes",
    "media": "what people upload; a limit for each owner",
    "flow_presence": "the tabs that are open; forgotten 25 seconds after the last sign of life",
    "parked_status": "nothing: 2,000 of each account for five minutes",
}


@pytest.fixture
async def sweeper(shop: Workshop, database: str) -> AsyncIterator[Sweeper]:
    async with asyncpg.create_pool(database, min_size=1, max_size=2) as pool:
        sweeper = Sweeper(pool, shop.clock, KEPT)
        await sweeper.prepare()
        yield sweeper


def test_every_table_says_what_it_grows_with() -> None:
    assert {table._meta.tablename for table in TABLES} == set(GROWS_WITH)
    swept = {table for table, reason in GROWS_WITH.items() if "swept" in reason}
    assert swept <= {sweep.table for sweep in retention.SWEEPS}


async def test_finished_executions_and_their_steps_are_forgotten_after_the_setting(
    shop: Workshop, sweeper: Sweeper
) -> None:
    await shop.publish([on_message(), sends("hello", "Hi")], ways("start hello"))
    loop = await shop.loop()
    await shop.receive(shop.says("hi"))
    await shop.settle(loop)
    shop.clock.move(days=29)
    await sweeper.sweep()
    assert await counts(shop) == (1, 2)
    shop.clock.move(days=2)
    await sweeper.sweep()
    assert await counts(shop) == (0, 2)  # their week is not old enough to the last hour
    shop.clock.move(days=7)
    await sweeper.sweep()
    assert await counts(shop) == (0, 0)
    assert await shop.value("SELECT count(*) FROM message") == 2
    assert await shop.value("SELECT count(*) FROM lane") == 1


async def test_a_wait_of_three_months_survives_and_goes_on(shop: Workshop, sweeper: Sweeper) -> None:
    await shop.publish(WAITS, ways("start rest", "rest late"))
    loop = await shop.loop()
    await shop.receive(shop.says("hi"))
    await shop.settle(loop)
    for _ in range(12):
        shop.clock.move(days=7)
        await sweeper.sweep()
    assert await shop.value("SELECT count(*) FROM flow_execution_step") == 0
    shop.clock.move(days=7)
    await shop.settle(loop)
    assert await shop.value("SELECT status FROM flow_execution") == "Completed"
    assert await shop.column("SELECT node_id FROM flow_execution_step ORDER BY n") == ["rest", "late"]
    assert await shop.value("SELECT count(*) FROM message WHERE direction = 'Outbound'") == 1


async def test_a_start_without_a_contact_leaves_no_lane_behind(shop: Workshop, sweeper: Sweeper) -> None:
    trigger = node("start", "trigger", on={"type": "webhook"})
    flow_id = await shop.publish([trigger, node("rest", "wait", duration={"days": 3})], ways("start rest"))
    loop = await shop.loop()
    for started in (flow_id, 0):  # the second flow is gone
        payload = f'{{"flowId": {started}, "nodeId": null, "data": {{"type": "webhook"}}}}'
        await shop.connection.execute(statements.START_FLOW, shop.user_id, shop.clock.now(), payload, None)
    assert await lanes_left(shop, sweeper) == 2
    await shop.settle(loop)
    assert await lanes_left(shop, sweeper) == 1  # the execution waits
    shop.clock.move(days=3)
    await shop.settle(loop)
    assert await lanes_left(shop, sweeper) == 1  # it is kept for a while
    shop.clock.move(days=31)
    assert await lanes_left(shop, sweeper) == 0


async def test_a_sweep_goes_through_many_pages_and_passes_over_what_lives(
    shop: Workshop, sweeper: Sweeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "PAGE", 10)
    await shop.connection.execute(
        """
        INSERT INTO flow_execution (user_id, flow_id, flow_version_id, lane_id, status, started_at, finished_at)
        SELECT 1, 1, 1, n, CASE WHEN n % 3 = 0 THEN 'Running' ELSE 'Failed' END, $1::timestamptz - interval '40 days',
          CASE WHEN n % 3 > 0 THEN $1 - n % 3 * interval '20 days' END FROM generate_series(1, 99) n
        """,
        shop.clock.now(),
    )
    await shop.connection.execute(
        """
        INSERT INTO flow_event_failed (event_id, due_at, user_id, lane_id, kind, error, failed_at)
        SELECT n, $1, 1, 1, 'message', 'x', $1::timestamptz - (60 - n) * interval '1 day' FROM generate_series(1, 59) n
        """,
        shop.clock.now(),
    )
    await sweeper.sweep()
    kept = "SELECT count(*) FILTER (WHERE status = 'Running') || '+' || count(*) FILTER (WHERE status = 'Failed')"
    assert await shop.value(f"{kept} FROM flow_execution") == "33+33"
    assert await shop.value("SELECT min(event_id) FROM flow_event_failed") == 30


async def test_steps_of_weeks_without_a_table_are_forgotten_too(shop: Workshop, sweeper: Sweeper) -> None:
    for days in (60, 20):
        await shop.connection.execute(
            "INSERT INTO flow_execution_step (execution_id, n, visit, node_id, node_type, status, started_at, finished_at)"
            " VALUES (1, $1::int, 1, 'a', 'a', 'Completed', $2, $2)",
            *(days, shop.clock.now() - timedelta(days=days)),
        )
    await sweeper.sweep()
    assert await shop.column("SELECT n FROM flow_execution_step") == [20]


async def test_sessions_that_are_long_over_are_forgotten(shop: Workshop, sweeper: Sweeper) -> None:
    for days in (8, 6):
        await shop.connection.execute(
            "INSERT INTO refresh_token (user_id, token, expires_at) VALUES ($1, $2::text, $3)",
            *(shop.user_id, str(days), shop.clock.now() - timedelta(days=days)),
        )
    await sweeper.sweep()
    assert await shop.column("SELECT token FROM refresh_token") == ["6"]


async def test_one_process_sweeps_at_a_time(shop: Workshop, sweeper: Sweeper) -> None:
    await shop.publish([on_message()], [])
    loop = await shop.loop()
    await shop.receive(shop.says("hi"))
    await shop.settle(loop)
    shop.clock.move(days=40)
    assert await retention.take_turn(shop.connection)
    await sweeper.sweep()
    assert (await counts(shop))[0] == 1
    await retention.end_turn(shop.connection)
    await sweeper.sweep()
    assert (await counts(shop))[0] == 0


async def test_a_retry_that_comes_in_between_keeps_the_execution(
    shop: Workshop, sweeper: Sweeper, database: str
) -> None:
    """The page was read while the execution was over; the retry commits before the row is deleted."""
    execution_id = await shop.value(
        "INSERT INTO flow_execution (user_id, flow_id, flow_version_id, lane_id, status, started_at, finished_at)"
        " VALUES (1, 1, 1, 1, 'Failed', $1, $1) RETURNING id",
        shop.clock.now() - timedelta(days=40),
    )
    engine = await asyncpg.connect(database)
    transaction = engine.transaction()
    await transaction.start()
    await engine.execute(
        "UPDATE flow_execution SET status = 'Running', finished_at = NULL WHERE id = $1", execution_id
    )
    async with asyncpg.create_pool(database, min_size=1, max_size=1) as pool:
        sweeping = asyncio.create_task(Sweeper(pool, shop.clock, KEPT).sweep())
        while not sweeping.done() and await shop.value(NOBODY_WAITS):
            pass
        await transaction.commit()
        await sweeping
    await engine.close()
    assert await counts(shop) == (1, 0)


async def counts(shop: Workshop) -> tuple[int, int]:
    executions = await shop.value("SELECT count(*) FROM flow_execution")
    return executions, await shop.value("SELECT count(*) FROM flow_execution_step")


async def lanes_left(shop: Workshop, sweeper: Sweeper) -> int:
    await sweeper.sweep()
    left: int = await shop.value("SELECT count(*) FROM lane")
    return left
