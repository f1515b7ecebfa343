"""A flow as menus make it, for the verifier: each menu leads to two more and back to the one before, so nearly all is one loop."""

from typing import Any

WAYS = ("one", "two", "back")
STEP = 340


def menu_flow(count: int) -> dict[str, Any]:
    """A document of `count` nodes: a trigger, a greeting, and menus with four ways out each."""
    menus = count - 2
    nodes = [
        _node("start", "trigger", 0, {"on": {"type": "message_received"}}),
        _node("hello", "send_message", 1, {"body": {"type": "text", "text": "Hello {{ contact.name }}"}}),
        *(_node(_menu(index), "send_buttons", index + 2, _config(index)) for index in range(menus)),
    ]
    edges = [_edge("start", "out", "hello"), _edge("hello", "out", _menu(0))]
    for index in range(menus):
        before, below = max(0, (index - 1) // 2), (2 * index + 1, 2 * index + 2)
        ways = {"back": before, "other": index, "timeout": 0}
        ways |= {way: there for way, there in zip(WAYS, below, strict=False) if there < menus}
        edges += [_edge(_menu(index), port, _menu(there)) for port, there in ways.items()]
    return {"formatVersion": 1, "name": f"{count} nodes", "nodes": nodes, "edges": edges}


def _menu(index: int) -> str:
    return f"menu{index}"


def _config(index: int) -> dict[str, Any]:
    return {
        "text": f"Menu {index}: what shall it be?",
        "buttons": [{"id": way, "title": way.title()} for way in WAYS],
        "saveTo": f"choice_{index}",
        "timeout": {"hours": index % 23 + 1},
    }


def _node(node_id: str, kind: str, place: int, config: dict[str, Any]) -> dict[str, Any]:
    return {"id": node_id, "type": kind, "position": {"x": place * STEP, "y": 0}, "config": config}


def _edge(source: str, port: str, target: str) -> dict[str, str]:
    return {"id": f"{source}-{port}", "source": source, "sourceHandle": port, "target": target}
