"""What a worker keeps in memory between batches: compiled plans by version, trigger indexes by owner and epoch.

Both can take long to make, so that never happens while lanes are locked: who finds one missing puts its lane back, and what is
missing is made between two batches, in a thread.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

import structlog

from api.runtime.apart import apart
from api.runtime.shelf import Shelf
from engine.errors import ParleyError
from engine.flow import decode_document
from engine.plan import Plan, PlanRefused, compile_plan
from engine.registry import Registry
from engine.triggers import TriggerIndex, TriggerRow
from storage.store import LaneWork, Store

MOST_NODES = 50_000  # of all plans together; about 6 KB each
MOST_TRIGGERS = 200_000
MOST_ASKS = 500_000
DOCUMENTS_AT_ONCE = 32
OWNERS_AT_ONCE = 256
LIGHT = 500  # triggers that are made together
LONG_ENOUGH = 0.2  # seconds of making before it is looked at anew what is wanted

_GONE = 0, b"null"  # a version that is no more; it is refused as any document that cannot be read

log = structlog.get_logger()

Apart = Callable[[Callable[[], Any]], Awaitable[Any]]
Job = Callable[[], Awaitable[None]]
Owner = tuple[int, int]
"""An owner's id with the epoch that counts what he published."""


class _Asks(NamedTuple):
    """Which of the rare things a plan may ask for; one that was never compiled may ask for all."""

    kept_events: bool = True
    entries: bool = True


class PlanCache:
    """Plans and trigger indexes; asking for one that is not there raises NotAtHand. Versions never change.

    `run_apart` is where they are made: in a thread, unless a simulation wants it here.
    """

    def __init__(self, registry: Registry, run_apart: Apart = apart, most_nodes: int = MOST_NODES) -> None:
        self._registry, self._run_apart = registry, run_apart
        self.plans: Shelf[int, Plan | PlanRefused] = Shelf(most_nodes)
        self._indexes: Shelf[Owner, TriggerIndex] = Shelf(MOST_TRIGGERS)
        self._asks: Shelf[int, _Asks] = Shelf(MOST_ASKS)
        self._making: asyncio.Task[None] | None = None

    def triggers(self, lane: LaneWork) -> TriggerIndex:
        """The triggers of the lane's owner."""
        return self._indexes[_owner(lane)]

    def expect(self, lane: LaneWork) -> None:
        """Ask for all that the lane is sure to touch: triggers, and the plans of its executions and of what events start."""
        versions = {execution.flow_version_id for execution in lane.executions}
        self.plans.ask_for(versions)
        triggers = self.triggers(lane)
        for event in lane.events:
            if event.kind == "named_event":
                versions.update(row.flow_version_id for row in triggers.for_event(event.payload["name"]))
        self.plans.ask_for(versions)
        for version in versions:
            self.plans[version]

    async def read_the_rare(self, store: Store, work: Sequence[LaneWork], now: datetime) -> None:
        """Read kept events and entries for those lanes whose flows may ask for them."""
        published = {owner: self._asked_by_any(owner) for owner in set(map(_owner, work))}
        if some := [lane for lane in work if published[_owner(lane)].kept_events or self._awaits(lane)]:
            await store.read_kept_events(some, now)
        if some := [lane for lane in work if published[_owner(lane)].entries]:
            await store.read_entries(some)

    def _asked_by_any(self, owner: Owner) -> _Asks:
        index = self._indexes.peek(owner)
        if index is None:
            return _Asks()  # it may be there in a moment
        kept_events, entries = False, False
        for version in index.versions:
            asks = self._asks.peek(version) or _Asks()
            kept_events, entries = kept_events or asks.kept_events, entries or asks.entries
            if kept_events and entries:
                break
        return _Asks(kept_events, entries)

    def _awaits(self, lane: LaneWork) -> bool:
        """Whether an execution of an older version, which triggers do not name any more, may wait for events."""
        return any((self._asks.peek(e.flow_version_id) or _Asks()).kept_events for e in lane.executions)

    @property
    def is_making(self) -> bool:
        """Whether something is being made now."""
        return self._making is not None and not self._making.done()

    async def prepare(self, store: Store, seconds: float) -> bool:
        """Make what was asked for; False when it takes longer than this, and goes on while the loop does."""
        if not self.is_making:
            self._making = asyncio.create_task(_one_by_one(await self._read(store)))
        making = self._making
        assert making is not None
        await asyncio.wait({making}, timeout=seconds)
        return making.done() and making.result() is None

    async def _read(self, store: Store) -> list[Job]:
        """What is to be made next: triggers before plans, and small before large."""
        for shelf in (self.plans, self._indexes, self._asks):
            shelf.make_room()
        owners = dict(islice(self._indexes.wanted, OWNERS_AT_ONCE))
        versions = list(islice(self.plans.wanted, DOCUMENTS_AT_ONCE))
        rows = await store.read_triggers(owners) if owners else {}
        documents = await store.read_documents(versions) if versions else {}
        found = [(version, *documents.get(version, _GONE)) for version in versions]
        return [
            *(partial(self._index, some) for some in _light_ones_together(owners, rows)),
            *(partial(self._compile, *each) for each in sorted(found, key=lambda each: len(each[2]))),
        ]

    async def _index(self, owners: dict[Owner, list[TriggerRow]]) -> None:
        try:
            made = await self._run_apart(lambda: [TriggerIndex(rows) for rows in owners.values()])
        except Exception:
            if len(owners) > 1:
                return await _one_by_one(
                    [partial(self._index, {owner: rows}) for owner, rows in owners.items()]
                )
            log.exception("triggers_broke", owners=list(owners))
            made = [TriggerIndex([])]  # nothing starts for this owner until something is published
        for (owner, rows), index in zip(owners.items(), made, strict=True):
            for row, sentence in index.refused:
                log.warning("trigger_refused", flow_id=row.flow_id, node_id=row.node_id, reason=sentence)
            self._indexes.put(owner, index, 1 + len(rows))

    async def _compile(self, version_id: int, flow_id: int, raw: bytes) -> None:
        plan: Plan | PlanRefused
        try:
            plan = await self._run_apart(
                lambda: compile_plan(flow_id, version_id, decode_document(raw), self._registry)
            )
        except ParleyError as error:
            plan = error if isinstance(error, PlanRefused) else PlanRefused(str(error))
        except Exception as error:  # a node's own mistake
            log.exception("plan_broke", flow_id=flow_id, flow_version_id=version_id)
            plan = PlanRefused(f"The flow cannot run: {type(error).__name__}: {error}")
        if isinstance(plan, Plan):
            self._asks.put(version_id, _Asks(plan.awaits_events, plan.remembers_entries()), 1)
            self.plans.put(version_id, plan, 1 + len(plan.nodes))
        else:
            self._asks.put(version_id, _Asks(False, False), 1)
            self.plans.put(version_id, plan, 1)


def _owner(lane: LaneWork) -> Owner:
    return lane.user_id, lane.trigger_epoch


def _light_ones_together(
    owners: dict[int, int], rows: dict[int, list[TriggerRow]]
) -> list[dict[Owner, list[TriggerRow]]]:
    """The owners' triggers in few heaps, who has many behind those who have few."""
    heaps: list[dict[Owner, list[TriggerRow]]] = []
    room = 0
    for owner in sorted(owners.items(), key=lambda owner: len(rows.get(owner[0], ()))):
        own = rows.get(owner[0], [])
        if not heaps or len(own) > room:
            heaps.append({})
            room = LIGHT
        heaps[-1][owner] = own
        room -= len(own)
    return heaps


async def _one_by_one(jobs: list[Job]) -> None:
    """Do the jobs until it has taken long enough: what is left is wanted still, and comes after what is wanted by then."""
    began = asyncio.get_running_loop().time()
    for job in jobs:
        await job()
        if asyncio.get_running_loop().time() - began > LONG_ENOUGH:
            return
