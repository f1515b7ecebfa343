"""Random flows that can be published, and the words that move them. What comes out depends on the given randomness alone."""

from random import Random
from typing import Any

from engine.flow import decode_document
from engine.verifier.check import examine
from simulation.nodes import REGISTRY

WORDS = ("hi", "go", "yes", "no", "paid")
EVENTS = ("paid", "left")
KEYS = (None, "k1", "k2")
NAMES = ("a", "b", "answer")

Config = dict[str, Any]


THEMES: tuple[tuple[str, ...], ...] = (
    ("send_message",) * 5 + ("wait_for_reply",) * 3 + ("wait",) * 3 + ("ask",) * 2,
    ("send_message",) * 20,
    ("wait_for_reply", "wait", "wait_for_first", "wait_for_event") * 5,
    ("goal",) * 5 + ("ask",) * 15,
    ("ask",) * 10 + ("send_message",) * 10,
    ("call_flow", "start_flow", "for_each", "go_to") * 5,
)
"""Node types that flows of one run have more of than others."""


def random_flow(rng: Random, flow_id: int, others: list[int], theme: tuple[str, ...]) -> Config:
    """A document that passes the check; it starts and calls only flows among `others`, so that none goes round."""
    while True:
        document = _document(rng, flow_id, others, theme)
        if examine(decode_document(document), REGISTRY).is_publishable:
            return document


def _document(rng: Random, flow_id: int, others: list[int], theme: tuple[str, ...]) -> Config:
    count = rng.randint(2, 8)
    nodes = [_trigger(rng, flow_id)]
    nodes += [_node(rng, f"n{n}", others, count, theme) for n in range(count)]
    edges = [
        {"id": f"e{n}{port}", "source": node["id"], "sourceHandle": port, "target": target}
        for n, node in enumerate(nodes)
        for port in ports_of(node)
        if (target := _target(rng, n, count, node, port)) is not None
    ]
    settings: Config = {
        "reentry": {"type": rng.choice(("every_time", "every_time", "once", "interrupt_running"))}
    }
    if rng.random() < 0.2:
        settings["exitOn"] = [_happens(rng)]
    return {"formatVersion": 1, "name": f"F{flow_id}", "nodes": nodes, "edges": edges, "settings": settings}


def _target(rng: Random, n: int, count: int, node: Config, port: str) -> str | None:
    """The next node mostly; a port that may stay open stays open sometimes; loops lead back to their beginning."""
    if node["type"] == "for_each" and port == "each":
        return f"n{n}" if n < count else None
    if port == "failed" and rng.random() < 0.6:
        return None
    if n < count and rng.random() < 0.85:
        return f"n{n if rng.random() < 0.8 else rng.randint(n, count - 1)}"
    return None


def ports_of(node: Config) -> tuple[str, ...]:
    """Every way out of a node."""
    config = node["config"]
    match node["type"]:
        case "send_message" | "call_flow" | "ask":
            return ("out", "failed")
        case "condition":
            return (*(branch["id"] for branch in config["branches"]), "else")
        case "wait_for_reply":
            return ("replied", "timeout")
        case "wait_for_event":
            return ("happened", "timeout")
        case "wait_for_first" | "random_split":
            return tuple(branch["id"] for branch in config["branches"])
        case "go_to":
            return ("limit",)
        case "for_each":
            return ("each", "done")
        case "end":
            return ()
    return ("out",)


def _trigger(rng: Random, flow_id: int) -> Config:
    on: Config = {"type": "message_received", "match": "contains", "keywords": [rng.choice(WORDS)]}
    match rng.randrange(6):
        case 0:
            on = {"type": "event_received", "name": rng.choice(EVENTS)}
        case 1:
            on = {"type": "message_received", "match": "any"}
    if flow_id > 2 and rng.random() < 0.5:
        on = {"type": "flow_called"}
    return {"id": "start", "type": "trigger", "position": {"x": 0, "y": 0}, "config": {"on": on}}


def _node(rng: Random, node_id: str, others: list[int], count: int, theme: tuple[str, ...]) -> Config:
    kind = rng.choice((*theme, *CONFIGS))
    if kind in ("start_flow", "call_flow") and not others:
        kind = "send_message"
    config = CONFIGS[kind](rng, node_id, others, count)
    return {"id": node_id, "type": kind, "position": {"x": 0, "y": 0}, "config": config}


def _text(rng: Random, node_id: str) -> str:
    tail = rng.choice(("", "", " {{ message.text }}", " {{ vars.answer }}", " {{ vars.a }}"))
    return f"{node_id}{tail}"


def _seconds(rng: Random) -> Config:
    return {"seconds": rng.choice((1, 1, 2, 5, 20, rng.randint(1, 90)))}


def _happens(rng: Random) -> Config:
    if rng.random() < 0.5:
        return {"type": "message_received", "match": "contains", "keywords": [rng.choice(WORDS)]}
    return {"type": "event_received", "name": rng.choice(EVENTS), **_key(rng)}


def _key(rng: Random) -> Config:
    key = rng.choice(KEYS)
    return {} if key is None else {"key": key}


def _save(rng: Random) -> Config:
    return {"saveTo": rng.choice(NAMES)} if rng.random() < 0.6 else {}


def _send_message(rng: Random, node_id: str, _others: list[int], _count: int) -> Config:
    return {"body": {"type": "text", "text": _text(rng, node_id)}}


def _wait(rng: Random, *_: Any) -> Config:
    return {"duration": _seconds(rng)}


def _wait_for_reply(rng: Random, *_: Any) -> Config:
    config = _save(rng)
    if rng.random() < 0.7:
        config["timeout"] = _seconds(rng)
    if rng.random() < 0.2:
        config["debounce"] = rng.randint(1, 20)
    return config


def _wait_for_event(rng: Random, *_: Any) -> Config:
    config = {"name": rng.choice(EVENTS), **_key(rng), **_save(rng)}
    if rng.random() < 0.7:
        config["timeout"] = _seconds(rng)
    return config


def _wait_for_first(rng: Random, *_: Any) -> Config:
    ons = [
        {"type": "event", "name": rng.choice(EVENTS), **_key(rng)},
        {"type": "time", "duration": _seconds(rng)},
    ]
    if rng.random() < 0.7:
        ons.append({"type": "reply"})
    rng.shuffle(ons)
    return {"branches": [{"id": f"b{n}", "on": on} for n, on in enumerate(ons)]}


def _goal(rng: Random, *_: Any) -> Config:
    return {"on": _happens(rng), "otherwise": rng.choice(("continue", "wait", "end"))}


def _go_to(rng: Random, _node_id: str, _others: list[int], count: int) -> Config:
    return {"target": f"n{rng.randrange(count)}", "maxVisits": rng.randint(1, 3)}


def _for_each(*_: Any) -> Config:
    return {"list": "event.items", "item": "a"}


def _condition(rng: Random, *_: Any) -> Config:
    rule = {"field": f"vars.{rng.choice(NAMES)}", "op": "equals", "value": rng.choice(WORDS)}
    return {"branches": [{"id": "b", "when": {"all": [rule]}}]}


def _set_variable(rng: Random, node_id: str, *_: Any) -> Config:
    return {"name": rng.choice(NAMES), "value": _text(rng, node_id)}


def _random_split(rng: Random, *_: Any) -> Config:
    return {"branches": [{"id": f"b{n}", "weight": rng.randint(1, 3)} for n in range(2)]}


def _start_flow(rng: Random, node_id: str, others: list[int], _count: int) -> Config:
    return {"flow": rng.choice(others), "inputs": [{"name": "a", "value": f"from {node_id}"}]}


def _call_flow(rng: Random, node_id: str, others: list[int], count: int) -> Config:
    outputs = [{"name": rng.choice(NAMES), "saveTo": "answer"}]
    return {**_start_flow(rng, node_id, others, count), "outputs": outputs}


def _ask(*_: Any) -> Config:
    return {}


def _end(rng: Random, *_: Any) -> Config:
    return {"outcome": rng.choice(("good", "bad"))}


CONFIGS = {
    "send_message": _send_message,
    "wait": _wait,
    "wait_for_reply": _wait_for_reply,
    "wait_for_event": _wait_for_event,
    "wait_for_first": _wait_for_first,
    "goal": _goal,
    "go_to": _go_to,
    "for_each": _for_each,
    "condition": _condition,
    "set_variable": _set_variable,
    "random_split": _random_split,
    "start_flow": _start_flow,
    "call_flow": _call_flow,
    "ask": _ask,
    "end": _end,
}
