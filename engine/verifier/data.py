"""Names that have no value when a text is filled in: of a node, of a goal, or of the settings of the flow."""

from collections.abc import Iterator

import msgspec

from engine.errors import Issue
from engine.flow import FlowSettings
from engine.rendering import Read, compile_fields
from engine.verifier.converting import Wrong, convert
from engine.verifier.issues import error, warning
from engine.verifier.names import CONTACT, EVENT, MESSAGE
from engine.verifier.reading import DecodedNode, Draft
from engine.verifier.reads import Near, Place, Words, judge

AT_A_NODE = Words(
    {
        "vars": "Nothing sets '{name}' before this node.",
        MESSAGE: "No message has come in when the flow gets here, so '{name}' has no value.",
        EVENT: "No event starts this flow, so '{name}' has no value.",
        CONTACT: "This flow starts without a contact, so '{name}' has no value.",
    },
    {
        "vars": "'{name}' is not set on every way to this node.",
        MESSAGE: "On some ways to this node no message has come in, and '{name}' has no value.",
        EVENT: "Some triggers of this flow bring no event, and '{name}' has no value.",
        CONTACT: "Some triggers of this flow bring no contact, and '{name}' has no value.",
    },
    "{text} Set it before, or add | default('…').",
)
AT_ENTRY = Words(
    AT_A_NODE.never
    | {
        "vars": "No variable is set yet when a contact enters, so '{name}' has no value.",
        MESSAGE: "No message starts this flow, so '{name}' has no value.",
    },
    AT_A_NODE.maybe | {MESSAGE: "Some triggers of this flow bring no message, and '{name}' has no value."},
    "{text} Use another name, or add | default('…').",
)
ANYWHERE = Words(
    AT_A_NODE.never
    | {
        "vars": "Nothing in this flow sets '{name}'.",
        MESSAGE: "No message comes into this flow, so '{name}' has no value.",
    },
    {},
    "{text} This never happens then: use another name, or add | default('…').",
)
NOBODY = "This flow starts without a contact, so there is nobody to write to. Use a trigger that brings one."
PERHAPS_NOBODY = "Some triggers of this flow bring no contact, so there may be nobody to write to."


def missing_values(draft: Draft) -> Iterator[Issue]:
    """Reads of names that no way, or not every way, to the node gives a value."""
    arrivals, near = draft.arrivals, Near(draft.arrivals)
    configs = {node.id: node.config for node in draft.document.nodes}
    for decoded in draft.nodes.values():
        if (arrival := arrivals.at(decoded.id)) is None and not _is_goal(decoded):
            continue
        here = later = None
        for read in _reads(decoded):
            if _is_goal(decoded) and read.field.startswith("on."):
                later = later or Place(
                    decoded.id, configs[decoded.id], near, arrivals, arrivals.anywhere, ANYWHERE
                )
                yield from judge(read, later)
            elif arrival is not None:
                here = here or Place(decoded.id, configs[decoded.id], near, arrivals, arrival, AT_A_NODE)
                yield from judge(read, here)
    for node_id, untold in draft.wrong.items():
        if untold.reads and (arrival := arrivals.at(node_id)) is not None:
            place = Place(node_id, configs[node_id], near, arrivals, arrival, AT_A_NODE)
            yield from (issue for read in untold.reads for issue in judge(read, place))


def missing_values_of_settings(draft: Draft) -> Iterator[Issue]:
    """Reads in the settings of the flow: the key of re-entry is asked for when a contact enters, those of exits at any time."""
    converted = convert(FlowSettings, draft.document.settings)
    arrivals, near, config = draft.arrivals, Near(draft.arrivals), draft.document.settings
    for read in _reads_of_settings(converted):
        is_entry = read.field.startswith("reentry.")
        arrival = arrivals.entering if is_entry else arrivals.anywhere
        if arrival is not None:
            words = AT_ENTRY if is_entry else ANYWHERE
            yield from judge(read, Place(None, config, near, arrivals, arrival, words, "settings."))


def _reads_of_settings(converted: FlowSettings | Wrong) -> Iterator[Read]:
    """What the settings read, or those of them that are right."""
    wrong = converted if isinstance(converted, Wrong) else None
    settings = wrong.rest if wrong else converted
    for read in compile_fields(settings, lambda path, text: None).reads if settings is not None else ():
        yield msgspec.structs.replace(read, field=wrong.place(read.field)) if wrong else read


def missing_contacts(draft: Draft) -> Iterator[Issue]:
    """Messages to nobody."""
    sending = [decoded.id for decoded in draft.nodes.values() if decoded.node.sends]
    sending += [node_id for node_id, untold in draft.wrong.items() if untold.kind.sends]
    for node_id in sending:
        arrival = draft.arrivals.at(node_id)
        if arrival is None or draft.arrivals.is_sure(arrival, CONTACT):
            continue
        if draft.arrivals.is_possible(arrival, CONTACT):
            yield warning("no_contact", PERHAPS_NOBODY, node_id, None)
        else:
            yield error("no_contact", NOBODY, node_id, None)


def _is_goal(decoded: DecodedNode) -> bool:
    return decoded.node.jumps_on() is not None


def _reads(decoded: DecodedNode) -> Iterator[Read]:
    yield from decoded.fields.reads
    yield from (Read(field, name, False) for field, name in decoded.node.looks_up())


FINDINGS = (missing_values, missing_values_of_settings, missing_contacts)
