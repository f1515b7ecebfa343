"""How a server-sent event is written."""

from typing import Any

import msgspec


def event(kind: str, data: Any, event_id: int | None = None) -> bytes:
    """One server-sent event; JSON that was stored with line breaks is told in several lines."""
    lines = b"\ndata: ".join(msgspec.json.encode(data).splitlines())
    name = f"event: {kind}\n" if event_id is None else f"id: {event_id}\nevent: {kind}\n"
    return name.encode() + b"data: " + lines + b"\n\n"
