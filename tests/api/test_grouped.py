"""Many callers share one store; each hears what became of its own item."""

import asyncio
from collections.abc import Sequence

import pytest

from api.grouped import Grouped

pytestmark = pytest.mark.anyio


class Refused(Exception):
    pass


class Store:
    """Keeps groups; refuses every group that holds a bad item, and may be out of order altogether."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []
        self.tried: list[list[str]] = []
        self.is_down = False

    async def __call__(self, items: Sequence[str]) -> None:
        self.tried.append(list(items))
        await asyncio.sleep(0)
        if self.is_down:
            raise ConnectionError
        if "bad" in items:
            raise Refused
        self.groups.append(list(items))


async def run(store: Store, items: Sequence[str]) -> list[BaseException | None]:
    grouped: Grouped[str] = Grouped(store, (Refused,))
    working = asyncio.create_task(grouped.run())
    answers = await asyncio.gather(*map(grouped.submit, items), return_exceptions=True)
    working.cancel()
    return answers


async def test_what_waits_together_is_stored_together_and_in_order() -> None:
    store = Store()
    assert await run(store, ["a", "b", "c"]) == [None, None, None]
    assert [item for group in store.groups for item in group] == ["a", "b", "c"]
    assert len(store.groups) < 3


async def test_a_refused_item_stands_alone_and_the_others_are_stored() -> None:
    store = Store()
    answers = await run(store, ["a", "bad", "b", "c"])
    assert [isinstance(answer, Refused) for answer in answers] == [False, True, False, False]
    assert sorted(item for group in store.groups for item in group) == ["a", "b", "c"]


async def test_trouble_of_the_database_reaches_everyone_and_halves_nothing() -> None:
    store = Store()
    store.is_down = True
    answers = await run(store, ["a", "b"])
    assert all(isinstance(answer, ConnectionError) for answer in answers)
    assert all(len(tried) <= 2 for tried in store.tried)
    assert len(store.tried) <= 2
