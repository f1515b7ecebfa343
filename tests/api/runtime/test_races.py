"""Things that happen at once, or in the wrong order: each has one outcome, and every step is there."""

import asyncio
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from workshop import Workshop, node, on_message, sends, ways

from storage.ingest import ingest
from storage.outbox import mark
from storage.statuses import callback_of

pytestmark = pytest.mark.anyio

ECHO = [on_message(), sends("echo", "{{ message.text }}")], ways("start echo")
ASK = (
    [
        on_message(),
        node("listen", "wait_for_reply", saveTo="said", timeout={"minutes": 10}),
        node("heard", "end", outcome="heard {{ vars.said }}"),
        node("quiet", "end", outcome="quiet"),
    ],
    ways("start listen", "listen:replied heard", "listen:timeout quiet"),
)
DELIVERY = (
    [
        on_message(),
        sends("say", "Hello"),
        node("good", "end", outcome="good"),
        node("bad", "end", outcome="bad"),
    ],
    ways("start say", "say good", "say:failed bad"),
)


async def test_two_webhooks_of_one_new_contact_at_once(shop: Workshop) -> None:
    await shop.publish(*ECHO)
    loops = await shop.loop(), await shop.loop()
    await asyncio.gather(*(_webhook(shop, f"hook {n}", f"wamid.{n}") for n in range(2)))
    await asyncio.gather(*map(shop.settle, loops))

    assert await shop.value("SELECT count(*) FROM contact") == 1
    accepted = await shop.column("SELECT content FROM message WHERE direction = 'Inbound' ORDER BY id")
    assert sorted(accepted) == ["hook 0", "hook 1"]
    assert (
        await shop.column("SELECT content FROM message WHERE direction = 'Outbound' ORDER BY id") == accepted
    )
    assert await shop.value("SELECT unread_count FROM contact") == 2


async def test_the_same_wamid_five_times_in_parallel_is_one_message(shop: Workshop) -> None:
    await shop.publish(*ECHO)
    await asyncio.gather(*(_webhook(shop, "hi", "wamid.same") for _ in range(5)))
    await shop.settle(await shop.loop())
    assert await _counts(shop) == (1, 1, 1)


async def test_the_same_wamid_five_times_in_one_group_is_one_message(shop: Workshop) -> None:
    await shop.publish(*ECHO)
    assert await shop.receive(*(shop.says("hi", "wamid.same") for _ in range(5))) == 1
    await shop.settle(await shop.loop())
    assert await _counts(shop) == (1, 1, 1)
    assert await shop.value("SELECT unread_count FROM contact") == 1


async def test_reply_and_timeout_at_the_same_instant_have_one_winner(shop: Workshop) -> None:
    loops = await _waiting(shop), await shop.loop()
    # An arrival is stamped a microsecond after the clock.
    shop.clock.move(minutes=10, microseconds=-1)
    await shop.receive(shop.says("now"))
    assert await shop.value("SELECT count(DISTINCT due_at) || ' of ' || count(*) FROM flow_event") == "1 of 2"
    await asyncio.gather(*map(shop.settle, loops))
    outcomes = await shop.column("SELECT outcome FROM flow_execution ORDER BY id")
    assert outcomes == ["quiet", None]  # the timer was there first; the reply starts the flow anew
    assert await _path(shop) == ["start", "listen", "quiet", "start"]


async def test_a_reply_that_came_in_time_wins_though_no_worker_ran(shop: Workshop) -> None:
    loop = await _waiting(shop)
    shop.clock.move(minutes=9)
    await shop.receive(shop.says("in time"))
    shop.clock.move(minutes=9)
    await shop.settle(loop)
    assert await shop.column("SELECT outcome FROM flow_execution") == ["heard in time"]
    assert await _path(shop) == ["start", "listen", "heard"]
    assert await shop.value("SELECT count(*) FROM flow_event") == 0


async def test_a_wait_that_begins_and_ends_in_one_batch_leaves_no_timer(shop: Workshop) -> None:
    await shop.publish(*ASK)
    await shop.receive(shop.says("hi"), shop.says("there"))
    await shop.settle(await shop.loop())
    assert await shop.column("SELECT outcome FROM flow_execution") == ["heard there"]
    assert await shop.value("SELECT count(*) FROM flow_event") == 0


@pytest.mark.parametrize(
    ("statuses", "status", "outcome"),
    [
        (("Read", "Delivered", "Sent"), "Read", "good"),
        (("Delivered", "Failed"), "Delivered", "good"),
        (("Failed", "Delivered"), "Delivered", "bad"),
        (("Failed", "Sent"), "Failed", "bad"),
    ],
)
async def test_statuses_in_any_order(shop: Workshop, statuses: Any, status: str, outcome: str) -> None:
    """They come before the answer to our POST is stored, known by nothing but the callback."""
    loop, message_id = await _sending(shop)
    callback = callback_of(message_id)
    for each in statuses:
        assert await shop.receive(shop.reports(each, "wamid.out", callback=callback)) <= 1
    row = await shop.connection.fetchrow(
        "SELECT status, whatsapp_message_id FROM message WHERE id = $1", message_id
    )
    assert tuple(row) == (status, "wamid.out")
    await shop.settle(loop)
    assert await shop.column("SELECT outcome FROM flow_execution") == [outcome]
    assert await shop.value("SELECT count(*) FROM flow_event") == 0


async def test_a_group_of_failed_and_delivered_counts_as_delivered(shop: Workshop) -> None:
    loop, message_id = await _sending(shop)
    reports = [
        shop.reports(s, "wamid.out", callback=callback_of(message_id)) for s in ("Failed", "Delivered")
    ]
    await shop.receive(*reports)
    await shop.settle(loop)
    assert await shop.value("SELECT status FROM message WHERE id = $1", message_id) == "Delivered"
    assert await shop.column("SELECT outcome FROM flow_execution") == ["good"]


async def test_cancelling_withdraws_what_has_not_left(shop: Workshop) -> None:
    nodes, edges = ASK
    await shop.publish([*nodes, sends("say", "Hello")], [*ways("start say", "say listen"), *edges[1:]])
    loop = await shop.loop()
    await shop.receive(shop.says("hi"))
    await shop.settle(loop)
    await shop.cancel()
    await shop.settle(loop)
    assert await shop.column("SELECT outcome FROM flow_execution") == ["cancelled"]
    row = await shop.connection.fetchrow(
        "SELECT status, error_message FROM message WHERE direction = 'Outbound'"
    )
    assert row["status"] == "Failed"
    assert "ended" in row["error_message"]
    assert await shop.value("SELECT count(*) FROM flow_event") == 0
    statuses = await shop.column("SELECT status FROM flow_execution_step ORDER BY n")
    assert statuses == ["Completed", "Completed", "Skipped"]


async def _webhook(shop: Workshop, text: str, wamid: str) -> None:
    connection = await asyncpg.connect(shop.dsn)
    try:
        await ingest(connection, [shop.says(text, wamid)], shop.clock.now())
    finally:
        await connection.close()


async def _waiting(shop: Workshop) -> Any:
    """An execution that waits for a reply, and the loop that brought it there."""
    await shop.publish(*ASK)
    loop = await shop.loop()
    await shop.receive(shop.says("hi"))
    await shop.settle(loop)
    timer = await shop.value("SELECT due_at FROM flow_event WHERE kind = 'timer'")
    shop.clock.time = timer - timedelta(minutes=10)
    return loop


async def _sending(shop: Workshop) -> tuple[Any, int]:
    """An execution that waits for the outcome of a send which is under way."""
    await shop.publish(*DELIVERY)
    loop = await shop.loop()
    await shop.receive(shop.says("hi"))
    await shop.settle(loop)
    marked = await mark(shop.connection, shop.account_id, shop.clock.now())
    assert marked is not None
    return loop, marked[1][0].id


async def _counts(shop: Workshop) -> tuple[int, int, int]:
    """Inbound messages, executions, outbound messages."""
    statement = """
    SELECT (SELECT count(*) FROM message WHERE direction = 'Inbound'), (SELECT count(*) FROM flow_execution),
      (SELECT count(*) FROM message WHERE direction = 'Outbound')
    """
    return tuple(await shop.connection.fetchrow(statement))


async def _path(shop: Workshop) -> list[str]:
    return await shop.column("SELECT node_id FROM flow_execution_step ORDER BY execution_id, n")
