"""Ways out that lead nowhere, are never taken, or may be waited for without end."""

from collections.abc import Iterator

from engine.errors import Issue
from engine.fixes import AddNode, DeleteEdges, Fix, SetField
from engine.node import Node
from engine.schema import title
from engine.verifier.issues import warning
from engine.verifier.reading import DecodedNode, Draft

PATIENCE = {"hours": 20}
"""How long a mended wait lasts: what comes after it is still within the 24 hours in which WhatsApp takes messages."""
OPTIONAL = frozenset({"failed"})
"""Ports that may stay unwired: the execution then fails, or goes on, by itself."""
PORTS = {"else": "Otherwise", "other": "Anything else", "out": "Next", "timeout": "No reply"}


def waits_without_end(draft: Draft) -> Iterator[Issue]:
    """A wait that nothing ends when the contact stays silent."""
    for decoded in draft.nodes.values():
        if (field := decoded.node.endless()) is not None:
            text = "If this never happens, the flow waits here for ever. Say how long to wait."
            yield warning("missing_timeout", text, decoded.id, field, *_patience(decoded, field))


def ways_never_taken(draft: Draft) -> Iterator[Issue]:
    """An edge at a way out that the settings of its node close."""
    for edge in draft.document.edges:
        decoded = draft.nodes.get(edge.source)
        if decoded is None or edge.source_handle not in decoded.told.ports:
            continue
        if decoded.told.passage(edge.source_handle) is None:
            port = port_name(decoded.node, edge.source_handle)
            text = f"“{port}” is never taken, because no time is set. Set one, or delete the edge."
            delete = DeleteEdges("Delete the edge", (edge.id,))
            fixes: tuple[Fix, ...] = (*_patience(decoded, "timeout"), delete)
            yield warning("way_never_taken", text, decoded.id, edge.source_handle, *fixes)


def ways_to_nowhere(draft: Draft) -> Iterator[Issue]:
    """A way out without an edge, beside others that have one: the flow ends there, which may be an oversight."""
    wired = draft.wired
    for decoded in draft.nodes.values():
        ports = [port for port in decoded.told.ports if port not in OPTIONAL]
        open_ports = [
            port
            for port in ports
            if (decoded.id, port) not in wired and decoded.told.passage(port) is not None
        ]
        if len(ports) > 1 and not any((decoded.id, port) in wired for port in ports):
            text = "No way out of this node leads on, so the flow ends here whatever happens. Connect them."
            yield warning("way_to_nowhere", text, decoded.id, None)
        elif len(ports) > 1:
            for port in open_ports:
                name = port_name(decoded.node, port)
                text = f"“{name}” leads nowhere, so the flow ends there. Connect it, or add an End."
                fix = AddNode("Add an End", "end", {}, decoded.id, port)
                yield warning("way_to_nowhere", text, decoded.id, port, fix)


def port_name(node: Node, port: str) -> str:
    """What the canvas calls a way out."""
    rows = getattr(node, node.ports_from) if node.ports_from else ()
    row = next((row for row in rows if row.id == port), None)
    late = "Not in time" if port == "timeout" and row is None and node.awaits_events else ""
    return getattr(row, "label", "") or getattr(row, "title", "") or late or PORTS.get(port) or title(port)


def _patience(decoded: DecodedNode, field: str) -> Iterator[SetField]:
    if field == "timeout" and hasattr(decoded.node, field):
        yield SetField("Wait 20 hours at most", decoded.id, field, PATIENCE)


FINDINGS = (waits_without_end, ways_never_taken, ways_to_nowhere)
