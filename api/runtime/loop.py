"""The engine's loop: one transaction locks lanes, reads what is due, lets the engine decide, and writes it all."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random

import structlog

from api.clock import Clock
from api.runtime.batch import Batch, sum_up
from api.runtime.bell import Bell
from api.runtime.marks import DEATHS_ALLOWED, Marks, Suspect
from api.runtime.plans import PlanCache
from api.runtime.shelf import NotAtHand
from api.runtime.watchdog import Watch
from engine.aside import set_aside
from engine.handle import World, handle
from engine.model import Commit, Event, ExecutionStatus
from engine.registry import Registry
from storage.claims import Claims
from storage.store import Conflict, LaneWork, RowRefused, Store, StoreError, StoreLost, events_per_lane

BATCH = 256  # due events looked at, on as many lanes as they belong to; so a batch grows with the load
BATCH_BUDGET = 0.05  # seconds of thinking before what is done is committed
IDLE_POLL = 0.25  # seconds
BUSY_POLL = 0.005  # seconds
SHORTEST = 0.0005  # seconds to what is due in a moment
SETTLING = 0.05  # seconds to hear a bell after a batch, before the loop asks when the next timer is due: so late it may be
LONGEST_GATHERING = (
    0.01  # seconds; after a batch of several events the loop gathers for as long as the batch took
)
FETCHING = 0.05  # seconds to wait for what lanes were put back for, before the others go on
FETCHES = 20  # in a row: a flow that calls flows finds out one by one what it needs
IDS_AT_ONCE = 500
STALE_TOLD = 20  # ids in the log; a line for each would cost a batch of stale timers more than handling them

log = structlog.get_logger()

Decided = list[tuple[LaneWork, Commit]]


class _OutOfIds(NotAtHand):
    """The batch starts more executions than it has ids for."""


class EngineLoop:
    """Processes due events of one store until it is stopped. `stopwatch` counts the seconds that thinking takes."""

    def __init__(
        self,
        store: Store,
        registry: Registry,
        clock: Clock,
        rng: Random,
        watchdog: Watch,
        bell: Bell,
        marks: Marks | None = None,
        batch: int = BATCH,
        stopwatch: Callable[[], float] = time.monotonic,
        cache: PlanCache | None = None,
    ) -> None:
        self._marks, self._batch, self._stopwatch = marks, batch, stopwatch
        self._store, self._clock, self._rng = store, clock, rng
        self._watchdog, self._bell = watchdog, bell
        self._cache = cache or PlanCache(registry)
        self._claims = Claims()
        self._suspects: dict[Suspect, int] = {}
        self._took_all = False
        self._has_put_back = False
        self._ids: deque[int] = deque()
        self._ids_at_once = IDS_AT_ONCE
        self._is_short_of_ids = False
        self.batches: deque[Batch] = deque(maxlen=64)
        self.queued_messages = False
        self.new_effects = False
        self.stopping = False

    async def run(self, after_batch: "Callable[[EngineLoop], None]") -> None:
        """Work until `stopping`; `after_batch` hears of every batch."""
        while not self.stopping:
            started = self._stopwatch()
            await self.run_suspects()
            count = await self.run_batch()
            after_batch(self)
            if not count:
                await self._bell.wait(await self._pause())
            elif self._took_all:
                if count > 1:
                    await self._bell.pause(min(self._stopwatch() - started, LONGEST_GATHERING))
                await self._bell.wait(SETTLING)

    async def run_suspects(self) -> None:
        """Run the lanes that dead workers were at, each alone; the third death sets the event at their head aside."""
        for suspect in list(self._suspects):
            if await self._run_alone(suspect[0]):
                self._suspects.pop(suspect, None)
                if self._marks is not None:
                    self._marks.acquit(suspect)

    async def run_batch(self) -> int:
        """Process one batch; answers the number of events consumed. Other trouble of the store travels up."""
        try:
            for _ in range(FETCHES):
                count = await self._try_batch()
                if not self._has_put_back or not await self._fetch(0.0 if count else FETCHING) or count:
                    return count
            return 0
        except Conflict as error:
            log.warning("batch_repeated", reason=str(error))
            return 0  # so that the loop takes a breath before it tries again

    async def _try_batch(self) -> int:
        try:
            return await self._run_batch()
        except RowRefused:
            return await self._run_batch(is_careful=True)

    async def _fetch(self, seconds: float) -> bool:
        """Fetch what lanes were put back for; False when it is not there yet."""
        is_ready = await self._cache.prepare(self._store, seconds)
        self._has_put_back = not is_ready
        return is_ready

    async def _run_batch(self, is_careful: bool = False) -> int:
        began = self._stopwatch()
        await self._take_ids()
        now = self._clock.now()
        broken: list[int] = []
        async with self._store.transaction():
            claimed = await self._claims.claim(self._store, now, self._batch)
            unsuspected = self._without_suspects(claimed)
            if not unsuspected:
                return 0
            work = await self._store.read(unsuspected, now)
            self._mark(work)
            await self._cache.read_the_rare(self._store, work, now)
            decided = self._decide(work, now, broken)
            self._mark(())
            if is_careful:
                await self._write(decided, now, broken)
            elif decided:
                await self._store.write(decided, now)
        self._took_all = _is_everything(work, decided, self._batch, now)
        done = [each for each in decided if each[0].lane_id not in broken] if broken else decided
        if done:
            self._note(done, now, began)
        for lane_id in broken:
            await self._run_alone(lane_id)
        return sum(len(commit.consumed) for _, commit in done) + len(broken)

    def _decide(self, work: list[LaneWork], now: datetime, broken: list[int]) -> Decided:
        decided: Decided = []
        deadline = self._stopwatch() + BATCH_BUDGET
        for lane in work:
            try:
                decided.append((lane, self._handle(lane, now)))
            except NotAtHand:
                self._has_put_back = True
            except Exception:
                log.exception("lane_broke", lane_id=lane.lane_id)
                broken.append(lane.lane_id)
            if self._stopwatch() > deadline or self._is_short_of_ids:
                break
        return decided

    def _handle(self, lane: LaneWork, now: datetime) -> Commit:
        self._cache.expect(lane)
        with self._watchdog:
            return handle(self._world(lane), lane.events, now, self._rng, self._watchdog)

    def _world(self, lane: LaneWork) -> World:
        return World(
            lane.contact,
            lane.executions,
            self._cache.plans,
            self._cache.triggers(lane),
            self._new_id,
            lane.kept,
            lane.entries,
        )

    async def _write(self, decided: Decided, now: datetime, broken: list[int]) -> None:
        """Write a batch in which a row was refused: halve it until the lane with the bad row is found."""
        if not decided:
            return
        try:
            async with self._store.transaction():
                await self._store.write(decided, now)
        except RowRefused as error:
            if len(decided) == 1:
                log.error("lane_refused", lane_id=decided[0][0].lane_id, reason=str(error))
                broken.append(decided[0][0].lane_id)
                return
            half = len(decided) // 2
            await self._write(decided[:half], now, broken)
            await self._write(decided[half:], now, broken)

    async def _run_alone(self, lane_id: int) -> bool:
        """Take the first event of a lane alone: one that breaks, or that has killed workers, is set aside, never dropped.

        False when another worker is at the lane, or when it was put back.
        """
        began = self._stopwatch()
        await self._take_ids()
        now = self._clock.now()
        async with self._store.transaction():
            if not await self._store.lock_lane(lane_id):
                return False
            self._hear_of_deaths()
            for lane in await self._store.read([lane_id], now):
                lane.events = lane.events[:1]
                try:
                    await self._run_head(lane, now, began)
                except NotAtHand:
                    self._has_put_back = True
                    return False
                finally:
                    self._mark(())
        return True

    async def _run_head(self, lane: LaneWork, now: datetime, began: float) -> None:
        self._cache.expect(lane)
        deaths = self._suspects.get((lane.lane_id, lane.events[0].id), 0)
        if deaths >= DEATHS_ALLOWED:
            return await self._set_aside(lane, f"{deaths} workers died of it.", now)
        self._mark([lane])
        try:
            await self._cache.read_the_rare(self._store, [lane], now)
            decided = [(lane, self._handle(lane, now))]
            async with self._store.transaction():
                await self._store.write(decided, now)
            self._note(decided, now, began)
        except RowRefused as error:
            await self._set_aside(lane, f"It could not be stored: {error}", now)
        except (StoreError, OSError, NotAtHand):
            raise  # not the event's trouble
        except Exception as error:
            await self._set_aside(lane, f"{type(error).__name__}: {error}", now)

    def _without_suspects(self, claimed: list[int]) -> list[int]:
        """The claimed lanes less those that dead workers were at, which `run_suspects` runs next."""
        if claimed:
            self._hear_of_deaths()
        suspected = {lane_id for lane_id, _ in self._suspects}
        return [lane_id for lane_id in claimed if lane_id not in suspected]

    def _hear_of_deaths(self) -> None:
        """Asked once lanes are locked: a worker that held one of them and died has left its note by then."""
        if self._marks is not None:
            self._suspects = self._marks.left_behind()

    async def _take_ids(self) -> None:
        if self._is_short_of_ids:
            self._ids_at_once, self._is_short_of_ids = 2 * self._ids_at_once, False
        if len(self._ids) < self._ids_at_once // 2:
            self._ids += await self._store.take_execution_ids(self._ids_at_once)

    def _new_id(self) -> int:
        if not self._ids:
            self._is_short_of_ids = True
            raise _OutOfIds
        return self._ids.popleft()

    async def _set_aside(self, lane: LaneWork, sentence: str, now: datetime) -> None:
        """Keep the event at the head apart, and fail the execution it was for; a failure there must not keep the event."""
        event = lane.events[0]
        log.error("event_set_aside", event_id=event.id, lane_id=lane.lane_id, reason=sentence)
        try:
            await self._fail_addressed(lane.lane_id, event, sentence, now)
        except (Conflict, StoreLost, OSError, NotAtHand):
            raise
        except Exception:
            log.exception("execution_failed_without_step", event_id=event.id, lane_id=lane.lane_id)
        await self._store.fail_events([event.id], sentence, now)

    async def _fail_addressed(self, lane_id: int, event: Event, sentence: str, now: datetime) -> None:
        began = self._stopwatch()
        for lane in await self._store.read([lane_id], now):  # anew: what broke has changed what was read
            with self._watchdog:
                commit = set_aside(self._world(lane), event, sentence, now, self._rng, self._watchdog)
            if commit.executions:
                async with self._store.transaction():
                    await self._store.write([(lane, commit)], now)
                self._note([(lane, commit)], now, began)

    async def _pause(self) -> float:
        """How long to wait after finding nothing: until the next event falls due, but no longer than to the next poll.

        Rows that are due already are in another worker's hands for a moment only.
        """
        now = self._clock.now()
        due = await self._store.oldest_due(now + timedelta(seconds=IDLE_POLL))
        if due is None:
            return IDLE_POLL
        return max(SHORTEST, (due - now).total_seconds()) if due > now else BUSY_POLL

    def _mark(self, work: Sequence[LaneWork]) -> None:
        if self._marks is not None:
            heads = [(lane.lane_id, lane.events[0].id) for lane in work]
            suspects = {head: self._suspects.get(head, 0) for head in heads}
            self._marks.set(suspects) if suspects else self._marks.clear()

    def _note(self, decided: Decided, now: datetime, began: float) -> None:
        self.batches.append(sum_up(decided, now, self._stopwatch() - began))
        stale: list[int] = []
        for _, commit in decided:
            stale += commit.stale
            self.queued_messages |= bool(commit.messages)
            self.new_effects |= bool(commit.effects)
            for execution in commit.executions.values():
                if execution.status is ExecutionStatus.FAILED:
                    log.info(
                        "execution_failed",
                        execution_id=execution.id,
                        flow_id=execution.flow_id,
                        node_id=execution.node_id,
                        reason=execution.error_message,
                    )
        if stale:
            log.info("stale_events", count=len(stale), event_ids=stale[:STALE_TOLD])


def _is_everything(work: list[LaneWork], decided: Decided, batch: int, now: datetime) -> bool:
    """Whether nothing was left over: what came since has rung, and what others hold is theirs."""
    share = events_per_lane(len(work))
    return (
        len(decided) == len(work)
        and sum(len(lane.events) for lane in work) < batch
        and all(
            len(lane.events) < share
            and len(commit.consumed) + len(commit.held) == len(lane.events)
            and all(event.due_at > now for event in commit.events)
            for lane, commit in decided
        )
    )
