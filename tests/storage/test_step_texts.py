"""Large inputs and outputs of steps: out of the way of lists, whole when a step is opened, dropped with its week."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from workshop import Workshop, node, on_message, ways

from engine.model import Step, StepStatus
from storage.step_texts import LARGE, set_aside

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FLOW = (
    [on_message(), node("keep", "set_variable", name="kept", value="{{ message.text }}")],
    ways("start keep"),
)


@pytest.fixture
async def shop(database: str) -> AsyncIterator[Workshop]:
    shop = await Workshop.open(database)
    yield shop
    await shop.close()


async def test_what_a_large_message_leaves_behind_is_kept_apart(shop: Workshop) -> None:
    await shop.publish(*FLOW)
    text = "😀" * (LARGE // 4)  # as long as a template's text may be; four bytes each
    await shop.receive(shop.says(text))
    await shop.settle(await shop.loop())
    keep = await shop.connection.fetchrow(
        "SELECT * FROM flow_execution_step WHERE node_id = 'keep' AND status = 'Completed'"
    )
    kept = await shop.connection.fetch("SELECT * FROM flow_execution_step_text ORDER BY part")
    assert [(row["part"], row["n"], row["finished_at"]) for row in kept] == [
        (part, keep["n"], keep["finished_at"]) for part in ("input", "output")
    ]
    for row in kept:
        assert keep[row["part"]] == str(len(row["content"].encode()))
        assert text in row["content"]


@pytest.mark.parametrize(
    ("text", "is_kept_apart"),
    [
        ("x" * (LARGE - 8), False),  # {"a":"…"} takes eight more
        ("x" * (LARGE - 7), True),
        ("€" * (LARGE // 3), True),
        ("€" * (LARGE // 4), False),
    ],
)
def test_more_than_sixteen_kilobytes_are_large(text: str, is_kept_apart: bool) -> None:
    texts: list[tuple[object, ...]] = []
    step = made(output=json.dumps({"a": text}, ensure_ascii=False, separators=(",", ":")))
    short = set_aside(step, texts)
    assert short.input == step.input
    assert bool(texts) is is_kept_apart
    assert short.output == (str(len(step.output.encode())) if is_kept_apart else step.output)


def made(output: str) -> Step:
    return Step(7, 1, 1, "a", "end", StepStatus.COMPLETED, None, "{}", output, NOW, NOW)
