"""Watching executions: every step once and in order, whoever comes, goes, reads slowly or stops the server."""

import asyncio
from collections.abc import AsyncIterator, Callable
from random import Random
from typing import Any

import asyncpg
import httpx
import pytest
from inserted import insert_execution, insert_flow
from listening import Listener, Told
from litestar import Litestar

from api.executions import stream
from api.executions.live import MAX_STREAMS, Live
from storage.database import fetch, transaction
from storage.live import MAX_STARTS_AT_ONCE

pytestmark = pytest.mark.anyio

Listen = Callable[..., Any]


@pytest.fixture
def live(app: Litestar) -> Live:
    found: Live = app.state.hub.live
    return found


@pytest.fixture
async def listen(app: Litestar, owner: httpx.AsyncClient) -> AsyncIterator[Listen]:
    """Opens streams; those still open at the end hang up."""
    listeners: list[Listener] = []

    async def opened(url: str, last: str | None = None, by: Any = None, slow: bool = False) -> Listener:
        listeners.append(Listener(app, by or owner, url, last, slow))
        return await listeners[-1].begun()

    yield opened
    for listener in listeners:
        await listener.leave()


async def test_a_stream_begins_with_the_execution_and_its_history(owner, listen: Listen) -> None:
    execution_id = await insert_execution(owner, "Running", "reply", "greet")
    await fetch("""UPDATE flow_execution SET pending = '{"input":{"text":"Hi Bea"},"output":{"a":1}}'""")
    listener = await listen(events_of(execution_id))
    first, done, resting = await listener.take(3)
    detail = (await owner.get(f"/api/executions/{execution_id}")).json()
    assert (listener.status, first.kind, first.id) == (200, "execution", None)
    assert first.data.pop("stepCount") == 1
    assert first.data == {name: detail[name] for name in first.data}
    assert (first.data["variables"], first.data["currentNodeId"]) == ({"size": 3}, "greet")
    assert (done.kind, done.id, done.data) == ("step", "1", detail["steps"][0])
    assert (resting.kind, resting.id, resting.data) == ("step", None, detail["steps"][1])
    assert (resting.data["status"], resting.data["input"]) == ("Pending", {"text": "Hi Bea"})
    assert resting.data["output"] == {"a": 1}


async def test_no_cache_and_no_proxy_holds_a_stream_back(owner, listen: Listen) -> None:
    listener = await listen(events_of(await insert_execution(owner, "Running", "time", "greet")))
    assert listener.headers["content-type"].startswith("text/event-stream")
    assert (listener.headers["cache-control"], listener.headers["x-accel-buffering"]) == ("no-store", "no")


async def test_what_is_committed_is_told_until_it_is_over(owner, listen: Listen) -> None:
    execution_id = await insert_execution(owner, "Running", "time", "greet")
    listener = await listen(events_of(execution_id))
    await listener.take(3)
    await commit(execution_id, 2, "Running")
    assert [brief(told) for told in await listener.take(4)] == [
        ("execution", "Running"), ("step", "2"), ("step", "3"), ("step", None)
    ]  # fmt: skip
    await commit(execution_id, 1, "Completed")
    assert [brief(told) for told in await listener.rest()] == [
        ("execution", "Completed"), ("step", "4"), ("over", "Completed")
    ]  # fmt: skip
    assert listener.is_ended


async def test_a_lost_connection_goes_on_behind_the_last_step(owner, listen: Listen) -> None:
    execution_id = await insert_execution(owner, "Running", "time", "greet")
    await commit(execution_id, 4, "Completed")
    listener = await listen(events_of(execution_id), last="3")
    assert [brief(told) for told in await listener.rest()] == [
        ("execution", "Completed"), ("step", "4"), ("step", "5"), ("over", "Completed")
    ]  # fmt: skip
    beyond = await listen(events_of(execution_id), last="2147483647")
    assert [told.kind for told in await beyond.rest()] == ["execution", "over"]


@pytest.mark.parametrize("last", ["x", "-1", "1e3", "2.0", "2147483648", "9" * 30, " ", "²"])
async def test_an_id_that_is_not_ours_is_refused(owner, listen: Listen, last: str) -> None:
    execution_id = await insert_execution(owner, "Running", "time", "greet")
    listener = await listen(events_of(execution_id), last=last)
    assert (listener.status, listener.headers["content-type"]) == (400, "application/problem+json")


async def test_what_is_missing_or_anothers_cannot_be_watched(owner, stranger, listen: Listen) -> None:
    execution_id = await insert_execution(owner, "Running", "time", "greet")
    for url in (events_of(execution_id), starts_of(1)):
        assert (await listen(url, by=stranger)).status == 404
    for url in (events_of(999), starts_of(999)):
        assert (await listen(url)).status == 404


async def test_a_long_history_comes_in_order_from_the_newest_2000_on(owner, listen: Listen) -> None:
    execution_id = await insert_execution(owner, "Running", "time", "greet")
    await commit(execution_id, 2_349, "Completed")
    told = await (await listen(events_of(execution_id))).rest()
    assert [each.data["n"] for each in told if each.kind == "step"] == list(range(351, 2_351))
    assert [each.kind for each in told if each.kind != "step"] == ["execution", "over"]
    resumed = await (await listen(events_of(execution_id), last="0")).rest()
    assert [each.data["n"] for each in resumed if each.kind == "step"] == list(range(1, 2_351))


async def test_no_step_is_skipped_or_told_twice_while_listeners_come_and_go(owner, listen: Listen) -> None:
    flow_id = await insert_flow(owner)
    executions = [await insert_execution(owner, "Running", "time", "greet", flow_id) for _ in range(4)]

    async def write(execution_id: int, rng: Random) -> None:
        for _ in range(30):
            await commit(execution_id, rng.randrange(0, 40), "Running")
            await asyncio.sleep(rng.random() / 50)
        await commit(execution_id, 1, "Completed")

    async def follow(execution_id: int, rng: Random) -> list[int]:
        seen: list[int] = []
        while True:
            listener = await listen(events_of(execution_id), last=str(seen[-1]) if seen else None)
            for _ in range(rng.randrange(1, 150)):
                told = await listener.next()
                if told is None:
                    return seen
                if told.kind == "step" and told.id is not None:
                    seen.append(told.data["n"])
            await listener.leave()

    async with asyncio.TaskGroup() as group:
        for execution_id in executions:
            group.create_task(write(execution_id, Random(execution_id)))
        followed = [group.create_task(follow(e, Random(e + n))) for e in executions for n in (10, 20)]
    for place, task in enumerate(followed):
        (row,) = await fetch("SELECT step_count FROM flow_execution WHERE id = $1", executions[place // 2])
        assert task.result() == list(range(1, row["step_count"] + 1))


async def test_starts_are_told_of_this_flow_and_from_now_on(owner, listen: Listen) -> None:
    flow_id = await insert_flow(owner)
    before = await insert_execution(owner, "Completed", None, "greet", flow_id)
    listener = await listen(starts_of(flow_id))
    await insert_execution(owner, "Running", "time", "greet", await insert_copy(flow_id))
    started = [await insert_execution(owner, "Running", "time", "greet", flow_id) for _ in range(3)]
    told = await listener.take(3)
    assert [(each.kind, each.id, each.data["id"]) for each in told] == [
        ("started", str(execution_id), execution_id) for execution_id in started
    ]
    assert told[0].data == (await owner.get(f"/api/flows/{flow_id}/executions")).json()["items"][2]
    resumed = await listen(starts_of(flow_id), last=str(started[0]))
    assert [each.data["id"] for each in await resumed.take(2)] == started[1:]
    all_of_them = await listen(starts_of(flow_id), last="0")
    assert [each.data["id"] for each in await all_of_them.take(4)] == [before, *started]


async def test_starts_can_be_narrowed_to_a_contact(owner, listen: Listen) -> None:
    flow_id = await insert_flow(owner)
    listener = await listen(f"{starts_of(flow_id)}?contactId=1")
    everybody = await listen(starts_of(flow_id))
    nobodys = await insert_nobodys(flow_id)
    first = await insert_execution(owner, "Running", "time", "greet", flow_id)
    assert [told.data["id"] for told in await listener.take(1)] == [first]
    assert [told.data["id"] for told in await everybody.take(2)] == [nobodys, first]
    resumed = await listen(f"{starts_of(flow_id)}?contactId=1", last="0")
    assert [told.data["id"] for told in await resumed.take(1)] == [first]


async def test_a_lower_id_that_is_committed_later_is_told(owner, listen: Listen, clock) -> None:
    flow_id = await insert_flow(owner)
    await insert_nobodys(flow_id, 501, clock())
    listener = await listen(starts_of(flow_id))
    for execution_id in (502, 3):
        await insert_nobodys(flow_id, execution_id, clock())
        assert [told.data["id"] for told in await listener.take(1)] == [execution_id]


async def test_of_very_many_starts_the_newest_are_told(owner, listen: Listen) -> None:
    flow_id = await insert_flow(owner)
    listener = await listen(starts_of(flow_id))
    for newest in (300, 600):
        await fetch(
            "INSERT INTO flow_execution (user_id, flow_id, flow_version_id, lane_id, status)"
            " SELECT user_id, id, published_version_id, 1, 'Running' FROM flow, generate_series(1, 300) WHERE flow.id = $1",
            flow_id,
        )
        told = [each.data["id"] for each in await listener.take(MAX_STARTS_AT_ONCE)]
        assert told == list(range(newest - MAX_STARTS_AT_ONCE + 1, newest + 1))


async def test_whoever_leaves_leaves_nothing_behind(owner, listen: Listen, live: Live) -> None:
    execution_id = await insert_execution(owner, "Running", "time", "greet")
    tasks = len(asyncio.all_tasks())
    listeners = [await listen(url) for url in (events_of(execution_id), starts_of(1)) for _ in range(5)]
    assert len(live.watches) == 10
    for listener in listeners[:5]:
        await listener.take(1)
    for listener in listeners:
        await listener.leave()
    await asyncio.sleep(0)
    assert (live.watches, len(asyncio.all_tasks())) == ((), tasks)


async def test_an_owner_has_so_many_streams_and_no_more(owner, stranger, listen: Listen, live: Live) -> None:
    execution_id = await insert_execution(owner, "Running", "time", "greet")
    listeners = [await listen(events_of(execution_id)) for _ in range(MAX_STREAMS)]
    refused = await listen(events_of(execution_id))
    assert (refused.status, len(live.watches)) == (429, MAX_STREAMS)
    assert refused.headers["content-type"] == "application/problem+json"
    flow_id = (await stranger.post("/api/flows", json={"name": "Theirs"})).json()["id"]
    assert (await listen(starts_of(flow_id), by=stranger)).status == 200
    await listeners[0].leave()
    assert (await listen(events_of(execution_id))).status == 200


async def test_a_slow_reader_holds_up_nobody_and_gets_everything(owner, listen: Listen, live: Live) -> None:
    execution_id = await insert_execution(owner, "Running", "time", "greet")
    slow = await listen(events_of(execution_id), slow=True)
    quick = await listen(events_of(execution_id))
    await commit(execution_id, 1_000, "Completed")
    everything = list(range(1, 1_002))
    assert [told.data["n"] for told in await quick.rest() if told.id] == everything
    (waiting,) = live.watches
    assert waiting.size < quick.bytes / 5, "only so much lies ready for somebody who does not read"
    slow.read()
    assert [told.data["n"] for told in await slow.rest() if told.id] == everything


async def test_a_watch_that_breaks_ends_alone(owner, listen: Listen, live: Live) -> None:
    execution_id = await insert_execution(owner, "Running", "time", "greet")
    broken = await listen(events_of(execution_id))
    await broken.take(3)
    (watch,) = live.watches
    watch.take = lambda *_: 1 / 0  # type: ignore[attr-defined]
    await commit(execution_id, 1, "Running")
    other = await listen(events_of(execution_id))
    assert [told.kind for told in await other.take(2)] == ["execution", "step"]
    assert await broken.rest() == []


async def test_somebody_who_takes_nothing_is_left(owner, listen: Listen, live: Live, monkeypatch) -> None:
    monkeypatch.setattr(stream, "PATIENCE", 0.01)
    execution_id = await insert_execution(owner, "Running", "time", "greet")
    stuck = await listen(events_of(execution_id), slow=True)
    assert await stuck.rest() == []
    assert (live.watches, stuck.is_ended) == ((), False)


async def test_a_stream_shows_life_and_ends_after_its_time(owner, listen: Listen, monkeypatch) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT", 0.01)
    monkeypatch.setattr(stream, "LONGEST", 0.5)
    listener = await listen(events_of(await insert_execution(owner, "Running", "time", "greet")))
    quiet = await listen(starts_of(1))
    assert [told.kind for told in await listener.rest()] == ["execution", "step", "step"]
    assert (await quiet.rest(), quiet.is_ended) == ([], True)
    assert quiet.bytes > 3 * len(stream.ALIVE)


async def test_a_server_that_stops_ends_all_streams(owner, listen: Listen, live: Live) -> None:
    execution_id = await insert_execution(owner, "Running", "time", "greet")
    listeners = [await listen(events_of(execution_id)), await listen(starts_of(1))]
    await listeners[0].take(3)
    live.close()
    for listener in (*listeners, await listen(starts_of(1))):
        assert (await listener.rest(), listener.is_ended) == ([], True)
    assert live.watches == ()


async def test_streams_survive_a_lost_database(owner, listen: Listen, database: str) -> None:
    execution_id = await insert_execution(owner, "Running", "time", "greet")
    listener = await listen(events_of(execution_id))
    await listener.take(3)
    axe = await asyncpg.connect(database)
    await axe.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await axe.execute("UPDATE flow_execution SET status = 'Failed', seq = seq + 1")
    await axe.close()
    assert [told.kind for told in await listener.rest()] == ["execution", "over"]


def events_of(execution_id: int) -> str:
    return f"/api/executions/{execution_id}/events"


def starts_of(flow_id: int) -> str:
    return f"/api/flows/{flow_id}/executions/events"


def brief(told: Told) -> tuple[str, str | None]:
    return told.kind, told.id if told.kind == "step" else told.data["status"]


async def commit(execution_id: int, steps: int, status: str) -> None:
    """Move an execution by so many steps in one commit, as the engine does."""
    async with transaction():
        (row,) = await fetch(
            "UPDATE flow_execution SET seq = seq + 1, step_count = step_count + $2, status = $3 WHERE id = $1"
            " RETURNING step_count",
            *(execution_id, steps, status),
        )
        await fetch(
            """
            INSERT INTO flow_execution_step (execution_id, n, visit, node_id, node_type, port, status, input, output, started_at,
              finished_at)
            SELECT $1, n, n, 'greet', 'send_message', 'out', 'Completed', '{}', '{}', now(), now() FROM generate_series($2::int, $3::int) n
            """,
            *(execution_id, row["step_count"] - steps + 1, row["step_count"]),
        )


async def insert_copy(flow_id: int) -> int:
    (row,) = await fetch(
        "INSERT INTO flow (user_id, webhook_token, published_version_id)"
        " SELECT user_id, 'other', published_version_id FROM flow WHERE id = $1 RETURNING id",
        flow_id,
    )
    return int(row["id"])


async def insert_nobodys(flow_id: int, execution_id: int | None = None, started_at: Any = None) -> int:
    """An execution without a contact."""
    (row,) = await fetch(
        """
        INSERT INTO flow_execution (id, user_id, flow_id, flow_version_id, lane_id, status, started_at)
        SELECT coalesce($2, nextval('flow_execution_id_seq')), user_id, id, published_version_id, 1, 'Running', coalesce($3, now())
        FROM flow WHERE id = $1 RETURNING id
        """,
        *(flow_id, execution_id, started_at),
    )
    return int(row["id"])
