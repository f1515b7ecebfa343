"""Runs the nodes that talk to the outside: leased, bounded, retried, answered by an event."""

import asyncio
from datetime import timedelta
from typing import cast

import asyncpg
import msgspec
import structlog

from api.clock import Clock
from api.runtime.bell import Bell
from engine.context import Context
from engine.errors import ParleyError, RateLimited, Unavailable
from engine.outside import OutsideContext
from engine.registry import Registry
from storage import effects
from storage.connection import Pool
from storage.effects import Leased

TIMEOUT = 30.0  # seconds a call may take
LEASE = 40.0  # seconds until another process may try; longer than the call, so that two rarely overlap
MAX_ATTEMPTS = 3
CONCURRENCY = 32
DRAIN = 5.0  # seconds a stop waits for calls; what is cut off is tried again with the same key
IDLE_POLL = 0.5  # seconds

log = structlog.get_logger()


class EffectRunner:
    """Calls `async def run` of effect nodes; a crash in the middle means another attempt with the same key."""

    def __init__(self, pool: Pool, registry: Registry, clock: Clock, bell: Bell, engine_bell: Bell) -> None:
        self._pool, self._registry, self._clock = pool, registry, clock
        self._bell, self._engine_bell = bell, engine_bell
        self._calls: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Run effects until cancelled."""
        while True:
            if not await self.run_due():
                await self._bell.wait(IDLE_POLL)

    async def run_due(self) -> int:
        """Lease what is due and start it; answers how many."""
        room = CONCURRENCY - len(self._calls)
        if room <= 0:
            await asyncio.wait(self._calls, return_when=asyncio.FIRST_COMPLETED)
            return 1
        async with self._pool.acquire() as connection:
            leased = await effects.lease(connection, self._clock.now(), LEASE, room)
        for effect in leased:
            call = asyncio.create_task(self._call(effect))
            self._calls.add(call)
            call.add_done_callback(self._calls.discard)
        return len(leased)

    async def drain(self) -> None:
        """Wait for the calls under way."""
        if self._calls:
            await asyncio.wait(self._calls, timeout=DRAIN)

    async def _call(self, effect: Leased) -> None:
        structlog.contextvars.bind_contextvars(execution_id=effect.execution_id, node_id=effect.node_id)
        kind = self._registry.get(effect.node_type)
        if kind is None:
            return await self._finish(
                effect, {"error": f"The node type '{effect.node_type}' is not installed."}
            )
        if effect.attempt > MAX_ATTEMPTS:
            return await self._finish(
                effect, {"error": f"Given up: {MAX_ATTEMPTS} attempts ended without an answer."}
            )
        context = OutsideContext(effect.key, self._clock.now())
        try:
            node = msgspec.convert({**effect.input, "$tag": effect.node_type}, kind)
            async with asyncio.timeout(TIMEOUT):
                port = await node.run(cast(Context, context))
            result = {"port": port, "variables": context.variables}
            msgspec.json.encode(result)  # what is not plain JSON is the node's mistake
        except TimeoutError:
            await self._retry(
                effect, f"The node '{effect.node_id}' got no answer within {TIMEOUT:.0f} seconds.", 1.0
            )
        except RateLimited as error:
            await self._retry(effect, str(error), error.after)
        except Unavailable as error:
            await self._retry(effect, str(error), 2.0**effect.attempt)
        except ParleyError as error:
            await self._finish(effect, {"error": str(error)})
        except Exception as error:
            log.exception("effect_broke", key=effect.key)
            reason = str(error).encode(errors="replace").decode()
            sentence = f"The node '{effect.node_id}' broke: {type(error).__name__}: {reason}"
            await self._finish(effect, {"error": sentence})
        else:
            await self._finish(effect, result)

    async def _retry(self, effect: Leased, sentence: str, after: float) -> None:
        if effect.attempt >= MAX_ATTEMPTS:
            return await self._finish(effect, {"error": sentence})
        async with self._pool.acquire() as connection:
            await effects.postpone(connection, effect, self._clock.now() + timedelta(seconds=after))

    async def _finish(self, effect: Leased, result: dict[str, object]) -> None:
        async with self._pool.acquire() as connection:
            try:
                is_current = await effects.finish(connection, effect, result, self._clock.now())
            except asyncpg.DataError as error:
                refusal = {"error": f"The result of '{effect.node_id}' cannot be stored: {error}"}
                is_current = await effects.finish(connection, effect, refusal, self._clock.now())
            if not is_current:
                log.info("late_result_dropped", key=effect.key, attempt=effect.attempt)
        self._engine_bell.ring()
