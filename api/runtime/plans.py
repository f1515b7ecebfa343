"""What a worker keeps in memory between batches: compiled plans by version, trigger indexes by owner and epoch."""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from engine.errors import SourceRefused
from engine.flow import decode_document
from engine.plan import Plan, PlanRefused, compile_plan
from engine.registry import Registry
from engine.triggers import TriggerIndex
from storage.store import LaneWork, Store

MAX_PLANS = 1_000
MAX_OWNERS = 5_000


class PlanCache:
    """Plans and trigger indexes, read and compiled when first needed. Versions never change; an epoch tells of a publish."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self.plans: OrderedDict[int, Plan | PlanRefused] = OrderedDict()
        self._triggers: OrderedDict[int, tuple[int, TriggerIndex]] = OrderedDict()

    async def load(self, store: Store, work: Iterable[LaneWork], now: datetime) -> None:
        """Make sure that everything these lanes may need is in memory, and read what only some flows ask for."""
        work = list(work)
        await self._load_triggers(store, {lane.user_id: lane.trigger_epoch for lane in work})
        wanted = {e.flow_version_id for lane in work for e in lane.executions}
        wanted |= {v for lane in work for v in self.triggers(lane.user_id).versions()}
        await self._load_plans(store, wanted)
        await self._read_the_rare(store, work, now)

    async def _read_the_rare(self, store: Store, work: list[LaneWork], now: datetime) -> None:
        owners = {lane.user_id for lane in work}
        awaiting, ruled = (
            {owner for owner in owners if any(map(asks, self._plans(self.triggers(owner).versions())))}
            for asks in (Plan.may_await_events, Plan.remembers_entries)
        )
        if some := [lane for lane in work if lane.user_id in awaiting or self._is_awaiting(lane)]:
            await store.read_kept_events(some, now)
        if some := [lane for lane in work if lane.user_id in ruled]:
            await store.read_entries(some)

    def _is_awaiting(self, lane: LaneWork) -> bool:
        """Whether an execution of an older version, which triggers do not name any more, may wait for events."""
        return any(map(Plan.may_await_events, self._plans({e.flow_version_id for e in lane.executions})))

    def _plans(self, versions: Iterable[int]) -> Iterator[Plan]:
        return (plan for version in versions if isinstance(plan := self.plans.get(version), Plan))

    def triggers(self, owner_id: int) -> TriggerIndex:
        """The owner's trigger index; `load` has fetched it."""
        return self._triggers[owner_id][1]

    async def _load_triggers(self, store: Store, epochs: dict[int, int]) -> None:
        old = [owner for owner, epoch in epochs.items() if self._triggers.get(owner, (-1,))[0] != epoch]
        rows = await store.read_triggers(old) if old else {}
        for owner in old:
            self._triggers[owner] = (epochs[owner], TriggerIndex(rows.get(owner, ())))
        _keep_newest(self._triggers, epochs, MAX_OWNERS)

    async def _load_plans(self, store: Store, wanted: set[int]) -> None:
        missing = wanted - self.plans.keys()
        documents = await store.read_documents(missing) if missing else {}
        for version_id, (flow_id, raw) in documents.items():
            self.plans[version_id] = self._compile(flow_id, version_id, raw)
        _keep_newest(self.plans, wanted & self.plans.keys(), MAX_PLANS)

    def _compile(self, flow_id: int, version_id: int, raw: bytes) -> Plan | PlanRefused:
        try:
            return compile_plan(flow_id, version_id, decode_document(raw), self._registry)
        except SourceRefused as error:
            return PlanRefused(str(error))
        except PlanRefused as refused:
            return refused


def _keep_newest(cache: OrderedDict[int, Any], used: Collection[int], most: int) -> None:
    """Drop what was not used for the longest time, but nothing that this batch needs."""
    for key in used:
        cache.move_to_end(key)
    while len(cache) > max(most, len(used)):
        cache.popitem(last=False)
