"""An effect runner on a workshop's database; nothing moves but by `work`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random
from typing import Any

import asyncpg
import msgspec
from odd_nodes import odd_registry
from web_server import WebServer
from workshop import Workshop, node, on_message, ways

from api.runtime.bell import Bell
from api.runtime.effects import EffectRunner
from api.runtime.loop import EngineLoop
from api.runtime.outcomes import Outcomes
from api.runtime.room import Limits
from nodes.adapters.web import Web


class Switchboard:
    """The runner and the engine's loop, and hands to feed them."""

    def __init__(self, shop: Workshop, loop: EngineLoop, runner: EffectRunner, outcomes: Outcomes) -> None:
        self.shop, self.loop, self.runner, self.outcomes = shop, loop, runner, outcomes

    async def start(self, kind: str, *ports: str, **config: Any) -> None:
        """An execution that comes to a node of this kind; each of its `ports` leads to an end of that name."""
        ends = [node(f"after_{port}", "end", outcome=port) for port in ports]
        edges = ways("start call", *(f"call:{port} after_{port}" for port in ports))
        await self.shop.publish([on_message(), node("call", kind, **config), *ends], edges)
        await self.shop.receive(self.shop.says("hi"))
        await self.shop.settle(self.loop)

    async def work(self) -> int:
        """Make the calls that are due and see them through; answers how many."""
        count = 0
        while started := await self.runner.run_due():
            count += started
            await self.runner.drain()
        await self.shop.settle(self.loop)
        return count

    async def queue(self, count: int, owner: int, kind: str = "ask_outside", vendor: str = "") -> None:
        """Calls of executions that do not exist, so that nothing but the calls happens."""
        await self.shop.connection.execute(
            "INSERT INTO effect (key, user_id, lane_id, execution_id, visit, node_id, node_type, input, due_at, vendor)"
            " SELECT concat_ws('/', $2::bigint, $4::text, n), $2, 1, n, 1, 'call', $3, $6, $5::timestamptz - interval '1 minute' + n * interval '1 microsecond', $4"
            " FROM generate_series(1, $1::int) n",
            *(count, owner, kind, vendor or kind, self.shop.clock.now()),
            msgspec.json.encode({"name": vendor} if vendor else {}).decode(),
        )

    async def execution(self) -> dict[str, Any]:
        """The newest execution."""
        row = await self.shop.connection.fetchrow("SELECT * FROM flow_execution ORDER BY id DESC LIMIT 1")
        return dict(row)

    async def step(self) -> dict[str, Any]:
        """The output of the call's step."""
        text = await self.shop.value("SELECT output FROM flow_execution_step WHERE node_id = 'call'")
        return msgspec.json.decode(text)  # type: ignore[no-any-return]


@asynccontextmanager
async def switchboard(
    database: str, web: WebServer | None = None, limits: Limits | None = None
) -> AsyncIterator[Switchboard]:
    """Open until the block ends."""
    shop, registry, outcomes = await Workshop.open(database), odd_registry(), Outcomes()
    async with asyncpg.create_pool(shop.dsn, min_size=1, max_size=4) as pool:
        runner = EffectRunner(
            pool, registry, shop.clock, Bell(), Bell(), web.web if web else Web, outcomes, limits, Random(1)
        )
        yield Switchboard(shop, await shop.loop(registry), runner, outcomes)
        await runner.drain()
        runner.close()
    await shop.close()
