"""Triggers of different flows that want the same messages: a message starts one flow, the first that fits."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import msgspec

from engine.errors import Issue, SourceRefused
from engine.fixes import SetField
from engine.triggers import MessageReceived, compile_matcher, normalise
from engine.verifier.issues import warning
from engine.verifier.reading import Draft

SHOWN = 3
MOST_PAIRS = 100_000
"""Pairs of words that one check compares: some tenth of a second. Nobody listens to as many by intention."""

Matcher = Callable[[str], bool]
T = TypeVar("T", int, str)


class Rival(msgspec.Struct, frozen=True):
    """A message trigger of another published flow of the owner."""

    flow_id: int
    flow_name: str
    on: MessageReceived


def shadowed_triggers(draft: Draft, flow_id: int, rivals: Iterable[Rival]) -> Iterator[Issue]:
    """Message triggers that another flow leaves nothing to start with, or only some of their words, and the other way round."""
    left = MOST_PAIRS
    compiled = [(rival, matcher_of(rival.on)) for rival in rivals]
    for decoded in draft.nodes.values():
        on = getattr(decoded.node, "on", None)
        if not isinstance(on, MessageReceived) or draft.arrivals.at(decoded.id) is None:
            continue
        own = matcher_of(on)
        for rival, takes in compiled:
            if (left := left - pairs(rival.on, on)) < 0:
                return
            if rank(rival.on, rival.flow_id) < rank(on, flow_id):
                yield from _taken_first(decoded.id, on, rival, covered(rival.on, on, takes))
            elif covered(on, rival.on, own) == words_of(rival.on):
                text = (
                    f"This takes every message that would start the flow “{rival.flow_name}”."
                    " Give this trigger a higher priority number, or other words."
                )
                yield warning("trigger_shadows", text, decoded.id, "on")


def _taken_first(node_id: str, on: MessageReceived, rival: Rival, taken: list[str]) -> Iterator[Issue]:
    if not taken:
        return
    fixes = []
    if rival.on.priority > 0:
        fixes = [SetField("Ask this flow first", node_id, "on.priority", rival.on.priority - 1)]
    advice = f"Give it a lower priority number than {rival.on.priority}, or other words."
    if taken == words_of(on):
        text = f"The flow “{rival.flow_name}” takes these messages first, so this never starts. {advice}"
    else:
        named = ", ".join(f"“{word}”" for word in taken[:SHOWN])
        text = f"The flow “{rival.flow_name}” takes messages with {named} first. {advice}"
    yield warning("trigger_shadowed", text, node_id, "on", *fixes)


def matcher_of(on: MessageReceived) -> Matcher:
    """A test of texts; a trigger with a pattern that is not valid takes none."""
    try:
        return compile_matcher(on)
    except SourceRefused:
        return lambda text: False


def covered(first: MessageReceived, then: MessageReceived, takes: Matcher | None = None) -> list[str]:
    """The words of `then` for which `first`, which `takes` texts, takes every message, as far as that can be proven."""
    takes = takes or matcher_of(first)
    if first.match == "any":
        return words_of(then)
    match then.match:
        case "exact":
            return [word for word in words_of(then) if takes(word)]
        case "contains" if first.match == "contains":
            return [word for word in words_of(then) if takes(word)]
        case "starts_with" if first.match in ("contains", "starts_with"):
            # Whatever follows: another word, or more letters of the same.
            return [word for word in words_of(then) if takes(f"{word}x") and takes(f"{word} x")]
        case "regex" if first.match == "regex":
            return [word for word in words_of(then) if word in first.keywords]
    return []


def words_of(on: MessageReceived) -> list[str]:
    """What the trigger listens to: its words, or one that stands for any message."""
    match on.match:
        case "any":
            return [""]
        case "regex":
            return [*on.keywords]
    return [*filter(None, map(normalise, on.keywords))]


def pairs(one: MessageReceived, other: MessageReceived) -> int:
    """How many words of one and of the other are compared."""
    return max(len(one.keywords), 1) * max(len(other.keywords), 1)


def rank(on: MessageReceived, last: T) -> tuple[int, bool, T]:
    """The order in which triggers are asked, by the flow's id or that of the node at last; see TriggerIndex."""
    return on.priority, on.match == "any", last
