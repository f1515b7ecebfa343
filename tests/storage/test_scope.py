"""A message reaches a flow with the names that the editor offers."""

import json

import pytest
from workshop import Workshop

from engine.names import SCOPE

pytestmark = pytest.mark.anyio


async def test_a_stored_message_has_the_names_of_the_table(database: str) -> None:
    shop = await Workshop.open(database)
    await shop.receive(shop.says("hi"))
    payload = json.loads(await shop.value("SELECT payload FROM flow_event WHERE kind = 'message'"))
    await shop.close()
    offered = {item.path for item in SCOPE if item.path.startswith("message.")}
    assert {f"message.{name}" for name in payload} == offered
