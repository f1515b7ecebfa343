"""The demo flow: greets, asks, waits for the reply with a timeout and branches."""

from typing import Any

from engine.flow import FlowDocument, decode_document

NAME = "Demo: which plant?"
COLUMN, ROW = 360, 220  # from card to card, in pixels: a flow reads from left to right


def demo_flow() -> FlowDocument:
    """A fresh copy of the demo flow."""
    return decode_document(
        {"formatVersion": 1, "name": NAME, "description": DESCRIPTION, "nodes": _nodes(), "edges": _edges()}
    )


DESCRIPTION = "Say hello on the phone page, answer the question, and watch the steps."
SUN = ["sun", "sunny", "bright", "window"]
SHADE = ["shade", "dark", "corner"]


def _nodes() -> list[dict[str, Any]]:
    hello = {"on": {"type": "message_received", "match": "contains", "keywords": ["hello", "hi", "hey"]}}
    return [
        _node("start", "trigger", 0, 0, hello),
        _node("greet", "send_message", 1, 0, _says("Hi {{ contact.name | default('there') }}! Welcome to the plant shop. 🌿")),
        _node("ask", "send_message", 2, 0, _says("Is your spot sunny or shady?")),
        _node("answer", "wait_for_reply", 3, 0, {"saveTo": "spot", "timeout": {"minutes": 10}}),
        _node("which", "condition", 4, 0, {"branches": [_branch("sunny", "Sunny", SUN), _branch("shady", "Shady", SHADE)]}),
        _node("sunny_tip", "send_message", 5, -1, _says("For a sunny spot: an aloe. It forgives almost everything.")),
        _node("shady_tip", "send_message", 5, 0, _says("For the shade: a fern. Keep it a little moist.")),
        _node("other_tip", "send_message", 5, 1, _says("“{{ vars.spot }}” sounds interesting! A pothos grows nearly anywhere.")),
        _node("no_answer", "send_message", 4, 2, _says("No hurry. Say hi again when you have found a spot.")),
        _node("helped", "end", 6, 0, {"outcome": "helped"}),
        _node("quiet", "end", 5, 2, {"outcome": "no answer"}),
    ]  # fmt: skip


def _edges() -> list[dict[str, str]]:
    ways = [
        ("start", "out", "greet"),
        ("greet", "out", "ask"),
        ("ask", "out", "answer"),
        ("answer", "replied", "which"),
        ("answer", "timeout", "no_answer"),
        ("which", "sunny", "sunny_tip"),
        ("which", "shady", "shady_tip"),
        ("which", "else", "other_tip"),
        ("sunny_tip", "out", "helped"),
        ("shady_tip", "out", "helped"),
        ("other_tip", "out", "helped"),
        ("no_answer", "out", "quiet"),
    ]
    return [
        {"id": f"{source}-{port}", "source": source, "sourceHandle": port, "target": target}
        for source, port, target in ways
    ]


def _node(node_id: str, kind: str, column: int, row: int, config: dict[str, Any]) -> dict[str, Any]:
    position = {"x": column * COLUMN, "y": row * ROW}
    return {"id": node_id, "type": kind, "position": position, "config": config}


def _says(text: str) -> dict[str, Any]:
    return {"body": {"type": "text", "text": text}}


def _branch(branch_id: str, label: str, words: list[str]) -> dict[str, Any]:
    rules = [{"field": "vars.spot", "op": "contains", "value": word} for word in words]
    return {"id": branch_id, "label": label, "when": {"any": rules}}
