"""Sends whose outcome stays unknown: listed, sent again a few times, then left alone."""

from datetime import timedelta

import pytest
from workshop import Workshop, on_message, sends, ways

from storage import outbox

pytestmark = pytest.mark.anyio

GRACE = timedelta(seconds=30)


async def test_a_send_that_nobody_ever_answers_is_not_repeated_for_ever(database: str) -> None:
    shop = await Workshop.open(database)
    await shop.publish([on_message(), sends("echo", "{{ message.text }}")], ways("start echo"))
    await shop.receive(shop.says("hi"))
    await shop.settle(await shop.loop())
    sent = 0
    for _ in range(10):
        shop.clock.move(seconds=31)
        marked = await outbox.mark(shop.connection, shop.account_id, shop.clock.now())
        sent += len(marked[1]) if marked else 0
        shop.clock.move(seconds=31)
        await outbox.resolve_unknown(shop.connection, shop.clock.now(), GRACE)
    row = await shop.connection.fetchrow(
        "SELECT status, outcome_unknown FROM message WHERE direction = 'Outbound'"
    )
    assert sent == outbox.MOST_UNKNOWN
    assert tuple(row) == ("Failed", True)
    await shop.close()


async def test_a_clock_that_was_set_back_stops_no_sends(database: str) -> None:
    shop = await Workshop.open(database)
    await shop.publish([on_message(), sends("echo", "{{ message.text }}")], ways("start echo"))
    await shop.receive(shop.says("hi"))
    await shop.settle(await shop.loop())
    await shop.connection.execute(
        "UPDATE whatsapp_account SET send_tokens = 0, send_refilled_at = $1",
        shop.clock.now() + timedelta(days=1),
    )
    marked = await outbox.mark(shop.connection, shop.account_id, shop.clock.now())
    assert marked is not None
    assert len(marked[1]) == 1
    await shop.close()
