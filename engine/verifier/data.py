"""Names that have no value yet when a node reads them."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from engine.errors import Issue
from engine.fixes import Fix, SetField
from engine.rendering import Read
from engine.verifier.arrivals import Arrival
from engine.verifier.issues import error, warning
from engine.verifier.names import CONTACT, EVENT, MESSAGE, variable
from engine.verifier.places import text_at
from engine.verifier.reading import DecodedNode, Draft

NEVER = {
    "vars": "Nothing sets '{name}' before this node.",
    MESSAGE: "No message has come in when the flow gets here, so '{name}' has no value.",
    EVENT: "No event starts this flow, so '{name}' has no value.",
    CONTACT: "This flow starts without a contact, so '{name}' has no value.",
}
MAYBE = {
    "vars": "'{name}' is not set on every way to this node.",
    MESSAGE: "On some ways to this node no message has come in, and '{name}' has no value.",
    EVENT: "Some triggers of this flow bring no event, and '{name}' has no value.",
    CONTACT: "Some triggers of this flow bring no contact, and '{name}' has no value.",
}
CODES = {"vars": "variable_not_set", MESSAGE: "no_message", EVENT: "no_event", CONTACT: "no_contact"}
NOBODY = "This flow starts without a contact, so there is nobody to write to. Use a trigger that brings one."
PERHAPS_NOBODY = "Some triggers of this flow bring no contact, so there may be nobody to write to."


def missing_values(draft: Draft) -> Iterator[Issue]:
    """Reads of names that no way, or not every way, to the node gives a value."""
    configs = {node.id: node.config for node in draft.document.nodes}
    for decoded in draft.nodes.values():
        if (arrival := draft.arrivals.at(decoded.id)) is None:
            continue
        for read in _reads(decoded):
            yield from _missing(draft, arrival, decoded.id, read, configs[decoded.id])


def missing_contacts(draft: Draft) -> Iterator[Issue]:
    """Messages to nobody."""
    for decoded in draft.nodes.values():
        arrival = draft.arrivals.at(decoded.id) if decoded.node.sends else None
        if arrival is None or draft.arrivals.is_sure(arrival, CONTACT):
            continue
        if draft.arrivals.is_possible(arrival, CONTACT):
            yield warning("no_contact", PERHAPS_NOBODY, decoded.id, None)
        else:
            yield error("no_contact", NOBODY, decoded.id, None)


def _reads(decoded: DecodedNode) -> Iterator[Read]:
    is_goal = decoded.node.jumps_on() is not None  # its key is filled in later, wherever the flow is then
    yield from (read for read in decoded.fields.reads if not (is_goal and read.field.startswith("on.")))
    yield from (Read(field, name, False) for field, name in decoded.node.looks_up())


def _missing(
    draft: Draft, arrival: Arrival, node_id: str, read: Read, config: dict[str, Any]
) -> Iterator[Issue]:
    root, *parts = read.name.split(".")
    name = variable(parts[0]) if root == "vars" and parts else root
    if root not in CODES or name == "vars" or draft.arrivals.is_sure(arrival, name):
        return
    if draft.arrivals.is_possible(arrival, name):
        if read.is_needed:
            text = f"{MAYBE[root].format(name=read.name)} Add | default('…') for the others."
            default = _with_default(config, node_id, read)
            yield warning(f"{CODES[root]}_on_some_ways", text, node_id, read.field, *default)
        return
    fixes = (
        *_close_names(draft, arrival, name, node_id, read, config),
        *_with_default(config, node_id, read),
    )
    text = NEVER[root].format(name=read.name)
    if read.is_needed:
        yield error(CODES[root], f"{text} Set it before, or add | default('…').", node_id, read.field, *fixes)
    else:
        yield warning(CODES[root], f"{text} It counts as empty.", node_id, read.field, *fixes)


def _with_default(config: dict[str, Any], node_id: str, read: Read) -> Iterator[Fix]:
    """A default for a name that stands alone in its braces."""
    source = text_at(config, read.field)
    pattern = r"\{\{\s*" + re.escape(read.name) + r"\s*\}\}"
    if read.is_needed and source is not None and re.search(pattern, source):
        mended = re.sub(pattern, lambda _: f"{{{{ {read.name} | default('') }}}}", source)
        yield SetField("Leave it out when it has no value", node_id, read.field, mended)


def _close_names(
    draft: Draft, arrival: Arrival, name: str, node_id: str, read: Read, config: dict[str, Any]
) -> Iterator[Fix]:
    """A variable that is set and whose name is nearly the same."""
    source = text_at(config, read.field)
    for close in get_close_matches(name, draft.arrivals.possible(arrival), n=1, cutoff=0.75):
        if source is not None:
            mended = re.sub(rf"\b{re.escape(name)}\b", close, source)
            yield SetField(f"Use '{close}'", node_id, read.field, mended)


FINDINGS = (missing_values, missing_contacts)
