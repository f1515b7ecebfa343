"""Everything that is wrong with a draft: in itself, and beside the owner's other flows."""

import asyncio
from collections.abc import Iterable, Iterator

import msgspec

from engine.errors import Issue
from engine.flow import FlowDocument
from engine.triggers import MessageReceived
from engine.verifier.circles import circling_flows
from engine.verifier.issues import error, warning
from engine.verifier.reading import Draft
from engine.verifier.recheck import Rechecker
from engine.verifier.shadows import Rival, shadowed_triggers
from storage import flows, publishing

MOST_FOLLOWED = 50
"""Flows that are looked at because one leads to the other."""


async def find_issues(checker: Rechecker, owner_id: int, flow_id: int, document: FlowDocument) -> list[Issue]:
    """Check the document of this flow away from the event loop, as a large one takes a while."""
    verdict = await asyncio.to_thread(checker.examine, document)
    rivals = await _rivals(owner_id, flow_id, verdict)
    return [
        *verdict.issues,
        *await _about_named_flows(owner_id, verdict),
        *await _about_circles(checker, owner_id, flow_id, verdict),
        *await asyncio.to_thread(lambda: [*shadowed_triggers(verdict, flow_id, rivals)]),
    ]


def flows_named(draft: Draft) -> Iterator[tuple[str, str, int]]:
    """(node id, field, flow id) for each flow that the draft starts or calls."""
    for decoded in draft.nodes.values():
        yield from ((decoded.id, field, flow_id) for field, flow_id in decoded.node.flows())


async def _about_named_flows(owner_id: int, draft: Draft) -> Iterable[Issue]:
    named = [*flows_named(draft)]
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


async def _about_circles(checker: Rechecker, owner_id: int, flow_id: int, draft: Draft) -> Iterable[Issue]:
    drafts, names = {flow_id: draft}, {flow_id: draft.document.name}
    ahead = {target for *_, target in flows_named(draft)} - {flow_id}
    while ahead and len(drafts) < MOST_FOLLOWED:
        found = await publishing.read_published(owner_id, sorted(ahead)[: MOST_FOLLOWED - len(drafts)])
        verdicts = await asyncio.to_thread(lambda read: [checker.examine(each) for *_, each in read], found)
        for (other_id, name, _), verdict in zip(found, verdicts, strict=True):
            drafts[other_id], names[other_id] = verdict, name
        ahead = {target for each in verdicts for *_, target in flows_named(each)} - drafts.keys()
    if not any(flows_named(draft)):
        return ()
    return await asyncio.to_thread(lambda: [*circling_flows(flow_id, drafts, names)])


async def _rivals(owner_id: int, flow_id: int, draft: Draft) -> list[Rival]:
    """The other flows' message triggers, if this one has any."""
    if not any(isinstance(getattr(each.node, "on", None), MessageReceived) for each in draft.nodes.values()):
        return []
    return [
        Rival(other_id, name, msgspec.json.decode(on, type=MessageReceived))
        for other_id, name, on in await flows.message_triggers(owner_id, flow_id)
    ]
