"""Flows that start or call others: whether the other one gets what it reads, and sets what is kept of it."""

from collections.abc import Iterator, Mapping

import msgspec

from engine.errors import Issue
from engine.flow import trigger_ids
from engine.triggers import FlowCalled
from engine.verifier.following import follow
from engine.verifier.issues import warning
from engine.verifier.names import CONTACT, EVENT, MESSAGE, variable
from engine.verifier.reading import DecodedNode, Draft

SHOWN = 5


class Callee(msgspec.Struct, frozen=True):
    """What a flow is to those that start or call it.

    It `needs` to be given these variables, and `lacks` what it reads of a message or an event, which there is not then. It `sets`
    variables; None when that cannot be told. Without an entrance it begins at its first trigger. It `writes` to the contact.
    """

    name: str
    has_entrance: bool
    needs: tuple[str, ...]
    lacks: tuple[str, ...]
    sets: frozenset[str] | None
    writes: bool


def callee_of(draft: Draft) -> Callee:
    """Follow the flow from where others let it begin, with nothing given: what a step fails without then, it asks for."""
    entrance, has_entrance = _entrance(draft)
    told = {decoded.id: decoded.told for decoded in draft.nodes.values()}
    arrivals = follow(draft.document, told, draft.jumps, draft.wrong, called_at=entrance)
    found = [
        (decoded, here) for decoded in draft.nodes.values() if (here := arrivals.at(decoded.id)) is not None
    ]
    needs, lacks = dict[str, None](), dict[str, None]()
    for decoded, here in found:
        for read in decoded.fields.reads:
            root, _, rest = read.name.partition(".")
            if not read.is_needed or (decoded.node.jumps_on() and read.field.startswith("on.")):
                continue
            if root == "vars" and rest and not arrivals.is_possible(here, variable(rest.partition(".")[0])):
                needs[rest.partition(".")[0]] = None
            elif root in (MESSAGE, EVENT) and not arrivals.is_possible(here, root):
                lacks[read.name] = None
    is_told = all(decoded.node.tells_writes for decoded, _ in found)
    written = frozenset(write.name for decoded, _ in found for write in decoded.told.writes)
    return Callee(
        draft.document.name,
        has_entrance,
        tuple(needs),
        tuple(lacks),
        written if is_told else None,
        any(decoded.node.sends for decoded, _ in found),
    )


def misfitting_calls(draft: Draft, callees: Mapping[int, Callee]) -> Iterator[Issue]:
    """What goes wrong between this flow and those that it starts or calls; `callees` are the live ones, by flow id."""
    for decoded in draft.nodes.values():
        if (arrival := draft.arrivals.at(decoded.id)) is None:
            continue
        for field, flow_id in decoded.told.flows:
            if (callee := callees.get(flow_id)) is not None:
                yield from _misfits(decoded, field, callee)
                if callee.writes and not draft.arrivals.is_sure(arrival, CONTACT):
                    text = (
                        f"The flow “{callee.name}” writes to the contact, and some triggers of this flow bring none,"
                        " so there may be nobody to write to."
                    )
                    yield warning("no_contact", text, decoded.id, field)


def _misfits(decoded: DecodedNode, field: str, callee: Callee) -> Iterator[Issue]:
    # A node that does not tell what it gives is trusted to give what is asked for.
    place, given = decoded.node.gives() or (field, callee.needs)
    if not callee.has_entrance and (given or callee.lacks):
        text = (
            f"The flow “{callee.name}” has no trigger “Another flow starts it”, so it begins at its first trigger,"
            " with no message and no event. Add that trigger to it."
        )
        yield warning("no_entrance", text, decoded.id, field)
    elif callee.lacks:
        text = (
            f"The flow “{callee.name}” reads {_quoted(callee.lacks)}, which there is not when another flow starts it."
            " Let it wait for it, or give it a variable."
        )
        yield warning("no_entrance", text, decoded.id, field)
    if missing := [name for name in callee.needs if name not in given]:
        text = f"The flow “{callee.name}” reads {_quoted(missing)} and is not given it here. Add it to the inputs."
        yield warning("input_missing", text, decoded.id, place)
    for place, name in decoded.node.takes():
        if callee.sets is not None and name not in callee.sets and name not in given:
            text = f"The flow “{callee.name}” never sets '{name}', so this stays empty."
            yield warning("result_never_set", text, decoded.id, place)


def _entrance(draft: Draft) -> tuple[str | None, bool]:
    """Where another flow lets this one begin, and whether that is meant for it."""
    triggers = trigger_ids(draft.document)
    for node_id in triggers:
        decoded = draft.nodes.get(node_id)
        if decoded is not None and isinstance(getattr(decoded.node, "on", None), FlowCalled):
            return node_id, True
    return next(iter(triggers), None), False


def _quoted(names: "list[str] | tuple[str, ...]") -> str:
    return ", ".join(f"'{name}'" for name in names[:SHOWN])
