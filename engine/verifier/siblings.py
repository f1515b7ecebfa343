"""Triggers of one flow that want the same: what starts it starts it once, at the first trigger that fits."""

from collections.abc import Iterator

import msgspec

from engine.errors import Issue
from engine.fixes import SetField
from engine.flow import trigger_ids
from engine.triggers import FlowCalled, MessageReceived, WebhookReceived
from engine.verifier.issues import warning
from engine.verifier.reading import Draft
from engine.verifier.shadows import MOST_PAIRS, SHOWN, Matcher, covered, matcher_of, pairs, rank, words_of

MOST = 100
"""Triggers of one flow, beside those of exact words, that are compared with all after them."""

INSTEAD = "Let it listen to something else, or delete it."


class Sibling(msgspec.Struct, frozen=True):
    """A message trigger of the flow."""

    node_id: str
    on: MessageReceived
    takes: Matcher


def shadowed_siblings(draft: Draft) -> Iterator[Issue]:
    """Message triggers that one of the same flow leaves nothing to start with, or only some of their words."""
    listening = ((each.id, getattr(each.node, "on", None)) for each in draft.nodes.values())
    found = [(node_id, on) for node_id, on in listening if isinstance(on, MessageReceived)]
    found.sort(key=lambda pair: rank(pair[1], pair[0]))
    siblings = [Sibling(node_id, on, matcher_of(on)) for node_id, on in found]
    exact: dict[str, int] = {}
    wide: list[int] = []
    left = MOST_PAIRS
    for place, each in enumerate(siblings):
        words = words_of(each.on) if each.on.match == "exact" else []
        near = {exact[word] for word in words if word in exact}
        earlier = [siblings[before] for before in sorted({*wide, *near})]
        if (left := left - sum(pairs(before.on, each.on) for before in earlier)) < 0:
            return
        yield from _taken_before(draft, each, earlier)
        for word in words:
            exact.setdefault(word, place)
        if each.on.match != "exact" and len(wide) < MOST:
            wide.append(place)


def _taken_before(draft: Draft, own: Sibling, earlier: list[Sibling]) -> Iterator[Issue]:
    left = words_of(own.on)
    for first in earlier:
        if taken := [word for word in covered(first.on, own.on, first.takes) if word in left]:
            yield _taken(draft, own, first, taken)
            left = [word for word in left if word not in taken]
        if not left:
            return


def _taken(draft: Draft, own: Sibling, first: Sibling, taken: list[str]) -> Issue:
    fixes, advice, name = [], INSTEAD, draft.called(first.node_id)
    if first.on.priority > 0 and covered(own.on, first.on) != words_of(first.on):
        fixes = [SetField("Ask this trigger first", own.node_id, "on.priority", first.on.priority - 1)]
        advice = f"Give it a lower priority number than {first.on.priority}, or other words."
    if taken == words_of(own.on):
        text = f"The trigger “{name}” of this flow takes these messages first, so this never starts. {advice}"
    else:
        named = ", ".join(f"“{word}”" for word in taken[:SHOWN])
        text = f"The trigger “{name}” of this flow takes messages with {named} first. {advice}"
    return warning("trigger_shadowed", text, own.node_id, "on", *fixes)


def second_entrances(draft: Draft) -> Iterator[Issue]:
    """Triggers that a webhook or another flow never starts, as it starts the first one of its kind."""
    listening = [
        (each, draft.nodes[each])
        for each in dict.fromkeys(trigger_ids(draft.document))
        if each in draft.nodes
    ]
    for kind in (WebhookReceived, FlowCalled):
        found = [node_id for node_id, each in listening if isinstance(getattr(each.node, "on", None), kind)]
        for node_id in found[1:]:
            yield warning("trigger_shadowed", _started_at(kind, draft.called(found[0])), node_id, "on")


def _started_at(kind: type, name: str) -> str:
    if kind is WebhookReceived:
        return f"The webhook starts this flow at “{name}”, so this never starts. {INSTEAD}"
    return f"Other flows start this one at “{name}”, so this never starts. {INSTEAD}"


FINDINGS = (shadowed_siblings, second_entrances)
