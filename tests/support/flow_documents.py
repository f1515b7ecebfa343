"""Flow documents that several tests send."""

from typing import Any


def greeting(name: str = "Welcome", keyword: str = "hi") -> dict[str, Any]:
    """A flow that greets whoever writes the keyword."""
    on = {"type": "message_received", "keywords": [keyword], "match": "contains", "priority": 7}
    return {
        "formatVersion": 1,
        "name": name,
        "description": "",
        "nodes": [
            {"id": "start", "type": "trigger", "position": {"x": 0, "y": 0}, "config": {"on": on}},
            {
                "id": "greet",
                "type": "send_message",
                "position": {"x": 0, "y": 120},
                "config": {"body": {"type": "text", "text": "Hi {{ contact.name }}"}},
            },
        ],
        "edges": [{"id": "e1", "source": "start", "sourceHandle": "out", "target": "greet"}],
        "settings": {},
    }
