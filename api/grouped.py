"""Groups what many callers want stored: while one transaction runs, the next group gathers."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Grouped(Generic[Item]):
    """`submit` returns when the group that holds the item is stored, or raises what storing it raised.

    A group with an item that the database refuses is halved until the bad item stands alone.
    """

    def __init__(
        self,
        store: Callable[[Sequence[Item]], Awaitable[None]],
        refused: tuple[type[Exception], ...] = (),
        most: int = 500,
    ) -> None:
        self._store, self._refused, self._most = store, refused, most
        self._waiting: list[tuple[Item, asyncio.Future[None]]] = []
        self._wake = asyncio.Event()

    async def submit(self, item: Item) -> None:
        """Hand over one item and wait until it is durable."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        self._wake.set()
        await done

    async def run(self) -> None:
        """Store groups until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                group, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                await self._store_group(group)

    async def _store_group(self, group: list[tuple[Item, asyncio.Future[None]]]) -> None:
        try:
            await self._store([item for item, _ in group])
        except self._refused as error:
            if len(group) == 1:
                _settle(group, error)
                return
            half = len(group) // 2
            await self._store_group(group[:half])
            await self._store_group(group[half:])
        except Exception as error:
            _settle(group, error)
        else:
            _settle(group, None)


def _settle(group: list[tuple[Item, asyncio.Future[None]]], error: Exception | None) -> None:
    for _, done in group:
        if done.done():
            continue
        if error is None:
            done.set_result(None)
        else:
            done.set_exception(error)
