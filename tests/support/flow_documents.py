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


def row_of_three() -> dict[str, Any]:
    """Three cards in a row, and one that stands alone below them."""
    flow = greeting("Three in a row")
    places = ((0, 0), (360, 0), (720, 0), (360, 280))
    kinds = ("trigger", "send_message", "end", "wait")
    configs = (flow["nodes"][0]["config"], flow["nodes"][1]["config"], {}, {"duration": {"hours": 1}})
    flow["nodes"] = [
        {"id": kind, "type": kind, "position": {"x": x, "y": y}, "config": config}
        for kind, (x, y), config in zip(kinds, places, configs, strict=True)
    ]
    flow["edges"] = [
        {"id": "e1", "source": "trigger", "sourceHandle": "out", "target": "send_message"},
        {"id": "e2", "source": "send_message", "sourceHandle": "out", "target": "end"},
    ]
    return flow
