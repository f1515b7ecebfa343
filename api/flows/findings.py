"""Everything that is wrong with a draft: in itself, and beside the owner's other flows."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import msgspec

from api.flows.live import LiveFlow, LiveFlows
from api.services import Services
from engine.errors import Issue
from engine.flow import FlowDocument
from engine.triggers import MessageReceived
from engine.verifier.called import callee_of, misfitting_calls
from engine.verifier.circles import circling_flows
from engine.verifier.issues import error, warning
from engine.verifier.reach import reached
from engine.verifier.reading import Draft
from engine.verifier.recheck import Rechecker
from engine.verifier.shadows import Rival, shadowed_triggers
from storage import flows

THREADS = ThreadPoolExecutor(2, "check")
"""Their own: whoever logs in does not wait for the checks of large flows."""

T = TypeVar("T")


async def find_issues(services: Services, owner_id: int, flow_id: int, document: FlowDocument) -> list[Issue]:
    """Check the document of this flow away from the event loop, as a large one takes a while."""
    checker = services.checker
    verdict = await _aside(lambda: checker.examine(document))
    rivals = await _rivals(owner_id, flow_id, verdict)
    around = await services.live_flows.around(owner_id, document)

    def beside_others() -> Iterator[Issue]:
        yield from _about_circles(checker, flow_id, verdict, around)
        yield from _about_calls(services.live_flows, flow_id, verdict, around)
        yield from shadowed_triggers(verdict, flow_id, rivals)

    return [
        *verdict.issues,
        *await _about_named_flows(owner_id, verdict),
        *await _aside(lambda: [*beside_others()]),
    ]


async def _aside(work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(THREADS, work)


async def _about_named_flows(owner_id: int, draft: Draft) -> Iterable[Issue]:
    named = [
        (decoded.id, field, flow_id)
        for decoded in draft.nodes.values()
        for field, flow_id in decoded.told.flows
    ]
    states = await flows.are_live(owner_id, {flow_id for *_, flow_id in named}) if named else {}
    gone = "This flow is gone, so nothing would start: choose another."
    asleep = "This flow is not live, so nothing would start: publish it."
    return [
        warning("flow_not_live", asleep, node_id, field)
        if flow_id in states
        else error("unknown_flow", gone, node_id, field)
        for node_id, field, flow_id in named
        if not states.get(flow_id)
    ]


def _about_circles(
    checker: Rechecker, flow_id: int, draft: Draft, around: Mapping[int, LiveFlow]
) -> Iterator[Issue]:
    """Only flows that lead back here are looked at closely; mostly there are none."""
    others = {live.id: live for live in around.values() if live.id != flow_id}
    back = reached([flow_id], lambda place: [each.id for each in others.values() if place in each.named])
    drafts = {flow_id: draft} | {each: checker.examine(others[each].document) for each in back - {flow_id}}
    names = {flow_id: draft.document.name} | {each: others[each].name for each in back - {flow_id}}
    yield from circling_flows(flow_id, drafts, names)


def _about_calls(
    live_flows: LiveFlows, flow_id: int, draft: Draft, around: Mapping[int, LiveFlow]
) -> Iterator[Issue]:
    named = {target for decoded in draft.nodes.values() for _, target in decoded.told.flows}
    callees = {target: live_flows.callee(around[target]) for target in named & around.keys() - {flow_id}}
    if flow_id in named:
        callees[flow_id] = callee_of(draft)
    yield from misfitting_calls(draft, callees)


async def _rivals(owner_id: int, flow_id: int, draft: Draft) -> list[Rival]:
    """The other flows' message triggers, if this one has any."""
    if not any(isinstance(getattr(each.node, "on", None), MessageReceived) for each in draft.nodes.values()):
        return []
    return [
        Rival(other_id, name, msgspec.json.decode(on, type=MessageReceived))
        for other_id, name, on in await flows.message_triggers(owner_id, flow_id)
    ]
