"""Calls to the outside: how often they are tried, what is kept of them, and that nobody's calls hold up anybody else's."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest
from calls import Switchboard, switchboard
from odd_nodes import MISDEEDS, BlockThread, CallVendor
from web_server import Says, web_server

from api.runtime import call_threads
from api.runtime.room import Limits
from engine.errors import RateLimited, Unavailable
from engine.outside import OutsideContext
from storage import effects

pytestmark = pytest.mark.anyio

END_WHO_WAITS = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


@pytest.fixture
async def board(database: str) -> AsyncIterator[Switchboard]:
    async with switchboard(database) as board:
        yield board


@pytest.fixture
def vendor() -> Iterator[Callable[..., None]]:
    """Sets what the vendor does at each attempt: the errors are raised in turn, then it answers."""
    usual = CallVendor.does

    def does(*errors: Exception) -> None:
        left = list(errors)

        def act(ctx: OutsideContext) -> None:
            if left:
                raise left.pop(0)

        CallVendor.does = staticmethod(act)

    yield does
    CallVendor.does = staticmethod(usual)


async def test_a_call_is_tried_again_after_growing_pauses_and_its_step_tells_the_attempts(
    board: Switchboard, vendor: Callable[..., None]
) -> None:
    vendor(*[Unavailable("Nobody there.", sent=True)] * 2)
    await board.start("call_vendor")
    pauses = []
    for _ in range(2):
        assert await board.work() == 1
        due_at = await board.shop.value("SELECT due_at FROM effect")
        pauses.append((due_at - board.shop.clock.now()).total_seconds())
        board.shop.clock.time = due_at
    assert 1 <= pauses[0] <= 2 <= pauses[1] <= 4
    assert await board.work() == 1
    assert (await board.execution())["status"] == "Completed"
    assert await board.step() == {"attempts": 3, "variables": {"attempt": 3}}
    assert board.outcomes.calls == {"tried_again": 2, "done": 1}


@pytest.mark.parametrize(("asked", "waits"), [(90, 90), (365 * 86_400, 3_600), (float("inf"), 2), (-1, 2)])
async def test_a_vendor_may_ask_for_a_longer_pause_within_reason(
    board: Switchboard, vendor: Callable[..., None], asked: float, waits: float
) -> None:
    vendor(RateLimited("Slow down.", asked))
    await board.start("call_vendor", retry={"attempts": 2})
    await board.work()
    due_at = await board.shop.value("SELECT due_at FROM effect")
    assert waits / 2 <= (due_at - board.shop.clock.now()).total_seconds() <= waits


async def test_after_the_last_attempt_a_wired_port_is_taken(
    board: Switchboard, vendor: Callable[..., None]
) -> None:
    vendor(*[Unavailable("Nobody there.", sent=False)] * 2)
    await board.start("call_vendor", "failed", retry={"attempts": 2})
    await board.work()
    board.shop.clock.move(seconds=2)
    await board.work()
    execution = await board.execution()
    assert (execution["status"], execution["outcome"]) == ("Completed", "failed")
    assert await board.step() == {"attempts": 2, "error": "Nobody there. It was tried 2 times."}
    assert board.outcomes.calls == {"tried_again": 1, "gave_up": 1}


async def test_after_the_last_attempt_an_unwired_port_fails_the_execution(
    board: Switchboard, vendor: Callable[..., None]
) -> None:
    vendor(Unavailable("Nobody there.", sent=False))
    await board.start("call_vendor", retry={"attempts": 1})
    await board.work()
    execution = await board.execution()
    assert (execution["status"], execution["error_message"]) == ("Failed", "Nobody there.")
    assert await board.step() == {"attempts": 1}


@pytest.mark.parametrize(
    ("trouble", "is_repeated"),
    [
        (Unavailable("It broke off.", sent=True), False),
        (TimeoutError(), False),
        (Unavailable("Nobody there.", sent=False), True),
        (RateLimited("Slow down.", 1), True),
    ],
    ids=["sent", "timeout", "not sent", "rate limited"],
)
async def test_what_may_have_arrived_is_not_repeated_where_the_author_says_so(
    board: Switchboard, vendor: Callable[..., None], trouble: Exception, is_repeated: bool
) -> None:
    vendor(trouble)
    await board.start("call_vendor", retry={"when": "not_received"})
    await board.work()
    execution = await board.execution()
    assert (execution["status"] == "Running") is is_repeated
    if not is_repeated:
        assert execution["error_message"].endswith("It was not tried again, because it may have arrived.")


@pytest.mark.parametrize(("when", "is_repeated"), [("passing", True), ("not_received", False)])
async def test_an_attempt_that_was_cut_off_counts_as_one_that_may_have_arrived(
    board: Switchboard, when: str, is_repeated: bool
) -> None:
    await board.start("call_vendor", retry={"when": when})
    await _lease_and_die(board)
    assert await board.work() == 1
    execution = await board.execution()
    assert (execution["status"] == "Completed") is is_repeated
    if not is_repeated:
        assert "was cut off and may have arrived" in execution["error_message"]


async def test_a_call_that_ends_every_process_is_given_up(board: Switchboard) -> None:
    await board.start("call_vendor", "failed")
    for _ in range(3):
        await _lease_and_die(board)
    await board.work()
    assert (await board.execution())["outcome"] == "failed"
    assert "3 attempts ended without an answer" in (await board.step())["error"]


async def test_the_lease_is_longer_than_the_attempt_may_take(board: Switchboard) -> None:
    await board.start("call_vendor", timeout=300)
    (leased,) = await _lease(board)
    board.shop.clock.move(minutes=5, seconds=9)
    assert await _lease(board) == []
    board.shop.clock.move(seconds=1)
    (again,) = await _lease(board)
    assert (leased.attempt, again.attempt, again.is_cut_off) == (1, 2, True)


@pytest.mark.parametrize("what", [name for name in MISDEEDS if name not in ("unavailable",)])
async def test_whatever_a_node_does_its_execution_ends_with_a_clear_sentence(
    board: Switchboard, what: str
) -> None:
    await board.start("misbehave", what=what, retry={"attempts": 1})
    assert await board.work() == 1
    execution = await board.execution()
    assert execution["status"] == "Failed"
    assert SENTENCES[what] in execution["error_message"]
    # The thread is as good as before.
    await board.queue(1, owner=1)
    assert await board.work() == 1
    assert await board.shop.value("SELECT count(*) FROM effect") == 0


async def test_a_large_owner_holds_up_nobody(board: Switchboard) -> None:
    await board.queue(10_000, owner=1)
    await board.queue(1, owner=2)
    await board.queue(3, owner=3)
    async with board.runner._pool.acquire() as connection:
        leased = await board.runner._lease(connection)
    owners = [call.user_id for call in leased]
    assert (owners.count(2), owners.count(3)) == (1, 3)
    assert owners.count(1) == Limits().pair


async def test_a_slow_vendor_leaves_room_for_the_others(database: str) -> None:
    limits = Limits(total=20, owner=8, vendor=10, pair=5)
    async with switchboard(database, limits=limits) as board:
        for owner in (1, 2, 3):
            await board.queue(50, owner=owner, kind="block_thread", vendor="slow")
            await board.queue(50, owner=owner, kind="call_vendor", vendor="quick")
        async with board.runner._pool.acquire() as connection:
            leased = await board.runner._lease(connection)
    places = [(call.user_id, call.vendor) for call in leased]
    assert len(places) == 20
    assert sum(vendor == "slow" for _, vendor in places) <= 10
    for owner in (1, 2, 3):
        mine = [vendor for user, vendor in places if user == owner]
        assert 6 <= len(mine) <= 8
        assert max(mine.count("slow"), mine.count("quick")) <= 5


async def test_every_owner_gets_a_turn_however_many_there_are(database: str) -> None:
    async with switchboard(database, limits=Limits(total=7, owner=2, pair=2)) as board:
        for owner in range(1, 301):
            await board.queue(4, owner=owner)
        served: list[int] = []
        for _ in range(60):
            async with board.runner._pool.acquire() as connection:
                served += [call.user_id for call in await board.runner._lease(connection)]
        assert set(served) == set(range(1, 301))


async def test_a_node_that_blocks_is_named_and_holds_up_no_other(
    board: Switchboard, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(call_threads, "HOLDS", 0.0)
    BlockThread.is_inside.clear()
    BlockThread.may_leave.clear()
    try:
        await board.start("block_thread", timeout=60)
        assert await board.runner.run_due() == 1
        assert await asyncio.to_thread(BlockThread.is_inside.wait, 20)
        board.runner._threads.watch()
        board.runner._threads.watch()
        said = capsys.readouterr().out
        assert "The node 'call' (block_thread)" in said
        assert "may_leave.wait()" in said

        await board.queue(5, owner=board.shop.user_id)
        assert await board.runner.run_due() == 5
        async with asyncio.timeout(20):
            while await board.shop.value("SELECT count(*) FROM effect WHERE node_type = 'ask_outside'"):
                await asyncio.wait(board.runner._calls, return_when=asyncio.FIRST_COMPLETED)
    finally:
        BlockThread.may_leave.set()
    await board.runner.drain()
    await board.shop.settle(board.loop)
    assert (await board.execution())["status"] == "Completed"


async def test_a_node_that_spins_is_interrupted_when_its_time_is_over(board: Switchboard) -> None:
    await board.start("spin_thread", timeout=1, retry={"attempts": 1})
    assert await board.work() == 1
    assert (await board.execution())["error_message"].endswith("got no answer within 1 seconds.")
    # and its thread goes on
    (thread,) = {*board.runner._threads._at_work, *board.runner._threads._idle}
    turn = asyncio.run_coroutine_threadsafe(asyncio.sleep(0), thread.loop)
    await asyncio.to_thread(turn.result, 20)


CANARY = "canary-4711"


async def test_a_call_over_http_keeps_its_key_and_tells_nobody_its_secret(database: str) -> None:
    with web_server() as server:
        answers = [
            Says(429, headers={"Retry-After": "120"}),
            Says(200, b'{"id": 7}', {"content-type": "application/json"}, is_cut=True),
            Says(200, b'{"id": 7}', {"content-type": "application/json"}),
        ]
        server.answer = lambda asked: answers[min(len(server.asked), 3) - 1]
        async with switchboard(database, server) as board:
            call = {"method": "POST", "url": server.url, "authorization": CANARY, "saveTo": "order"}
            await board.start("http_request", **call, body='{"text": "{{ message.text }}"}')
            await board.work()
            assert await _pause(board) >= 119
            board.shop.clock.move(minutes=5)
            await board.work()
            board.shop.clock.move(minutes=5)
            shown = await board.shop.value("SELECT pending::text FROM flow_execution")
            await board.work()
            execution, step = await board.execution(), await board.step()
            told = await _everything_but(board, "effect", "flow_version")
    assert execution["status"] == "Completed"
    assert step["attempts"] == 3
    assert step["variables"] == {"order": {"status": 200, "body": {"id": 7}}}
    keys = {asked.headers["idempotency-key"] for asked in server.asked}
    assert keys == {f"{execution['id']}/call/2"}
    assert {asked.headers["authorization"] for asked in server.asked} == {CANARY}
    assert {asked.body for asked in server.asked} == {b'{"text": "hi"}'}
    assert CANARY not in shown + told
    assert "•••" in told


async def _pause(board: Switchboard) -> float:
    due_at = await board.shop.value("SELECT due_at FROM effect")
    return float((due_at - board.shop.clock.now()).total_seconds())


async def _everything_but(board: Switchboard, *tables: str) -> str:
    """Every row of every other table, as text."""
    names = await board.shop.column(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND NOT tablename = ANY($1)",
        list(tables),
    )
    return "".join(
        [await board.shop.value(f"SELECT coalesce(json_agg(t), '[]')::text FROM {name} t") for name in names]
    )


SENTENCES: dict[str, Any] = {
    "a port it does not have": "answered 'elsewhere', which is not one of its ports",
    "no port": "answered None, which is not one of its ports",
    "a list for a port": "answered ['out'], which is not one of its ports",
    "an object": "something that is no plain JSON",
    "a lone surrogate": "something that is no plain JSON",
    "a nul": "cannot be stored",
    "too deep": "something that is no plain JSON",
    "too much": "brought 293 KB, and 256 KB can be kept",
    "an error": "broke: ZeroDivisionError",
    "an error of its own": "It rained.",
    "an exit": "broke: SystemExit: 3",
    "an interrupt": "broke: KeyboardInterrupt",
    "a cancel": "was cancelled from inside",
    "a stop": "broke: ",
    "refused": "No such order.",
    "rate limited for a strange time": "Slow down.",
}


async def _lease(board: Switchboard) -> list[effects.Leased]:
    connection, now = board.shop.connection, board.shop.clock.now()
    due = await effects.find_due(connection, now, (0, ""), 100, 10)
    return await effects.lease(connection, now, due)


async def _lease_and_die(board: Switchboard) -> None:
    """An attempt begins, and its process ends."""
    assert len(await _lease(board)) == 1
    board.shop.clock.move(minutes=5)


async def test_a_call_that_a_stop_cuts_off_is_anybodys_at_once(
    board: Switchboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its next attempt knows that it may have arrived."""
    async with _blocked_call(board):
        with monkeypatch.context() as patch:
            patch.setattr("api.runtime.effects.DRAIN", 0.2)
            await board.runner.drain()
        (row,) = await board.shop.connection.fetch("SELECT due_at, is_calling, attempt FROM effect")
        assert tuple(row) == (board.shop.clock.now(), True, 1)
        async with board.runner._pool.acquire() as connection:
            due = await effects.find_due(connection, board.shop.clock.now(), (0, ""), 9, 9)
            (leased,) = await effects.lease(connection, board.shop.clock.now(), due)
        assert (leased.attempt, leased.is_cut_off) == (2, True)


async def test_a_result_survives_a_connection_that_is_ended_while_it_is_stored(board: Switchboard) -> None:
    """Else the call would be made twice."""
    async with _blocked_call(board), board.shop.connection.transaction():
        await board.shop.connection.execute("SELECT FROM effect FOR UPDATE")
        BlockThread.may_leave.set()
        other = await asyncpg.connect(board.shop.dsn)
        for _ in range(1000):
            if await other.fetchval(END_WHO_WAITS):
                break
            await asyncio.sleep(0.02)
        else:
            pytest.fail("Nobody waits for the lock.")
        await other.close()
    await board.shop.settle(board.loop)
    assert (await board.execution())["status"] == "Completed"
    assert (await board.step())["attempts"] == 1


async def test_a_stop_while_the_database_does_not_answer_ends_all_the_same(
    board: Switchboard, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The leases end by themselves."""
    monkeypatch.setattr("api.runtime.effects.GIVING_BACK", 0.2)
    async with _blocked_call(board):
        with monkeypatch.context() as patch:
            patch.setattr("api.runtime.effects.DRAIN", 0.1)
            async with board.shop.connection.transaction():
                await board.shop.connection.execute("SELECT FROM effect FOR UPDATE")
                await board.runner.drain()
        assert "leases_run_out" in capsys.readouterr().out


@asynccontextmanager
async def _blocked_call(board: Switchboard) -> AsyncIterator[None]:
    """A call under way whose node holds its thread; in the end it leaves, and is seen through."""
    BlockThread.may_leave.clear()
    BlockThread.is_inside.clear()
    try:
        await board.start("block_thread", "out", timeout=60)
        assert await board.runner.run_due() == 1
        assert await asyncio.to_thread(BlockThread.is_inside.wait, 20)
        yield
    finally:
        BlockThread.may_leave.set()
        await board.runner.drain()
