"""Poison, hanging nodes, late effects and wrong counts: each harms nothing but itself."""

from pathlib import Path
from random import Random

import asyncpg
import msgspec
import pytest
from dying import die_thinking
from odd_nodes import odd_registry
from workshop import Workshop, node, on_message, sends, ways

from api.runtime.bell import Bell
from api.runtime.effects import EffectRunner
from api.runtime.loop import EngineLoop
from api.runtime.marks import DEATHS_ALLOWED, Marks
from engine.handle import World, handle
from nodes.adapters.web import Web
from storage import effects
from storage.claims import Claims
from storage.postgres_store import PostgresStore
from storage.store import CountMismatch

pytestmark = pytest.mark.anyio

ECHO = [on_message(), sends("echo", "{{ message.text }}")], ways("start echo")
STARTS_NOTHING = """
INSERT INTO flow_event (due_at, user_id, lane_id, kind, payload)
SELECT $1, user_id, id, 'start', '{}' FROM lane WHERE contact_id IN (SELECT id FROM contact WHERE phone = $2)
"""


async def test_an_event_that_breaks_the_engine_is_set_aside_alone(shop: Workshop) -> None:
    await shop.publish(*ECHO)
    loop = await shop.loop()
    await shop.receive(shop.says("before", phone="+491"), shop.says("other", phone="+492"))
    # A start without a flow: `handle` raises.
    await shop.connection.execute(STARTS_NOTHING, shop.clock.now(), "+491")
    await shop.receive(shop.says("after", phone="+491"))
    await shop.settle(loop)

    failed = await shop.connection.fetch("SELECT kind, error FROM flow_event_failed")
    assert [row["kind"] for row in failed] == ["start"]
    assert "KeyError" in failed[0]["error"]
    sent = await shop.column(
        "SELECT content FROM message WHERE direction = 'Outbound' ORDER BY contact_id, id"
    )
    assert sent == ["before", "after", "other"]
    assert await shop.value("SELECT count(*) FROM flow_event") == 0


async def test_what_is_no_json_is_set_aside_with_its_event_alone(shop: Workshop) -> None:
    await shop.publish([on_message(), node("keep", "keep_object")], ways("start keep"))
    await shop.receive(
        *(shop.says(text, f"wamid.{n}", f"+49{n}") for n, text in enumerate(["fine", "bad", "fine"]))
    )
    await shop.settle(await shop.loop(odd_registry()))

    assert await shop.value("SELECT count(*) FROM flow_execution WHERE status = 'Completed'") == 2
    (failed,) = await shop.connection.fetch("SELECT payload->>'text' AS text, error FROM flow_event_failed")
    assert failed["text"] == "bad"
    assert failed["error"].startswith("It could not be stored")


async def test_a_row_that_postgres_refuses_is_found_and_set_aside(shop: Workshop) -> None:
    await shop.publish([on_message(), node("keep", "keep_nul")], ways("start keep"))
    texts = ["fine", "bad", "fine", "fine", "fine"]
    await shop.receive(*(shop.says(text, f"wamid.{n}", f"+49{n}") for n, text in enumerate(texts)))
    await shop.settle(await shop.loop(odd_registry()))

    assert await shop.value("SELECT count(*) FROM flow_execution WHERE status = 'Completed'") == 4
    assert await shop.value("SELECT count(*) FROM flow_execution_step") == 8
    (failed,) = await shop.connection.fetch("SELECT payload->>'text' AS text, error FROM flow_event_failed")
    assert failed["text"] == "bad"
    assert failed["error"].startswith("It could not be stored")
    assert await shop.value("SELECT count(*) FROM flow_event") == 0


async def test_a_reply_that_is_set_aside_fails_the_execution_that_waited_for_it(shop: Workshop) -> None:
    asks = [on_message(), node("ask", "wait_for_reply", timeout={"hours": 1}), node("keep", "keep_nul")]
    await shop.publish(asks, ways("start ask", "ask:replied keep"))
    loop = await shop.loop(odd_registry())
    await shop.receive(shop.says("hello", phone="+491"), shop.says("hello", phone="+492"))
    await shop.settle(loop)
    await shop.receive(shop.says("bad", phone="+491"), shop.says("fine", phone="+492"))
    await shop.settle(loop)

    failed, completed = await shop.connection.fetch(
        "SELECT id, status, error_message, waiting_for, step_count FROM flow_execution ORDER BY status DESC"
    )
    assert (completed["status"], failed["status"], failed["waiting_for"]) == ("Completed", "Failed", None)
    assert failed["error_message"].startswith("It could not be stored")
    steps = await shop.connection.fetch(
        "SELECT node_id, status, error_message FROM flow_execution_step WHERE execution_id = $1 ORDER BY n",
        failed["id"],
    )
    assert [tuple(step)[:2] for step in steps] == [("start", "Completed"), ("ask", "Failed")]
    assert steps[1]["error_message"] == failed["error_message"]
    assert failed["step_count"] == 2
    assert await shop.column("SELECT payload->>'text' FROM flow_event_failed") == ["bad"]
    assert await shop.value("SELECT count(*) FROM flow_event") == 0, "its timeout went with it"


async def test_a_hanging_node_is_interrupted_and_named(shop: Workshop) -> None:
    await shop.publish(
        [on_message("start", match="exact", keywords=["hang"]), node("stuck", "hang")], ways("start stuck")
    )
    await shop.publish(*ECHO)
    await shop.receive(shop.says("hang", phone="+491"), shop.says("other", phone="+492"))
    await shop.settle(await shop.loop(odd_registry(), limit=0.1))

    row = await shop.connection.fetchrow("SELECT error_message FROM flow_execution WHERE status = 'Failed'")
    assert row["error_message"] == "The node 'stuck' (hang) ran for too long and was interrupted."
    steps = await shop.connection.fetch(
        "SELECT node_id, status FROM flow_execution_step WHERE node_id <> 'start' ORDER BY node_id"
    )
    assert [tuple(step) for step in steps] == [("echo", "Completed"), ("stuck", "Failed")]
    assert await shop.value("SELECT count(*) FROM flow_event") == 0


async def test_an_effect_runs_and_its_result_goes_on(shop: Workshop) -> None:
    loop = await _calling(shop)
    async with asyncpg.create_pool(shop.dsn, min_size=1, max_size=2) as pool:
        runner = EffectRunner(pool, odd_registry(), shop.clock, Bell(), Bell(), Web)
        assert await runner.run_due() == 1
        await runner.drain()
    await shop.settle(loop)
    execution = await shop.connection.fetchrow(
        "SELECT id, status, variables->>'answer' AS answer FROM flow_execution"
    )
    assert execution["status"] == "Completed"
    assert execution["answer"] == f"{execution['id']}/ask/2"
    assert await shop.value("SELECT count(*) FROM effect") == 0


async def test_a_late_result_is_refused_once_another_attempt_was_leased(shop: Workshop) -> None:
    loop = await _calling(shop)
    (first,) = await _lease(shop)
    assert not await _lease(shop)
    shop.clock.move(seconds=40)
    (second,) = await _lease(shop)
    assert (first.attempt, second.attempt) == (1, 2)
    assert first.key == second.key

    assert not await _finish(shop, first, "late")
    await effects.postpone(shop.connection, first, shop.clock.now())
    assert await _finish(shop, second, "in time")
    assert not await _finish(shop, second, "twice")
    await shop.settle(loop)
    assert await shop.column("SELECT variables->>'answer' FROM flow_execution") == ["in time"]
    steps = await shop.column("SELECT node_id FROM flow_execution_step ORDER BY n")
    assert steps == ["start", "ask"]


async def test_a_result_after_cancelling_finds_nothing(shop: Workshop) -> None:
    loop = await _calling(shop)
    (leased,) = await _lease(shop)
    await shop.cancel()
    await shop.settle(loop)
    assert not await _finish(shop, leased, "late")
    assert await shop.column("SELECT outcome FROM flow_execution") == ["cancelled"]


async def test_a_wrong_count_rolls_everything_back(shop: Workshop) -> None:
    loop = await shop.loop()
    await shop.publish([on_message(), node("listen", "wait_for_reply")], ways("start listen"))
    await shop.receive(shop.says("hi"))
    await shop.settle(loop)
    await shop.receive(shop.says("there"))
    shop.clock.move(seconds=1)
    before = await _everything(shop)

    with pytest.raises(CountMismatch):
        await _write_what_was_moved_meanwhile(shop, loop)
    assert await _everything(shop) == before

    await shop.settle(loop)
    assert await shop.column("SELECT status FROM flow_execution") == ["Completed"]


async def _write_what_was_moved_meanwhile(shop: Workshop, loop: EngineLoop) -> None:
    """A batch as the loop runs it, on an execution that is not as it was read."""
    now = shop.clock.now()
    store = PostgresStore(shop.connection)
    async with store.transaction():
        (work,) = await store.read(await Claims().claim(store, now, 10), now)
        work.executions[0].seq += 1
        plans, triggers = loop._cache.plans, loop._cache.triggers(work)
        world = World(work.contact, work.executions, plans, triggers, iter(()).__next__)
        await store.write([(work, handle(world, work.events, now, Random(1)))], now)


async def _calling(shop: Workshop) -> EngineLoop:
    """An execution that waits for its effect, and the loop that brought it there."""
    await shop.publish([on_message(), node("ask", "ask_outside")], ways("start ask"))
    loop = await shop.loop(odd_registry())
    await shop.receive(shop.says("hi"))
    await shop.settle(loop)
    return loop


async def _finish(shop: Workshop, leased: effects.Leased, answer: str) -> bool:
    result = {"port": "out", "variables": {"answer": answer}}
    return await effects.finish(shop.connection, leased, msgspec.json.encode(result), shop.clock.now())


async def _lease(shop: Workshop) -> list[effects.Leased]:
    due = await effects.find_due(shop.connection, shop.clock.now(), (0, ""), 10, 10)
    return await effects.lease(shop.connection, shop.clock.now(), due)


async def _everything(shop: Workshop) -> list[str]:
    tables = "flow_event", "flow_execution", "flow_execution_step", "message", "flow_count_delta"
    return [
        await shop.value(f"SELECT coalesce(json_agg(t ORDER BY t::text), '[]')::text FROM {t} t")
        for t in tables
    ]


async def test_deaths_count_for_the_event_that_was_there_and_not_for_the_next(shop: Workshop) -> None:
    await shop.publish(*ECHO)
    await shop.receive(shop.says("innocent"))
    (lane_id, event_id) = await shop.connection.fetchrow("SELECT lane_id, id FROM flow_event")
    loop = await shop.loop()
    loop._suspects = {
        (lane_id, event_id - 1): DEATHS_ALLOWED
    }  # known for long; another worker has set it aside
    shop.clock.move(milliseconds=1)
    for _ in range(3):  # the triggers and the plan are fetched between two batches
        await loop.run_suspects()
        await loop.run_batch()
    assert not loop._suspects
    assert await shop.value("SELECT count(*) FROM flow_event_failed") == 0
    assert await shop.column("SELECT content FROM message WHERE direction = 'Outbound'") == ["innocent"]


async def test_a_lane_that_a_worker_died_at_is_left_out_of_a_batch_and_run_alone(
    shop: Workshop, tmp_path: Path
) -> None:
    """Also by a worker that hears of the death only once it has taken the lane, and while another knows of it already."""
    await shop.publish(*ECHO)
    await shop.receive(shop.says("before", phone="+491"), shop.says("strike", phone="+492"))
    (lane_id, event_id) = await shop.connection.fetchrow(
        "SELECT lane_id, id FROM flow_event ORDER BY id DESC LIMIT 1"
    )
    die_thinking(tmp_path, f"{lane_id}:{event_id}:0")
    shop.clock.move(milliseconds=1)
    marks, other = Marks(tmp_path), Marks(tmp_path)
    assert other.left_behind() == {(lane_id, event_id): 1}
    loop = await shop.loop(marks=marks)
    await loop.run_batch()
    assert await shop.column("SELECT content FROM message WHERE direction = 'Outbound'") == ["before"]
    await loop.run_suspects()
    assert await shop.column("SELECT content FROM message WHERE direction = 'Outbound' ORDER BY id") == [
        "before",
        "strike",
    ]
    assert other.left_behind() == {}
