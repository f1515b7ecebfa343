"""Plans and triggers are made between batches: nobody's flows, however many or broken, hold up those of others."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import asyncpg
import pytest
from workshop import Workshop, here, node, on_message, sends, ways

from api.runtime.apart import TookTooLong
from api.runtime.plans import PlanCache
from engine.context import Context
from engine.node import Node
from engine.registry import Registry, load_registry
from storage.postgres_store import PostgresStore

pytestmark = pytest.mark.anyio


class Clumsy(Node, tag="test.clumsy"):
    """Breaks when it is checked, as after an update of its package."""

    is_broken = False

    def problems(self) -> Iterator[tuple[str, str]]:
        if Clumsy.is_broken:
            raise ZeroDivisionError("of course")
        yield from super().problems()

    async def run(self, ctx: Context) -> str:
        return ""


async def publish_answer(shop: Workshop, word: str) -> None:
    nodes = [on_message(match="exact", keywords=[word]), sends("answer", f"You said {word}")]
    await shop.publish(nodes, ways("start answer"))


async def said(shop: Workshop) -> list[str]:
    return await shop.column("SELECT content FROM message WHERE direction = 'Outbound' ORDER BY id")


async def test_a_lane_whose_flow_is_being_compiled_is_free_and_others_go_on(shop: Workshop) -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def slow_first(work: Callable[[], Any]) -> Any:
        answer = work()
        if getattr(answer, "flow_version_id", None) == 1:
            begun.set()
            await may_end.wait()
        return answer

    await publish_answer(shop, "slow")
    await publish_answer(shop, "quick")
    loop = await shop.loop(cache=PlanCache(load_registry(), slow_first))
    await shop.receive(shop.says("slow", phone="+491"))
    shop.clock.move(milliseconds=1)
    await loop.run_batch()
    assert begun.is_set()
    other = PostgresStore(await asyncpg.connect(shop.dsn))
    async with other.transaction():
        (lane_id,) = await shop.column("SELECT lane_id FROM flow_event")
        assert await other.lock_lane(lane_id)
    may_end.set()
    await shop.settle(loop)
    assert await said(shop) == ["You said slow"]


async def test_what_is_slow_to_compile_holds_up_no_flow_that_is_in_memory(shop: Workshop) -> None:
    may_end = asyncio.Event()

    async def slow_later(work: Callable[[], Any]) -> Any:
        answer = work()
        if getattr(answer, "flow_version_id", None) == 2:
            await may_end.wait()
        return answer

    await publish_answer(shop, "quick")
    await publish_answer(shop, "slow")
    loop = await shop.loop(cache=PlanCache(load_registry(), slow_later))
    await shop.receive(shop.says("quick", "w1", "+491"))
    await shop.settle(loop)
    await shop.receive(shop.says("slow", "w2", "+492"))
    await shop.settle(loop)
    await shop.receive(shop.says("quick", "w3", "+491"))
    await shop.settle(loop)
    assert await said(shop) == ["You said quick", "You said quick"]
    may_end.set()
    await shop.settle(loop)
    assert await said(shop) == ["You said quick", "You said quick", "You said slow"]


async def test_a_flow_that_breaks_while_it_is_compiled_fails_and_says_why(shop: Workshop) -> None:
    await shop.publish(
        [on_message(match="exact", keywords=["odd"]), node("odd", "test.clumsy")], ways("start odd")
    )
    await publish_answer(shop, "fine")
    loop = await shop.loop(Registry((*load_registry().kinds.values(), Clumsy)))
    Clumsy.is_broken = True
    try:
        await shop.receive(shop.says("odd", phone="+491"), shop.says("fine", phone="+492"))
        await shop.settle(loop)
    finally:
        Clumsy.is_broken = False
    assert await said(shop) == ["You said fine"]
    assert await shop.column("SELECT error_message FROM flow_execution WHERE status = 'Failed'") == [
        "The flow cannot run: ZeroDivisionError: of course"
    ]


async def test_more_flows_than_there_is_room_for_are_compiled_in_turns(
    shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [f"word{n}" for n in range(12)]
    for word in words:
        await publish_answer(shop, word)
    monkeypatch.setattr("api.runtime.shelf.SPARED", 0.0)
    cache = PlanCache(load_registry(), here, most_nodes=10)
    loop = await shop.loop(cache=cache)
    for n, word in enumerate((*words, *words)):
        await shop.receive(shop.says(word, f"w{n}", f"+49{n}"))
        await shop.settle(loop)
    assert await said(shop) == [f"You said {word}" for word in (*words, *words)]
    assert cache.plans.weight < 20


async def test_a_pattern_that_is_valid_no_more_stops_no_other_trigger(shop: Workshop) -> None:
    await shop.publish(
        [on_message(match="regex", keywords=["(?=x)"]), sends("never", "Never")], ways("start never")
    )
    await publish_answer(shop, "fine")
    await shop.receive(shop.says("fine"))
    await shop.settle(await shop.loop())
    assert await said(shop) == ["You said fine"]


async def test_a_trigger_that_cannot_be_read_stops_no_other(shop: Workshop) -> None:
    """As one of a newer release, while workers are replaced one after the other."""
    await publish_answer(shop, "fine")
    await publish_answer(shop, "later")
    await shop.connection.execute(
        """UPDATE flow_trigger SET config = '{"type": "from_the_future"}' WHERE flow_id = 2"""
    )
    await shop.receive(shop.says("fine", "w1", "+491"), shop.says("later", "w2", "+492"))
    await shop.settle(await shop.loop())
    assert await said(shop) == ["You said fine"]


async def test_an_owner_whose_triggers_break_harms_nobody_else(shop: Workshop) -> None:
    """As patterns without end, or an own mistake."""
    other = await shop.connection.fetchval(
        "INSERT INTO app_user (email, password, name, role) VALUES ('other@x', 'x', 'O', 'Owner') RETURNING id"
    )

    async def breaks_for_one(work: Callable[[], Any]) -> Any:
        answer = work()
        if isinstance(answer, list) and any(not index.versions for index in answer):
            raise TookTooLong("It took longer than 30 seconds.")
        return answer

    await publish_answer(shop, "fine")
    await shop.connection.execute("INSERT INTO lane (id, user_id) VALUES (900, $1)", other)
    await shop.connection.execute(
        "INSERT INTO flow_event (due_at, user_id, lane_id, kind) VALUES ($1, $2, 900, 'timer')",
        *(shop.clock.now(), other),
    )
    await shop.receive(shop.says("fine"))
    await shop.settle(await shop.loop(cache=PlanCache(load_registry(), breaks_for_one)))
    assert await said(shop) == ["You said fine"]
    assert await shop.value("SELECT count(*) FROM flow_event") == 0


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE flow_version SET document = 'null'",
        "SET session_replication_role = replica; DELETE FROM flow_version",
    ],
)
async def test_a_version_that_is_gone_fails_its_executions(shop: Workshop, change: str) -> None:
    await shop.publish(
        [on_message(), node("ask", "wait_for_reply"), sends("answer", "Well")],
        ways("start ask", "ask:replied answer"),
    )
    await shop.receive(shop.says("hi", "w1"))
    await shop.settle(await shop.loop())
    await shop.connection.execute(change)
    await shop.receive(shop.says("yes", "w2"))
    await shop.settle(await shop.loop())
    (failed,) = await shop.connection.fetch("SELECT status, error_message FROM flow_execution")
    assert failed["status"] == "Failed"
    assert "not a flow" in failed["error_message"]
