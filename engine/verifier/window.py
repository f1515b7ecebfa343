"""WhatsApp's 24-hour window: whether it may be closed when a node writes to the contact."""

from collections.abc import Iterator

from engine.errors import Issue
from engine.verifier.arrivals import DAY
from engine.verifier.issues import warning
from engine.verifier.names import CONTACT, SAID
from engine.verifier.reading import Draft

CLOSED = (
    "A day or more has passed since the contact wrote, so WhatsApp refuses this message unless they wrote again"
    " meanwhile. Wait for less than 24 hours, or connect “Failed”."
)
MAYBE = (
    "The contact may not have written in the last 24 hours, and WhatsApp then refuses this message."
    " Ask for a reply before, or connect “Failed”."
)


def closed_windows(draft: Draft) -> Iterator[Issue]:
    """The first message on each way that may come too late; one with a way for its failure is in good hands."""
    wired = {edge.source for edge in draft.document.edges if edge.source_handle == "failed"}
    for decoded in draft.nodes.values():
        arrival = draft.arrivals.at(decoded.id) if decoded.node.sends else None
        if arrival is None or arrival.most < DAY or decoded.id in wired:
            continue
        if draft.arrivals.is_sure(arrival, SAID) or not draft.arrivals.is_possible(arrival, CONTACT):
            continue
        is_closed = arrival.least >= DAY
        code = "window_closed" if is_closed else "window_maybe_closed"
        yield warning(code, CLOSED if is_closed else MAYBE, decoded.id, None)


FINDINGS = (closed_windows,)
