"""Sends against a Graph server: the pace of each contact, the limits of each account, and answers that come late, in halves or never."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from graph_server import GraphServer, Refusal
from post_office import PostOffice, post_office

from api.runtime import sender as sending
from storage import parked
from storage.statuses import match_parked

pytestmark = pytest.mark.anyio

PACE_EXCEEDED = Refusal(400, {"error": {"code": 131056, "message": "Pair rate limit hit"}})
TOO_FAST = Refusal(429, {"error": {"code": 130429, "message": "Rate limit hit"}}, {"retry-after": "120"})


@pytest.fixture
def graph() -> Iterator[GraphServer]:
    server = GraphServer()
    yield server
    server.close()


@pytest.fixture
async def office(database: str, graph: GraphServer) -> AsyncIterator[PostOffice]:
    async with post_office(database, graph) as office:
        yield office


async def test_a_contact_gets_a_burst_and_then_one_message_in_six_seconds(
    office: PostOffice, graph: GraphServer
) -> None:
    await office.shop.connection.execute("UPDATE whatsapp_account SET send_rate = 1000")
    texts = [f"to Ann {n:02}" for n in range(48)]
    await office.queue(await office.contact("+1"), *texts)
    await office.queue(await office.contact("+2"), "to Bea")
    await office.deliver()
    assert [text for text in graph.texts() if text != "to Bea"] == texts[:45]
    assert "to Bea" in graph.texts()

    office.shop.clock.move(seconds=5.9)
    await office.deliver()
    assert len(graph.calls) == 46
    for count in (47, 48, 49):
        office.shop.clock.move(seconds=6)
        await office.deliver()
        assert len(graph.calls) == count
    assert [text for text in graph.texts() if text != "to Bea"] == texts

    office.shop.clock.move(seconds=45 * 6)
    await office.sender.resolve_unknown()
    assert await office.shop.value("SELECT count(*) FROM send_pace") == 0


async def test_a_clock_that_was_set_back_does_not_silence_a_contact(
    office: PostOffice, graph: GraphServer
) -> None:
    ann = await office.contact("+1")
    office.shop.clock.move(days=1)
    await office.queue(ann, "before")
    await office.deliver()
    office.shop.clock.move(days=-1)
    await office.queue(ann, "after")
    await office.deliver()
    assert graph.texts() == ["before", "after"]


async def test_a_contact_who_gets_too_much_waits_longer_each_time_and_alone(
    office: PostOffice, graph: GraphServer
) -> None:
    graph.refuse = lambda account, call: PACE_EXCEEDED if call["to"] == "1" else None
    await office.queue(await office.contact("+1"), "one", "two")
    await office.queue(await office.contact("+2"), "three")
    await office.deliver()
    pauses = []
    for _ in range(5):
        until = await office.shop.value("SELECT scheduled_for FROM message WHERE content = 'one'")
        pauses.append((until - office.shop.clock.now()).total_seconds())
        office.shop.clock.move(seconds=pauses[-1])
        await office.deliver()
    assert pauses == [6, 6, 16, 64, 256]
    assert sorted(graph.texts()) == [*["one"] * 6, "three"]

    graph.refuse = lambda account, call: None
    office.shop.clock.move(hours=1)
    await office.deliver()
    assert graph.texts()[-2:] == ["one", "two"]
    assert await office.statuses() == ["Sent"] * 3
    assert office.outcomes.sends == {"sent": 3, "slowed_down": 6}


async def test_an_account_that_must_pause_holds_up_itself_alone(
    office: PostOffice, graph: GraphServer
) -> None:
    graph.refuse = lambda account, call: TOO_FAST if account == "p1" else None
    other = await office.account("p2")
    await office.queue(await office.contact("+1"), "slow")
    await office.queue(await office.contact("+2"), "slow too")
    await office.queue(await office.contact("+3", other), "quick", "quick too")
    await office.deliver()
    assert sorted(graph.texts()) == ["quick", "quick too", "slow", "slow too"]

    graph.refuse = lambda account, call: None
    office.shop.clock.move(seconds=119)
    await office.deliver()
    assert len(graph.calls) == 4
    office.shop.clock.move(seconds=1)
    await office.deliver()
    assert sorted(graph.texts()[4:]) == ["slow", "slow too"]


async def test_a_long_storm_of_refusals_for_speed_fails_no_message(
    office: PostOffice, graph: GraphServer
) -> None:
    graph.refuse = lambda account, call: Refusal(429, {"error": {"code": 130429, "message": "Too fast"}})
    await office.queue(await office.contact("+1"), "hello")
    for _ in range(12):
        await office.deliver()
        office.shop.clock.move(seconds=300)
    graph.refuse = lambda account, call: None
    await office.deliver()
    assert await office.statuses() == ["Sent"]


async def test_an_account_without_answers_leaves_room_for_the_others(
    office: PostOffice, graph: GraphServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PLENTY", 3)
    monkeypatch.setattr(sending, "MOST_CALLS", 5)
    graph.is_holding, graph.holds = True, lambda account: account == "p1"
    other = await office.account("p2")
    for n in range(10):
        await office.queue(await office.contact(f"+1{n}"), f"held {n}")
    for n in range(5):
        await office.queue(await office.contact(f"+2{n}", other), f"free {n}")
    async with asyncio.timeout(20):
        while sum(text.startswith("free") for text in graph.texts()) < 5:
            await office.sender.send_due()
            await asyncio.sleep(0)
    assert sum(text.startswith("held") for text in graph.texts()) == 3


async def test_a_status_that_overtakes_the_answer_is_kept_until_the_message_is_known(
    office: PostOffice, graph: GraphServer
) -> None:
    graph.is_holding = True
    await office.queue(await office.contact("+1"), "hello")
    assert await office.sender.send_due() == 1
    assert await asyncio.to_thread(graph.is_called.wait, 20)
    # This account's webhooks do not repeat our text, so that nothing but the id tells which message is meant.
    await office.shop.receive(
        office.shop.reports("Sent", "wamid.out.1"), office.shop.reports("Read", "wamid.out.1")
    )
    await office.sender.resolve_unknown()
    assert await office.statuses() == ["Queued"]

    graph.is_holding = False
    await office.sender.drain()
    assert await office.statuses() == ["Sent"]
    await office.sender.resolve_unknown()
    assert await office.statuses() == ["Read"]
    assert await office.shop.value("SELECT count(*) FROM parked_status") == 0


async def test_statuses_of_strangers_are_kept_in_bounds_and_not_for_ever(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parked, "MOST_KEPT", 3)
    shop = office.shop
    await shop.receive(*(shop.reports("Delivered", f"wamid.other.{n}") for n in range(8)))
    await match_parked(shop.connection, shop.clock.now())
    kept = await shop.column("SELECT whatsapp_message_id FROM parked_status ORDER BY id")
    assert kept == ["wamid.other.5", "wamid.other.6", "wamid.other.7"]
    shop.clock.move(minutes=6)
    await match_parked(shop.connection, shop.clock.now())
    assert await shop.value("SELECT count(*) FROM parked_status") == 0


async def test_half_an_answer_is_an_unknown_outcome_that_is_listed_and_sent_again(
    office: PostOffice, graph: GraphServer
) -> None:
    answers = [TOO_FAST, TOO_FAST, TOO_FAST, Refusal(200, {"messages": [{"id": "wamid.half"}]}, is_cut=True)]
    graph.refuse = lambda account, call: answers.pop(0) if answers else None
    await office.queue(await office.contact("+1"), "hello")
    for _ in range(4):
        await office.deliver()
        office.shop.clock.move(seconds=120)
    assert await office.statuses() == ["Queued"]
    await office.sender.resolve_unknown()
    listed = "SELECT content FROM message WHERE outcome_unknown"
    assert await office.shop.column(listed) == ["hello"]

    await office.deliver()  # being told to slow down is no unknown outcome, so this is not the third
    assert await office.statuses() == ["Sent"]
    assert await office.shop.column(listed) == ["hello"]
    assert office.outcomes.sends == {"slowed_down": 3, "unknown": 1, "sent": 1}
