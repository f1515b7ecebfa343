"""The measured flow: a trigger and five nodes, namely set, condition, set, template message, end."""

from typing import Any

VISITS = 6  # five nodes and the trigger
TEXT = "hello from the bench"
WAIT_TEXT = "wait for me"


def flow_document() -> dict[str, Any]:
    """The flow as JSON, as an editor would post it."""
    return {
        "formatVersion": 1,
        "name": "Bench",
        "description": "",
        "nodes": [{**node, "position": {"x": 0, "y": 120 * y}} for y, node in enumerate(NODES)],
        "edges": [_edge(n, *edge) for n, edge in enumerate(EDGES)],
        "settings": {},
    }


def waiting_document() -> dict[str, Any]:
    """The flow of the crowd that waits: trigger, wait, end."""
    on = {"type": "message_received", "match": "exact", "keywords": [WAIT_TEXT]}
    nodes = (
        _node("start", "trigger", on=on),
        _node("rest", "wait", duration={"days": 90}),
        _node("end", "end", outcome="rested"),
    )
    placed = [{**node, "position": {"x": 0, "y": 120 * y}} for y, node in enumerate(nodes)]
    edges = [_edge(1, "start", "out", "rest"), _edge(2, "rest", "out", "end")]
    return {
        "formatVersion": 1,
        "name": "Waits",
        "description": "",
        "nodes": placed,
        "edges": edges,
        "settings": {},
    }


def _node(node_id: str, kind: str, **config: Any) -> dict[str, Any]:
    return {"id": node_id, "type": kind, "config": config}


LONG = {"id": "long", "when": {"all": [{"field": "vars.words", "op": "at_least", "value": 3}]}}
GREETING = "Hi {{ contact.name }}, you wrote {{ vars.words }} words: {{ message.text | upper }}"
NODES = (
    _node("start", "trigger", on={"type": "message_received", "match": "contains", "keywords": ["hello"]}),
    _node("count", "set_variable", name="words", expression="len(message.text)"),
    _node("which", "condition", branches=[LONG]),
    _node("greeting", "set_variable", name="greeting", value=GREETING),
    _node("answer", "send_message", body={"type": "text", "text": "{{ vars.greeting }}. Thank you!"}),
    _node("end", "end", outcome="answered"),
)
EDGES = (
    ("start", "out", "count"),
    ("count", "out", "which"),
    ("which", "long", "greeting"),
    ("greeting", "out", "answer"),
    ("answer", "out", "end"),
)


def _edge(number: int, source: str, port: str, target: str) -> dict[str, str]:
    return {"id": f"e{number}", "source": source, "sourceHandle": port, "target": target}
