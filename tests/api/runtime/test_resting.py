"""An execution at rest keeps its visit in progress in the database, and nothing of it once it moved on."""

from typing import Any

import msgspec
import pytest
from odd_nodes import odd_registry
from workshop import Workshop, node, on_message, sends, ways

from storage import lanes

pytestmark = pytest.mark.anyio

PENDING = "SELECT pending FROM flow_execution"
STEP = "SELECT json_build_array(input, output)::text FROM flow_execution_step WHERE node_id = $1"
RESULT = """
INSERT INTO flow_event (due_at, user_id, lane_id, execution_id, visit, kind, payload)
SELECT $1, user_id, lane_id, id, visit, 'send_result', '{}' FROM flow_execution
"""
AWAITED = (
    [on_message(), sends("greet", "Hi {{ contact.name }}"), node("lost", "end")],
    ways("start greet", "greet:failed lost"),
)
INPUT = {"body": {"type": "text", "text": "Hi Ann", "previewUrl": False}}


async def test_the_filled_in_input_and_the_output_survive_the_rest(shop: Workshop) -> None:
    await shop.publish(*AWAITED)
    loop = await shop.loop()
    await shop.receive(shop.says("hi"))
    await shop.settle(loop)
    pending = await read(shop, PENDING)
    assert pending == {"input": INPUT, "output": {"message": "Hi Ann"}, "since": pending["since"]}
    await shop.connection.execute(RESULT, shop.clock.now())
    await shop.settle(loop)
    assert await read(shop, STEP, "greet") == [INPUT, {"message": "Hi Ann"}]
    assert await read(shop, PENDING) is None


async def test_an_execution_that_rests_again_keeps_the_newer_visit(shop: Workshop) -> None:
    nodes = [on_message(), node("first", "wait_for_reply"), node("second", "wait_for_reply", saveTo="answer")]
    await shop.publish(nodes, ways("start first", "first:replied second"))
    loop = await shop.loop()
    for text, save_to in (("hi", None), ("one", "answer")):
        await shop.receive(shop.says(text))
        await shop.settle(loop)
        pending = await read(shop, PENDING)
        assert pending["input"] == {"saveTo": save_to, "timeout": None, "debounce": None}
        assert pending["takes_reply"]
    await shop.receive(shop.says("two"))
    await shop.settle(loop)
    assert await read(shop, PENDING) is None


async def test_a_call_that_waits_for_its_turn_shows_what_it_asks(shop: Workshop) -> None:
    await shop.publish([on_message(), node("ask", "ask_outside")], ways("start ask"))
    await shop.receive(shop.says("hi"))
    await shop.settle(await shop.loop(odd_registry()))
    assert (await read(shop, PENDING))["input"] == {}


async def test_an_execution_that_was_set_aside_has_nothing_in_progress(shop: Workshop) -> None:
    await shop.publish(*AWAITED)
    await shop.receive(shop.says("hi"))
    await shop.settle(await shop.loop())
    await shop.connection.execute(RESULT, shop.clock.now())
    events = await shop.column("SELECT id FROM flow_event")
    await lanes.fail_events(shop.connection, events, "It could not be stored.", shop.clock.now())
    assert await shop.value("SELECT status FROM flow_execution") == "Failed"
    assert await read(shop, PENDING) is None


async def read(shop: Workshop, statement: str, *values: Any) -> Any:
    text = await shop.value(statement, *values)
    return text and msgspec.json.decode(text)
