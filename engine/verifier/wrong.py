"""Nodes whose settings are wrong: what is wrong with them, and what can be told of all that is right."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec

from engine.errors import Issue
from engine.facts import Write
from engine.fixes import SetField
from engine.flow import FlowNode
from engine.limits import cut
from engine.node import Node, variable_fields
from engine.rendering import Read
from engine.verifier.compiling import compile_texts, problems_of
from engine.verifier.converting import MOST, Complaint, Wrong
from engine.verifier.issues import error
from engine.verifier.places import text_at
from engine.verifier.told import Untold

T = TypeVar("T")


def read_wrong(spec: FlowNode, kind: type[Node], wrong: Wrong, issues: list[Issue]) -> Untold:
    """What is known of the node; all that is wrong with it is added."""
    issues.extend(
        error("invalid_config", each.sentence, spec.id, each.field, *_shortened(spec, each))
        for each in wrong.complaints
    )
    if wrong.rest is None:
        return Untold(kind, () if _is_silent(kind) else None)
    found: list[Issue] = []
    fields = compile_texts(spec.id, wrong.rest, found)
    found += _as_far_as_it_goes(problems_of(spec.id, wrong.rest))
    issues.extend(beside(wrong, found))
    looked_up = (Read(field, name, False) for field, name in wrong.rest.looks_up())
    reads = [*fields.reads, *_as_far_as_it_goes(looked_up)]
    on = None if "on" in wrong.changed else getattr(wrong.rest, "on", None)
    return Untold(kind, _writes(kind, wrong), tuple(_here(wrong, kind, reads)), on)


def beside(wrong: Wrong, found: Iterable[Issue]) -> Iterator[Issue]:
    """Of what is found in the rest that which is wrong with the settings themselves, in its place there."""
    complained = {each.field for each in wrong.complaints}
    left = MOST - len(wrong.complaints)
    for issue in found:
        place = wrong.place(issue.field or "")
        if place in complained or (issue.code == "invalid_config" and wrong.is_changed(place)):
            continue
        # A fix would mend another item of the list.
        yield issue if place == issue.field else msgspec.structs.replace(issue, field=place, fixes=())
        if (left := left - 1) <= 0:
            return


def _writes(kind: type[Node], wrong: Wrong) -> tuple[Write, ...] | None:
    """The variables that the node sets; None when what is wrong may be the name of one, or a way out."""
    if _is_silent(kind):
        return ()
    if wrong.rest is None or wrong.may_name or not wrong.rest.tells_writes:
        return None
    return tuple(_as_far_as_it_goes(wrong.rest.sets()))


def _is_silent(kind: type[Node]) -> bool:
    """Whether nodes of the type never set a variable."""
    return kind.writes == () and kind.sets is Node.sets and not variable_fields(kind)


def _here(wrong: Wrong, kind: type[Node], reads: Iterable[Read]) -> Iterator[Read]:
    """The reads of what is right, in their places; what a goal listens to is read elsewhere."""
    is_goal = kind.jumps_on is not Node.jumps_on
    for read in reads:
        place = wrong.place(read.field)
        if not wrong.is_changed(place) and not (is_goal and place.startswith("on.")):
            yield msgspec.structs.replace(read, field=place)


def _as_far_as_it_goes(found: Iterator[T]) -> Iterator[T]:
    """What a type says of settings that are not as it declares them: it need not be ready for those."""
    try:
        yield from found
    except Exception:
        return


def _shortened(spec: FlowNode, complaint: Complaint) -> list[SetField]:
    """A text that is too long, cut off where it may end."""
    text, limit = text_at(spec.config, complaint.field), complaint.longest
    if complaint.field is None or text is None or limit is None or not (shorter := cut(text, limit)):
        return []
    return [SetField(f"Shorten to {limit:,} characters", spec.id, complaint.field, shorter)]
