"""A large flow whose messages all read variables, and the same after the variables were renamed: every message is wrong."""

from itertools import pairwise
from typing import Any

from bench.big_flow import ROW, STEP_X, STEP_Y

MESSAGES_A_VARIABLE = 19


def renamed_flow(count: int, is_renamed: bool) -> dict[str, Any]:
    """A trigger, one variable for every twenty of `count`, and messages for the rest of it, all in one line."""
    names = range(count // (MESSAGES_A_VARIABLE + 1))
    stem = "renamed" if is_renamed else "value"
    messages = range(count - len(names))
    nodes = [_node("start", "trigger", {"on": {"type": "message_received"}})]
    nodes += [_node(f"set{n}", "set_variable", {"name": f"{stem}_{n}", "value": "x"}) for n in names]
    nodes += [_node(f"say{n}", "send_message", _said(n, n % len(names))) for n in messages]
    for index, node in enumerate(nodes):
        row, column = divmod(index, ROW)
        node["position"] = {"x": column * STEP_X, "y": row * STEP_Y}
    edges = [_edge(here["id"], there["id"]) for here, there in pairwise(nodes)]
    name = f"{count} nodes, {'renamed' if is_renamed else 'sound'}"
    return {"formatVersion": 1, "name": name, "nodes": nodes, "edges": edges}


def _node(node_id: str, kind: str, config: dict[str, Any]) -> dict[str, Any]:
    return {"id": node_id, "type": kind, "config": config}


def _said(index: int, variable: int) -> dict[str, Any]:
    return {"body": {"type": "text", "text": f"Message {index} of {{{{ vars.value_{variable} }}}}"}}


def _edge(source: str, target: str) -> dict[str, str]:
    return {"id": f"{source}-out", "source": source, "sourceHandle": "out", "target": target}
