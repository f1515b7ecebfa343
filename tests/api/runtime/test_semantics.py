"""What flows can wait for, remember and call, through the real loop on a real database."""

import json
from typing import Any

import pytest
from workshop import Workshop, node, on_message, sends, ways

pytestmark = pytest.mark.anyio


async def happens(shop: Workshop, name: str, key: str | None = None, data: Any = None) -> None:
    payload = json.dumps({"name": name, "key": key, "data": data})
    await shop.connection.execute(
        "INSERT INTO flow_event (due_at, user_id, lane_id, kind, payload)"
        " SELECT $1, user_id, lane_id, 'named_event', $2 FROM contact",
        *(shop.clock.now(), payload),
    )


async def command(shop: Workshop, word: str) -> None:
    await shop.connection.execute(
        "INSERT INTO flow_event (due_at, user_id, lane_id, execution_id, kind, payload)"
        " SELECT $1, user_id, lane_id, id, 'command', jsonb_build_object('command', $2::text) FROM flow_execution",
        *(shop.clock.now(), word),
    )


async def said(shop: Workshop) -> list[str]:
    return await shop.column("SELECT content FROM message WHERE direction = 'Outbound' ORDER BY id")


async def test_an_early_event_is_kept_found_once_and_forgotten_after_a_day(shop: Workshop) -> None:
    paid = node("paid", "wait_for_event", name="paid", key="{{ message.text }}", saveTo="total")
    await shop.publish(
        [
            on_message(match="exact", keywords=["17", "18"]),
            paid,
            sends("thank", "Thanks for {{ vars.total }}"),
        ],
        ways("start paid", "paid:happened thank"),
    )
    loop = await shop.loop()
    await shop.receive(shop.says("hello"))
    await happens(shop, "paid", "17", 40)
    await happens(shop, "paid", "18", 50)
    await shop.settle(loop)
    assert await shop.column("SELECT key FROM lane_event ORDER BY key") == ["17", "18"]
    await shop.receive(shop.says("17"))
    await shop.settle(loop)
    assert await said(shop) == ["Thanks for 40"]
    assert await shop.column("SELECT key FROM lane_event") == ["18"]
    shop.clock.move(days=1, seconds=1)
    await shop.receive(shop.says("18"))
    await shop.settle(loop)
    assert await said(shop) == ["Thanks for 40"]


async def test_once_is_remembered_and_another_contact_is_another(shop: Workshop) -> None:
    nodes = [on_message(), sends("hello", "Hello")]
    await shop.publish(nodes, ways("start hello"), settings={"reentry": {"type": "once"}})
    loop = await shop.loop()
    for number, phone in enumerate(["+491701", "+491701", "+491702"]):
        await shop.receive(shop.says("hi", f"wamid.{number}", phone))
        await shop.settle(loop)
    assert await said(shop) == ["Hello", "Hello"]
    assert await shop.value("SELECT count(*) FROM flow_entry") == 2


async def test_what_comes_due_while_paused_is_held_and_goes_on_when_resumed(shop: Workshop) -> None:
    await shop.publish(
        [on_message(), node("rest", "wait", duration={"hours": 1}), sends("late", "Here I am")],
        ways("start rest", "rest late"),
    )
    loop = await shop.loop()
    await shop.receive(shop.says("hi"))
    await shop.settle(loop)
    await command(shop, "pause")
    await shop.settle(loop)
    shop.clock.move(hours=2)
    await shop.settle(loop)
    assert await shop.value("SELECT status FROM flow_execution") == "Paused"
    assert await shop.value("SELECT due_at = 'infinity' FROM flow_event")
    await command(shop, "resume")
    await shop.settle(loop)
    assert await said(shop) == ["Here I am"]
    assert await shop.value("SELECT count(*) FROM flow_event") == 0


async def test_a_retry_turns_a_failure_into_a_success_and_the_counts_follow(shop: Workshop) -> None:
    flow_id = await shop.publish(
        [on_message(), sends("hello", "Hi {{ contact.fields.nick }}")], ways("start hello")
    )
    loop = await shop.loop()
    await shop.receive(shop.says("hi"))
    await shop.settle(loop)
    assert await shop.value("SELECT status FROM flow_execution") == "Failed"
    await shop.connection.execute("""UPDATE contact SET custom_fields = '{"nick": "Eva"}'""")
    await command(shop, "retry")
    await shop.settle(loop)
    assert await said(shop) == ["Hi Eva"]
    counts = "SELECT ARRAY[sum(started), sum(succeeded), sum(failed)]::int[] FROM flow_count_delta WHERE flow_id = $1"
    assert await shop.value(counts, flow_id) == [1, 1, 0]
    assert await shop.column("SELECT status FROM flow_execution_step ORDER BY n") == [
        "Completed",
        "Failed",
        "Completed",
    ]


async def test_a_called_flow_keeps_its_place_and_its_callers_memory_through_the_database(
    shop: Workshop,
) -> None:
    called = await shop.publish(
        [
            node("start", "trigger", on={"type": "flow_called"}),
            sends("ask", "{{ vars.item }}?"),
            node("listen", "wait_for_reply", saveTo="answer"),
        ],
        ways("start ask", "ask listen"),
    )
    await shop.publish(
        [
            on_message(match="exact", keywords=["go"]),
            node("each", "for_each", list="['tea', 'cake']"),
            node("call", "call_flow", flow=called, inputs=[{"name": "item", "value": "{{ vars.item }}"}],
                 outputs=[{"name": "answer", "saveTo": "answer"}]),
            sends("note", "{{ vars.item }}: {{ vars.answer }}"),
            sends("end", "Thanks"),
        ],
        ways("start each", "each:each call", "call note", "note each", "each:done end"),
    )  # fmt: skip
    loop = await shop.loop()
    for text in ("go", "yes", "no"):
        await shop.receive(shop.says(text))
        await shop.settle(loop)
    assert await said(shop) == ["tea?", "tea: yes", "cake?", "cake: no", "Thanks"]
    assert await shop.column("SELECT status FROM flow_execution") == ["Completed"] * 3
    (parent,) = await shop.column("SELECT id FROM flow_execution WHERE parent_id IS NULL")
    children = await shop.column("SELECT parent_id FROM flow_execution WHERE parent_id IS NOT NULL")
    assert children == [parent, parent]


async def test_more_starts_than_ids_at_hand_take_more_ids(shop: Workshop) -> None:
    nodes = [node("start", "trigger", on={"type": "event_received", "name": "sale"}), sends("hello", "Sale!")]
    await shop.publish([on_message(match="exact", keywords=["none"])], [])
    for _ in range(30):
        await shop.publish(nodes, ways("start hello"))
    loop = await shop.loop()
    await shop.receive(shop.says("hi"))
    for _ in range(32):
        await happens(shop, "sale")
    await shop.settle(loop)
    assert await shop.value("SELECT count(*) FROM flow_execution") == 30 * 32
    assert len(await said(shop)) == 30 * 32


async def test_what_does_not_fit_an_execution_fails_with_a_sentence(shop: Workshop) -> None:
    waits = [node(name, "wait_for_event", name="data", saveTo=name) for name in ("first", "second")]
    await shop.publish([on_message(), *waits], ways("start first", "first:happened second"))
    loop = await shop.loop()
    await shop.receive(shop.says("hi"))
    await shop.settle(loop)
    for _ in range(2):
        await happens(shop, "data", data="x" * 200_000)
        await shop.settle(loop)
    sentence = "The variable 'second' does not fit: an execution keeps up to 256 KB."
    assert await shop.column("SELECT error_message FROM flow_execution") == [sentence]
