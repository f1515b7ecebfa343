"""The live flows around a draft: those that it starts or calls, those that they do, and so on."""

import asyncio
from collections.abc import Iterable

import msgspec

from api.flows.kept import Kept
from engine.flow import FlowDocument
from engine.named import flows_named
from engine.verifier.called import Callee, callee_of
from engine.verifier.recheck import Rechecker
from storage import publishing

MOST_FOLLOWED = 50
"""Flows that are looked at because one leads to the other."""
MAX_KEPT = 20_000
"""Nodes of all documents that are kept."""
MAX_CALLEES = 5_000


class LiveFlow(msgspec.Struct, frozen=True):
    """The published version of a flow, and the flows that it names."""

    id: int
    name: str
    version_id: int
    document: FlowDocument
    named: frozenset[int]


class LiveFlows:
    """Checks and simulations ask for the same flows again and again, and versions never change: what was read stays for a while."""

    def __init__(self, checker: Rechecker) -> None:
        self._checker = checker
        self._read: Kept[int, tuple[FlowDocument, frozenset[int]]] = Kept(MAX_KEPT)
        self._callees: Kept[int, Callee] = Kept(MAX_CALLEES)

    async def around(self, owner_id: int, document: FlowDocument) -> dict[int, LiveFlow]:
        """The owner's live flows that this one leads to, by their ids."""
        found: dict[int, LiveFlow] = {}
        asked: set[int] = set()
        todo = flows_named(document, self._checker.registry)
        while wanted := sorted(todo - asked)[: MOST_FOLLOWED - len(found)]:
            asked.update(wanted)
            for live in await self._flows(owner_id, wanted):
                found[live.id] = live
                todo |= live.named
        return found

    def callee(self, live: LiveFlow) -> Callee:
        """What the flow asks of those that start or call it; a large one takes a while."""
        callee = self._callees.get(live.version_id)
        if callee is None:
            callee = callee_of(self._checker.examine(live.document))
            self._callees.put(live.version_id, callee, 1)
        return callee

    async def _flows(self, owner_id: int, flow_ids: Iterable[int]) -> list[LiveFlow]:
        rows = await publishing.live_versions(owner_id, flow_ids)
        read = {row.version_id: self._read.get(row.version_id) for row in rows}
        missing = [version_id for version_id, known in read.items() if known is None]
        if missing:
            texts = await publishing.read_documents(owner_id, missing)
            read |= await asyncio.to_thread(
                lambda: {each: self._decode(each, raw) for each, raw in texts.items()}
            )
        return [
            LiveFlow(row.id, row.name, row.version_id, *known)
            for row in rows
            if (known := read[row.version_id]) is not None
        ]

    def _decode(self, version_id: int, raw: str) -> tuple[FlowDocument, frozenset[int]]:
        document = msgspec.json.decode(raw, type=FlowDocument)
        known = document, flows_named(document, self._checker.registry)
        self._read.put(version_id, known, 1 + len(document.nodes))
        return known
