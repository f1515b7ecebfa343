"""Buttons through the real loop and outbox: what is stored, who hears of a send, and how a tap comes in."""

from typing import Any

import msgspec
import pytest
from workshop import Workshop, node, on_message, sends, ways

from storage import outbox
from storage.ingest import Arrival
from storage.outbox import Outcome

pytestmark = pytest.mark.anyio

RESULTS = "SELECT count(*) FROM flow_event WHERE kind = 'send_result'"
SAID = "SELECT content FROM message WHERE direction = 'Outbound' ORDER BY id"
BUTTONS = [{"id": "red", "title": "Red"}, {"id": "blue", "title": "Blue"}]
ASK = (
    [on_message(), node("ask", "send_buttons", text="Which one?", buttons=BUTTONS), sends("blue", "Blue!"), sends("lost", "Lost")],
    ways("start ask", "ask:blue blue", "ask:failed lost"),
)  # fmt: skip


def taps(shop: Workshop, button: str, title: str) -> Arrival:
    arrival = shop.says(title, "wamid.tap")
    content: Any = arrival.content
    return Arrival(
        arrival.user_id,
        arrival.account_id,
        msgspec.structs.replace(content, button=button, subtype="interactive"),
    )


async def asked(shop: Workshop) -> Any:
    await shop.publish(*ASK)
    loop = await shop.loop()
    await shop.receive(shop.says("hi"))
    await shop.settle(loop)
    return loop


async def sent(shop: Workshop, status: Any, error: str | None = None) -> int:
    await shop.connection.execute("UPDATE whatsapp_account SET paused_until = NULL")
    marked = await outbox.mark(shop.connection, shop.account_id, shop.clock.now())
    assert marked is not None
    (mail,) = marked[1]
    assert mail.body["interactive"]["action"]["buttons"][0]["reply"]["title"] == "Red"
    wamid = "wamid.ask" if error is None else None
    outcome = Outcome(mail.id, mail.attempt, status, wamid, None, error)
    return await outbox.finish(shop.connection, [outcome], shop.clock.now())


async def test_a_tap_comes_in_with_its_button_and_takes_its_way(shop: Workshop) -> None:
    loop = await asked(shop)
    row = await shop.connection.fetchrow(
        "SELECT type, subtype, content FROM message WHERE direction = 'Outbound'"
    )
    assert tuple(row) == ("Text", "interactive", "Which one? [Red] [Blue]")
    execution_id = await shop.value("SELECT id FROM flow_execution")
    await shop.receive(taps(shop, f"{execution_id}/ask/blue", "Blue"))
    await shop.settle(loop)
    assert await shop.column(SAID) == ["Which one? [Red] [Blue]", "Blue!"]


async def test_a_message_that_was_sent_makes_no_event(shop: Workshop) -> None:
    await asked(shop)
    assert await sent(shop, "Sent") == 0
    assert await shop.value(RESULTS) == 0


async def test_a_refusal_takes_the_way_of_failures(shop: Workshop) -> None:
    loop = await asked(shop)
    assert await sent(shop, "Failed", "The window is closed.") == 1
    await shop.settle(loop)
    assert await shop.column(SAID) == ["Which one? [Red] [Blue]", "Lost"]


async def test_a_refusal_that_comes_after_it_was_accepted_is_heard_once(shop: Workshop) -> None:
    loop = await asked(shop)
    await sent(shop, "Sent")
    for _ in range(2):
        await shop.receive(shop.reports("Failed", "wamid.ask", error_message="Undeliverable"))
    assert await shop.value(RESULTS) == 1
    await shop.settle(loop)
    assert await shop.column(SAID) == ["Which one? [Red] [Blue]", "Lost"]


async def test_a_failure_after_it_arrived_is_no_news(shop: Workshop) -> None:
    await asked(shop)
    await sent(shop, "Sent")
    await shop.receive(shop.reports("Delivered", "wamid.ask"))
    await shop.receive(shop.reports("Failed", "wamid.ask", error_message="Undeliverable"))
    assert await shop.value(RESULTS) == 0
