"""Owners share the engine: a long queue of one does not hold up the others, whoever holds its head."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from workshop import Workshop, on_message, sends, ways

from api.runtime.loop import BATCH, EngineLoop
from storage.claims import Claims
from storage.postgres_store import PostgresStore

pytestmark = pytest.mark.anyio

BIG, SMALL = 20_000, 200
LANES = 2_000  # of the big owner
OWNERS = "INSERT INTO app_user (email, password, name, role) SELECT 's' || n, 'x', 'S', 'Owner' FROM generate_series(1, $1::int) n"
BIG_LANES = "INSERT INTO lane (user_id) SELECT $1 FROM generate_series(1, $2::int)"
SMALL_LANES = "INSERT INTO lane (user_id) SELECT id FROM app_user WHERE id <> $1"
FILL = """
INSERT INTO flow_event (due_at, user_id, lane_id, kind, payload)
SELECT $3::timestamptz + n * interval '1 microsecond', l.user_id, l.id, 'timer', '{}' FROM generate_series(0, $2::int - 1) n
JOIN (SELECT id, user_id, row_number() OVER (ORDER BY id) - 1 AS place FROM lane WHERE user_id = $1) l
  ON l.place = n % (SELECT count(*) FROM lane WHERE user_id = $1)
"""
FILL_SMALL = """
INSERT INTO flow_event (due_at, user_id, lane_id, kind, payload)
SELECT $2::timestamptz, user_id, id, 'timer', '{}' FROM lane WHERE user_id <> $1
"""
OF_SMALL = "SELECT count(*) FROM flow_event WHERE user_id <> $1"
OF_BIG = "SELECT count(*) FROM flow_event WHERE user_id = $1"


@pytest.fixture
async def shop(database: str) -> AsyncIterator[Workshop]:
    """The workshop's owner has a long queue, and behind it 200 others have one event each. All are stale timers: cheap to handle."""
    shop = await Workshop.open(database)
    await shop.connection.execute(OWNERS, SMALL)
    await shop.connection.execute(BIG_LANES, shop.user_id, LANES)
    await shop.connection.execute(SMALL_LANES, shop.user_id)
    await shop.connection.execute(FILL, shop.user_id, BIG, shop.clock.now())
    shop.clock.move(seconds=60)
    await shop.connection.execute(FILL_SMALL, shop.user_id, shop.clock.now())
    await shop.connection.execute("ANALYZE")
    yield shop
    await shop.close()


async def test_two_hundred_small_owners_do_not_wait_behind_a_big_one(shop: Workshop) -> None:
    loop = await shop.loop()
    await loop.run_batch()  # full of the oldest
    assert await shop.value(OF_SMALL, shop.user_id) == SMALL
    await loop.run_batch()  # finds that their triggers are not in memory
    await loop.run_batch()
    assert await shop.value(OF_SMALL, shop.user_id) == 0
    assert await shop.value(OF_BIG, shop.user_id) > BIG // 2


async def test_the_big_owner_gets_the_whole_batch_once_the_others_are_done(shop: Workshop) -> None:
    loop = await shop.loop()
    for _ in range(4):  # the oldest, twice a share for each, and a look that finds one owner left
        await loop.run_batch()
    assert await loop.run_batch() >= BATCH
    await _drain(shop, loop)


async def test_small_owners_do_not_wait_for_another_worker_that_holds_the_head_of_the_queue(
    shop: Workshop,
) -> None:
    other = await asyncpg.connect(shop.dsn)
    async with other.transaction():
        held = await Claims().claim(PostgresStore(other), shop.clock.now(), 1_000)
        assert len(held) == 1_000
        loop = await shop.loop()
        for _ in range(2):
            await loop.run_batch()
        assert await shop.value(OF_SMALL, shop.user_id) == 0
        # And what lies behind the head of the big owner's queue is reached all the same.
        for _ in range(20):
            await loop.run_batch()
        left = await shop.column("SELECT DISTINCT lane_id FROM flow_event")
        assert sorted(left) == sorted(held)
    await other.close()
    await _drain(shop, loop)


async def test_who_comes_while_others_have_long_queues_is_found_within_a_quarter_of_a_second(
    shop: Workshop,
) -> None:
    loop = await shop.loop()
    for _ in range(3):
        await loop.run_batch()
    await shop.connection.execute(FILL_SMALL, shop.user_id, shop.clock.now())
    shop.clock.move(milliseconds=250)
    for _ in range(2):
        await loop.run_batch()
    assert await shop.value(OF_SMALL, shop.user_id) == 0


async def test_a_batch_that_runs_out_of_time_begins_with_another_owner_each_time(shop: Workshop) -> None:
    claims, firsts = Claims(), []
    for _ in range(6):
        async with shop.connection.transaction():
            firsts.append((await claims.claim(PostgresStore(shop.connection), shop.clock.now(), BATCH))[0])
    assert len(set(firsts[1:])) == 5


async def test_one_owner_alone_is_never_asked_for_a_share(shop: Workshop) -> None:
    await shop.connection.execute("DELETE FROM flow_event WHERE user_id <> $1", shop.user_id)
    loop = await shop.loop()
    while await shop.value(OF_BIG, shop.user_id):
        left = await shop.value(OF_BIG, shop.user_id)
        assert await loop.run_batch() >= min(left, BATCH)


async def test_a_flow_of_each_owner_runs_in_a_shared_batch(shop: Workshop) -> None:
    await shop.publish([on_message(), sends("echo", "{{ message.text }}")], ways("start echo"))
    await shop.receive(shop.says("hello"))
    await _drain(shop, await shop.loop())
    assert await shop.column("SELECT content FROM message WHERE direction = 'Outbound'") == ["hello"]


async def _drain(shop: Workshop, loop: EngineLoop) -> None:
    shop.clock.move(seconds=1)
    for _ in range(400):
        if not await loop.run_batch():
            break
    assert await shop.value("SELECT count(*) FROM flow_event") == 0
