"""Runs the nodes that talk to the outside: leased, bounded, retried as their policy says, answered by an event."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from random import Random

import asyncpg
import msgspec
import structlog

from api.clock import Clock
from api.runtime.bell import Bell
from api.runtime.call_threads import CallThreads
from api.runtime.node_call import Call
from api.runtime.outcomes import CallOutcome, Outcomes
from api.runtime.persistence import PASSING, persist
from api.runtime.room import Limits, Room
from engine.errors import ParleyError, RateLimited, Unavailable
from engine.node import Node
from engine.outside import Policy, policy_of
from engine.ports import HttpClient
from engine.registry import Registry
from storage import effects
from storage.connection import Connection, Pool
from storage.effects import Leased

PLACES = 128  # pairs of owner and vendor looked at in one go
DRAIN = 5.0  # seconds a stop waits for calls; what is cut off is tried again with the same key
GIVING_BACK = 2.0  # seconds
IDLE_POLL = 0.5  # seconds
WATCH = 0.5  # seconds
START = (0, "")

log = structlog.get_logger()


class EffectRunner:
    """Calls `async def run` of effect nodes; a crash in the middle means another attempt with the same key."""

    def __init__(
        self,
        pool: Pool,
        registry: Registry,
        clock: Clock,
        bell: Bell,
        engine_bell: Bell,
        make_http: Callable[[], HttpClient],
        outcomes: Outcomes | None = None,
        limits: Limits | None = None,
        rng: Random | None = None,
    ) -> None:
        self._pool, self._registry, self._clock = pool, registry, clock
        self._bell, self._engine_bell = bell, engine_bell
        self._threads = CallThreads(make_http)
        self._counts = (outcomes or Outcomes()).calls
        self._room = Room(limits or Limits())
        self._rng = rng or Random()
        self._after = START
        self._calls: dict[asyncio.Task[None], Leased] = {}

    async def run(self) -> None:
        """Run effects until cancelled."""
        watching = asyncio.create_task(self._watch())
        try:
            while True:
                if not await self.run_due():
                    await self._bell.wait(IDLE_POLL)
        finally:
            watching.cancel()

    async def run_due(self) -> int:
        """Lease what is due and has room, and start it; answers how many."""
        if self._room.is_full:
            return 0  # a call that ends rings the bell
        async with self._pool.acquire() as connection:
            leased = await self._lease(connection)
        for effect in leased:
            self._room.enter(effect)
            call = asyncio.create_task(self._run(effect))
            self._calls[call] = effect
            call.add_done_callback(partial(self._end, effect))
        return len(leased)

    async def drain(self) -> None:
        """Wait for the calls under way; those that take too long are anybody's at once."""
        if self._calls:
            await asyncio.wait(self._calls, timeout=DRAIN)
        if left := list(self._calls.values()):
            try:
                async with asyncio.timeout(GIVING_BACK), self._pool.acquire() as connection:
                    await effects.give_back(connection, left, self._clock.now())
            except (*PASSING, asyncpg.PostgresError) as error:
                log.warning("leases_run_out", count=len(left), reason=str(error))

    def close(self) -> None:
        """Let the threads of the calls end."""
        self._threads.close()

    async def _lease(self, connection: Connection) -> list[Leased]:
        """Begin behind the owner who got room last; at the end of the owners begin anew."""
        for after in dict.fromkeys((self._after, START)):
            now = self._clock.now()
            most, full = self._room.limits.pair, self._room.full_owners()
            due = await effects.find_due(connection, now, after, PLACES, most, full)
            shares = self._room.share_out(due)
            self._after = (due[-1].user_id, due[-1].vendor) if len(due) == PLACES else START
            if shares:
                if self._room.total + sum(share.count for share in shares) >= self._room.limits.total:
                    self._after = (shares[-1].user_id + 1, "")
                return await effects.lease(connection, now, shares)
        return []

    def _end(self, effect: Leased, call: asyncio.Task[None]) -> None:
        self._room.leave(effect)
        self._calls.pop(call, None)
        self._bell.ring()

    async def _run(self, effect: Leased) -> None:
        """See one attempt through; what cannot be stored for longer than a moment is called again when the lease has ended."""
        structlog.contextvars.bind_contextvars(execution_id=effect.execution_id, node_id=effect.node_id)
        kind = self._registry.get(effect.node_type)
        if kind is None:
            return await self._refuse(
                effect, f"The node type '{effect.node_type}' is not installed.", "failed"
            )
        try:
            node = msgspec.convert({**effect.input, "$tag": effect.node_type}, kind)
        except msgspec.ValidationError as error:
            sentence = (
                f"The settings of '{effect.node_id}' do not fit the installed version of its node: {error}"
            )
            return await self._refuse(effect, sentence, "failed")
        policy = policy_of(node)
        if reason := _hopeless(effect, policy.retry.attempts, policy.retry.allows(effect.is_cut_off)):
            return await self._refuse(effect, reason, "gave_up")
        await self._attempt(effect, node, policy)

    async def _attempt(self, effect: Leased, node: Node, policy: Policy) -> None:
        call = Call(node, effect.node_id, effect.key, effect.attempt, self._clock.now())
        try:
            result = await self._threads.run(call, policy.timeout)
        except TimeoutError:
            sentence = f"{call.name} got no answer within {policy.timeout:g} seconds."
            await self._again(effect, policy, sentence, 0.0, has_arrived=True)
        except RateLimited as error:
            await self._again(effect, policy, str(error), error.after, has_arrived=False)
        except Unavailable as error:
            await self._again(effect, policy, str(error), 0.0, has_arrived=error.sent)
        except ParleyError as error:
            log.info("call_failed", key=effect.key, code=error.code, cause=repr(error.__cause__))
            await self._refuse(effect, str(error), "failed")
        else:
            await self._finish(effect, result, "done")

    async def _again(
        self, effect: Leased, policy: Policy, sentence: str, asked: float, *, has_arrived: bool
    ) -> None:
        retry = policy.retry
        if not retry.allows(has_arrived):
            sentence = f"{sentence} It was not tried again, because it may have arrived."
            return await self._refuse(effect, sentence, "gave_up")
        if effect.attempt >= retry.attempts:
            tries = f" It was tried {effect.attempt} times." if effect.attempt > 1 else ""
            return await self._refuse(effect, sentence + tries, "gave_up")
        self._counts["tried_again"] += 1
        pause = timedelta(seconds=retry.pause(effect.attempt, asked, self._rng.random()))
        until = self._clock.now() + pause

        async def store() -> None:
            async with self._pool.acquire() as connection:
                await effects.postpone(connection, effect, until)

        await persist(store)

    async def _refuse(self, effect: Leased, sentence: str, outcome: CallOutcome) -> None:
        clean = sentence.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
        result = {"error": clean, "attempts": effect.attempt}
        await self._finish(effect, msgspec.json.encode(result), outcome)

    async def _finish(self, effect: Leased, result: bytes, outcome: CallOutcome) -> None:
        async def store(encoded: bytes) -> bool:
            async with self._pool.acquire() as connection:
                return await effects.finish(connection, effect, encoded, self._clock.now())

        try:
            is_current = await persist(partial(store, result))
        except asyncpg.DataError as error:
            refusal = {"error": f"The result of '{effect.node_id}' cannot be stored: {error}"}
            refused, outcome = msgspec.json.encode(refusal | {"attempts": effect.attempt}), "failed"
            is_current = await persist(partial(store, refused))
        self._counts[outcome if is_current else "late"] += 1
        if not is_current:
            log.info("late_result_dropped", key=effect.key, attempt=effect.attempt)
        self._engine_bell.ring()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH)
            self._threads.watch()


def _hopeless(effect: Leased, attempts: int, may_repeat: bool) -> str | None:
    """Why a call that was cut off is not made once more."""
    if not may_repeat:
        return f"The call of '{effect.node_id}' was cut off and may have arrived, so it was not tried again."
    if effect.attempt > attempts:
        return f"The call of '{effect.node_id}' was given up: {attempts} attempts ended without an answer."
    return None
