"""The two flows of the run: the same shape, one with long waits for a reply and one with short ones."""

from typing import Any

ANSWER, MORE = {"long": 30, "fast": 2}, {"long": 2, "fast": 30}
"""Seconds that each flow waits for the first and for the second reply."""
PAUSE = 1  # seconds


def document(kind: str, ledger_url: str) -> dict[str, Any]:
    """The flow that a message starting with `kind:` starts; the message is the conversation's reference."""
    on = {"type": "message_received", "match": "starts_with", "keywords": [f"{kind}:"]}
    nodes = [
        _node("start", "trigger", on=on),
        _node("ref", "set_variable", name="ref", value="{{ message.text }}"),
        _node("count", "set_variable", name="count", expression="1"),
        _says("hello", "hello {{ vars.ref }}"),
        _says("question", "question {{ vars.ref }}"),
        _node("answer", "wait_for_reply", saveTo="answer", timeout={"seconds": ANSWER[kind]}),
        _says("thanks", "thanks {{ vars.ref }} {{ vars.answer }}"),
        _says("late", "late {{ vars.ref }}"),
        _node("more", "wait_for_reply", saveTo="more", timeout={"seconds": MORE[kind]}),
        _says("noted", "noted {{ vars.ref }} {{ vars.more }}"),
        _says("quiet", "quiet {{ vars.ref }}"),
        _node("pause", "wait", duration={"seconds": PAUSE}),
        _node("again", "set_variable", name="count", expression="vars.count + 1"),
        _node("book", "chaos.book", url=f"{ledger_url}/book", reference="{{ vars.ref }}"),
        _says("booked", "booked {{ vars.ref }} {{ vars.booking }}"),
        _says("unbooked", "unbooked {{ vars.ref }}"),
        _says("bye", "bye {{ vars.ref }} {{ vars.count }}"),
    ]
    placed = [{**node, "position": {"x": 0, "y": 120 * place}} for place, node in enumerate(nodes)]
    return {"formatVersion": 1, "name": f"Chaos, {kind}", "nodes": placed, "edges": _edges(), "settings": {}}


def _edges() -> list[dict[str, str]]:
    ways = (
        "start:out ref, ref:out count, count:out hello, hello:out question, question:out answer, "
        "answer:replied thanks, answer:timeout late, thanks:out more, more:replied noted, more:timeout quiet, "
        "late:out pause, noted:out pause, quiet:out pause, pause:out again, again:out book, "
        "book:booked booked, book:failed unbooked, booked:out bye, unbooked:out bye"
    )
    parted = [(*way.split()[0].split(":"), way.split()[1]) for way in ways.split(", ")]
    return [
        {"id": f"{source}-{port}", "source": source, "sourceHandle": port, "target": target}
        for source, port, target in parted
    ]


def _node(node_id: str, kind: str, **config: Any) -> dict[str, Any]:
    return {"id": node_id, "type": kind, "config": config}


def _says(node_id: str, text: str) -> dict[str, Any]:
    return _node(node_id, "send_message", body={"type": "text", "text": text})
