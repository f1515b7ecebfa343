"""A large flow for the canvas: rows of messages, waits and conditions, about 1.2 edges a node."""

from itertools import pairwise
from typing import Any

ROW = 25  # nodes; a row starts with a trigger
KINDS = ("trigger", "send_message", "condition", "wait", "set_variable")
STEP_X, STEP_Y = 340, 240


def big_flow(count: int) -> dict[str, Any]:
    """A document of `count` nodes."""
    nodes = [_node(index) for index in range(count)]
    rows = [nodes[start : start + ROW] for start in range(0, count, ROW)]
    edges = [edge for row in rows for edge in _edges(row)]
    return {"formatVersion": 1, "name": f"{count} nodes", "nodes": nodes, "edges": edges}


def _node(index: int) -> dict[str, Any]:
    row, column = divmod(index, ROW)
    kind = KINDS[0] if column == 0 else KINDS[1 + column % 4]
    position = {"x": column * STEP_X, "y": row * STEP_Y}
    return {"id": f"n{index}", "type": kind, "position": position, "config": _config(kind, index)}


def _config(kind: str, index: int) -> dict[str, Any]:
    rule = {"field": "contact.tags", "op": "contains", "value": f"tag {index}"}
    return {
        "trigger": {"on": {"type": "message_received", "match": "contains", "keywords": [f"word{index}"]}},
        "send_message": {
            "body": {"type": "text", "text": f"Message {index} for {{{{ contact.name }}}}, thank you"}
        },
        "condition": {"branches": [{"id": "yes", "label": "Yes", "when": {"all": [rule]}}]},
        "wait": {"duration": {"hours": index % 23 + 1}},
        "set_variable": {"name": f"value_{index}", "value": "{{ message.text }}"},
    }[kind]


def _edges(row: list[dict[str, Any]]) -> list[dict[str, str]]:
    edges = []
    for here, there in pairwise(row):
        ports = ("yes", "else") if here["type"] == "condition" else ("out",)
        edges += [_edge(here["id"], port, there["id"]) for port in ports]
    return edges


def _edge(source: str, port: str, target: str) -> dict[str, str]:
    return {"id": f"{source}-{port}", "source": source, "sourceHandle": port, "target": target}
